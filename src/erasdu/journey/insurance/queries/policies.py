"""What an organisation has for all who go with it, and whom that covers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import Cover
from erasdu.journey.insurance.queries.facts import cover_of, facts, worked_days
from erasdu.journey.insurance.rules.covers import COORDINATOR, SENDING
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

EXPECTED = tuple(kind for kind in rules.KINDS if kind in rules.BY_SENDING)
"""What every organisation that sends must have."""


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
    above = _above(shown)
    return [
        Holder(row, len(has), tuple(kinds_lacking([*has, *above[row.pk]], on)) if row.kind in sends else ())
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


def kinds_lacking(found: Iterable[Cover], on: date) -> list[str]:
    """Which of what must be in its name, or that of its board, an organisation has no policy of that still runs."""
    runs = Counter(row.kind for row in found if row.ended_at is None and (row.ends_on is None or row.ends_on >= on))
    return [kind for kind in EXPECTED if not runs[kind]]


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


def policies_of(actor: Actor, organisation: Organisation) -> QuerySet[Cover]:
    """Those that stand, and then those that were taken away."""
    return access.policies_for(actor).filter(organisation=organisation).order_by("-ended_at", "kind", "-ends_on", "pk")


def preview(actor: Actor, organisation: Organisation, draft: Cover, on: date) -> list[Touched]:
    """Whom this policy would reach of the stays that are not over. `draft`: a row, saved or not."""
    stays = list(_reached(actor, organisation, on))
    keys = [row.pk for row in stays]
    known, made, code = facts(keys, worked_days(keys)), cover_of(draft), f"insured_{draft.kind}"
    old = cover_of(Cover.objects.get(pk=draft.pk)) if draft.pk else None
    found = []
    for row in stays:
        others = list(known[row.pk].covers)
        if old in others:
            others.remove(old)
        before, after = (
            _item(replace(known[row.pk], covers=tuple(each)), code, on) for each in (others, [*others, made])
        )
        if before and after and after.state != "not_applicable":
            found.append(Touched(row, before, after))
    return found


def _reached(actor: Actor, organisation: Organisation, on: date) -> QuerySet[Mobility]:
    rows = access.stays_for(actor).filter(state="planned")
    rows = rows.filter(Q(planned_until=None) | Q(planned_until__gte=on))
    if organisation.kind != Organisation.Kind.COORDINATOR:
        own = Q(sending=organisation) | Q(sending__board=organisation) | Q(sending__group=organisation)
        rows = rows.filter(own)
    return rows.order_by("planned_from", "sending__name", "person__family_name", "person__given_name", "pk")


def _item(known: rules.Facts, code: str, on: date) -> Requirement | None:
    return next((item for item in rules.requirements(known, on) if item.code == code), None)
