"""What calls ask beside the steps, read for many stays at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Q

from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import Done, OwnRequirement
from erasdu.journey.readiness.rules import Own, Touched
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Requirement


def of_calls(calls: Iterable[int]) -> dict[int, list[Own]]:
    """Call → what it asks now. One query."""
    found: dict[int, list[Own]] = defaultdict(list)
    for row in OwnRequirement.objects.filter(call__in=set(calls), ended_at=None):
        found[row.call_id].append(as_rule(row))
    return found


def as_rule(row: OwnRequirement) -> Own:
    return Own(
        key=row.key,
        titles=(("nl", row.title_nl), ("en", row.title_en)),
        who=row.who,
        days_before=row.days_before,
        gates=frozenset(row.gates),
        added_on=brussels_date(row.added_at),
        minor=row.minor,
        outside_eea=row.outside_eea,
        destination=row.destination_id,
        sector=row.sector,
        direction=row.direction,
    )


def requirements_of(
    stays: Sequence[Mobility], born: Mapping[int, date | None], on: date
) -> dict[int, list[Requirement]]:
    """By stay; three queries, one when no call asks anything. `born`: dates of birth as earlier steps know them."""
    asked = of_calls(stay.call_id for stay in stays)
    if not asked:
        return {}
    touched = known_of([stay.pk for stay in stays if stay.call_id in asked], born)
    done = set(Done.objects.filter(mobility__in=list(touched), undone_at=None).values_list("own__key", "mobility"))
    return {
        stay.pk: [
            rules.requirement(own, touched[stay.pk], on, done=(own.key, stay.pk) in done) for own in asked[stay.call_id]
        ]
        for stay in stays
        if stay.pk in touched
    }


def known_of(stays: Sequence[int], born: Mapping[int, date | None]) -> dict[int, Touched]:
    """The facts that requirements of a call ask of each stay. One query."""
    about = ("traveller__birth_date", "traveller__nationality", "destination", "profile__sector", "direction")
    rows = Mobility.objects.filter(pk__in=stays).values_list("pk", "planned_from", *about)
    return {
        pk: Touched(leaves, born.get(pk) or birth, nationality or "", destination, sector or "", direction)
        for pk, leaves, birth, nationality, destination, sector, direction in rows
    }


def asked_by(call: Call) -> list[tuple[OwnRequirement, int]]:
    """What a call asks now, each with for how many it is marked as done. One query."""
    done = Count("done", filter=Q(done__undone_at=None))
    rows = OwnRequirement.objects.filter(call=call, ended_at=None).select_related("destination").annotate(marked=done)
    return [(row, row.marked) for row in rows]


def preview(call: Call, own: Own, on: date) -> dict[str, list[Mobility]]:
    """Whom it would touch, of the stays of the call that still live: `yes`, `unknown` and `no`. Two queries."""
    rows = Mobility.objects.filter(call=call, state="planned").select_related("person", "sending", "profile__candidacy")
    stays = list(rows.order_by("sending__name", "person__family_name", "pk"))
    known = known_of([stay.pk for stay in stays], born_of(stays))
    found: dict[str, list[Mobility]] = {"yes": [], "unknown": [], "no": []}
    for stay in stays:
        found[rules.touches(own, known[stay.pk], on)].append(stay)
    return found


def born_of(stays: Sequence[Mobility]) -> dict[int, date | None]:
    """As the candidacy says it, of stays read with their profile."""
    return {
        stay.pk: stay.profile.candidacy.birth_date
        for stay in stays
        if stay.profile is not None and hasattr(stay.profile, "candidacy")
    }
