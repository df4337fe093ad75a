"""What an organisation has for all who go with it, and whom that covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import Cover
from erasdu.journey.insurance.queries.facts import cover_of, facts, in_force, worked_days
from erasdu.journey.insurance.rules.covers import COORDINATOR, SENDING
from erasdu.journey.insurance.rules.departing import BY_SCHOOL
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation with how many policies stand, and which it still lacks today."""

    organisation: Organisation
    number: int
    lacks: tuple[str, ...]


def holders(actor: Actor, on: date) -> list[Holder]:
    """Organisations whose policies one sees: those that send, and others that have some. Two queries."""
    found = list(access.organisations_for(actor).filter(closed_at=None).order_by("name"))
    policies: dict[int, list[Cover]] = {}
    for row in access.policies_for(actor).filter(ended_at=None):
        policies.setdefault(row.organisation_id or 0, []).append(row)
    sends = ("school", "training_centre")
    shown = [row for row in found if row.kind in sends or row.pk in policies or row.pk in actor.scope]
    above, asked = _above(shown), in_force(on)
    return [
        Holder(row, len(has), tuple(kinds_lacking(has, above[row.pk], on, asked)) if row.kind in sends else ())
        for row in shown
        for has in [policies.get(row.pk, [])]
    ]


def inherited(organisation: Organisation) -> list[Cover]:
    """The policies of its board and group, which count for whom it sends as its own do. One query."""
    return _above([organisation])[organisation.pk]


def _above(organisations: Iterable[Organisation]) -> dict[int, list[Cover]]:
    of = {row.pk: [pk for pk in (row.board_id, row.group_id) if pk] for row in organisations}
    rows = Cover.objects.filter(organisation__in={pk for found in of.values() for pk in found}, ended_at=None)
    by_holder: dict[int, list[Cover]] = {}
    for row in rows.select_related("organisation"):
        by_holder.setdefault(row.organisation_id or 0, []).append(row)
    return {pk: [row for holder in above for row in by_holder.get(holder, ())] for pk, above in of.items()}


def kinds_lacking(
    own: Iterable[Cover], above: Iterable[Cover], on: date, asked: rules.Asked | None = None
) -> list[str]:
    """What only who sends may have, and of which an organisation has no policy that still runs, nor its board or group
    where that counts. One query without `asked`."""
    known = asked or in_force(on)
    held = [cover_of(row) for row in own if _runs(row, on)] + [
        cover_of(row, above=True) for row in above if _runs(row, on)
    ]
    expected = [kind for kind in BY_SCHOOL if known.by_sender(kind)]
    return [
        kind for kind in expected if not any(row.kind == kind and row.holder in known.holders(kind) for row in held)
    ]


def _runs(row: Cover, on: date) -> bool:
    return row.ended_at is None and (row.ends_on is None or row.ends_on >= on)


def draft(organisation: Organisation, values: Mapping[str, Any], row: Cover | None) -> Cover:
    """A policy as it is typed, not saved; `row`: the one that it changes."""
    kept = {**values, "holder": COORDINATOR if organisation.kind == Organisation.Kind.COORDINATOR else SENDING}
    return Cover(pk=row.pk if row else None, organisation=organisation, **kept)


@dataclass(frozen=True, slots=True)
class Touched:
    """A stay that a policy reaches: how that kind stands without it and with it."""

    mobility: Mobility
    before: Requirement
    after: Requirement

    @property
    def closes(self) -> bool:
        return self.after.met and not self.before.met

    @property
    def waits(self) -> bool:
        """Nothing is wrong with it: the insurer can confirm it once the place to work is known."""
        return self.after.why == rules.NO_PLACE


def policies_of(actor: Actor, organisation: Organisation) -> QuerySet[Cover]:
    """Those that stand, and then those that were taken away."""
    return access.policies_for(actor).filter(organisation=organisation).order_by("-ended_at", "kind", "-ends_on", "pk")


def preview(actor: Actor, organisation: Organisation, draft: Cover, on: date) -> list[Touched]:
    """Whom this policy would reach of the stays that are not over. `draft`: a row, saved or not."""
    stays = list(_reached(actor, organisation, on))
    keys = [row.pk for row in stays]
    known, code = facts(keys, worked_days(keys)), f"insured_{draft.kind}"
    old = Cover.objects.select_related("organisation").get(pk=draft.pk) if draft.pk else None
    found = []
    for row in stays:
        others, above = list(known[row.pk].covers), row.sending_id != organisation.pk
        if old is not None and (held := cover_of(old, above=above)) in others:
            others.remove(held)
        made = cover_of(draft, above=above)
        before, after = (
            _item(replace(known[row.pk], covers=tuple(each)), code, on) for each in (others, [*others, made])
        )
        if before and after and after.state != "not_applicable":
            found.append(Touched(row, before, after))
    return found


def _reached(actor: Actor, organisation: Organisation, on: date) -> QuerySet[Mobility]:
    """Those that are not over; without days, those that can still leave in their call."""
    rows = access.stays_for(actor).filter(state="planned")
    rows = rows.filter(Q(planned_until=None, call__stay_until__gte=on) | Q(planned_until__gte=on))
    if organisation.kind != Organisation.Kind.COORDINATOR:
        own = Q(sending=organisation) | Q(sending__board=organisation) | Q(sending__group=organisation)
        rows = rows.filter(own)
    return rows.order_by("planned_from", "sending__name", "person__family_name", "person__given_name", "pk")


def _item(known: rules.Facts, code: str, on: date) -> Requirement | None:
    return next((item for item in rules.requirements(known, on) if item.code == code), None)
