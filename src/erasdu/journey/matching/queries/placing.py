"""What the gate of leaving asks of the matching: whether a place and a bed are certain, and whose yes is awaited."""

from collections import defaultdict
from collections.abc import Iterable

from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching.models import Answer
from erasdu.journey.matching.rules import Placing
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period


def facts(stays: Iterable[int]) -> dict[int, Placing]:
    """By stay; three queries. What was booked beside the board counts as well."""
    rows = Mobility.objects.filter(pk__in=list(stays)).values_list("pk", "kind", "planned_from", "planned_until")
    planned = {pk: (kind, Period(first, last) if first and last else None) for pk, kind, first, last in rows}
    booked = hosting.live().filter(mobility__in=list(planned), state=Booking.State.CONFIRMED)
    certain = booked.values_list("mobility", "placement", "room")
    places = {stay for stay, placement, _room in certain if placement}
    beds = {stay for stay, _placement, room in certain if room}
    awaited = _awaited(planned)
    return {
        pk: Placing(stay, kind == Mobility.Kind.LEARNER, pk in places, pk in beds, tuple(awaited.get(pk, ())))
        for pk, (kind, stay) in planned.items()
    }


def _awaited(stays: Iterable[int]) -> dict[int, list[str]]:
    """Stay → parties of its match who did not answer yet, in the order in which they were asked."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Answer.objects.filter(match__mobility__in=list(stays), match__ended_at=None, match__state="asked", what="")
    for stay, party in rows.order_by("asked_at", "pk").values_list("match__mobility", "party"):
        found[stay].append(party)
    return found
