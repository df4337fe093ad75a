"""What of readiness waits for one person, over all calls: for home pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from erasdu.ground.look.words import titled
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance.rules import NO_PLACE
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import Standing
from erasdu.journey.readiness.queries.standing import missed_by, standings
from erasdu.kernel.actor import COORDINATOR, Actor
from erasdu.kernel.requirement import Requirement

AFTERWARDS = timedelta(days=90)  # so long after a call's last day it is still said what is open


@dataclass(slots=True)
class Waiting:
    """One thing that waits for a role in one call, for how many learners; `by`: the first last day among them.

    `late`: one of them will miss the departure by it. `leaves`: the first day on which one of them leaves, of those
    who will miss it by this when there are. `left`: of those who left. `stay`: the only one, when it is one.
    `unverified`: the rule by which it is asked of one of them was not checked at its source.
    """

    code: str
    name: str
    call: Call
    stays: list[Mobility]
    by: date | None = None
    late: bool = False
    left: bool = False
    leaves: date | None = None
    unverified: bool = False

    @property
    def stay(self) -> Mobility | None:
        return self.stays[0] if len(self.stays) == 1 else None


def waiting_for(actor: Actor, role: str, on: date, *, but: str = "") -> list[Waiting]:
    """What waits for this role of the stays that the actor sees, what holds up leaving first. Constant in queries.

    `but`: without what waits for this reason, which has a list of its own.
    """
    rows = mobilities_for(actor).filter(state="planned", call__state=Call.State.PUBLISHED)
    stays = list(rows.filter(call__stay_until__gte=on - AFTERWARDS))
    return waiting_of(stays, role, on, but=but)


def waiting_of(stays: Sequence[Mobility], role: str, on: date, *, but: str = "") -> list[Waiting]:
    """The same of these stays. An insurance that waits for the place to work is not said beside that place."""
    found: dict[tuple[int, str, bool], Waiting] = {}
    stands = standings(stays, on)
    missed = missed_by(stays, stands, on)
    for stay in stays:
        stand, late = stands[stay.pk], missed.get(stay.pk, frozenset())
        for item in rules.open_items(stand.items, mobilities.stay_of(stay), on):
            if item.who == role and item.why != NO_PLACE and not (but and item.why == but):
                _add(found, stay, item, item.code in late, stand.stage in rules.LEFT)
    return list(found.values())


def open_by_stay(stays: Sequence[Mobility], on: date) -> dict[int, list[Requirement]]:
    """What is open of each, whoever must act, in order of harm; an insurance that waits for the place is not said."""
    stands = standings(stays, on)
    found = {stay.pk: rules.open_items(stands[stay.pk].items, mobilities.stay_of(stay), on) for stay in stays}
    return {pk: [item for item in items if item.why != NO_PLACE] for pk, items in found.items()}


def _add(
    found: dict[tuple[int, str, bool], Waiting], stay: Mobility, item: Requirement, late: bool, left: bool
) -> None:
    new = Waiting(item.code, titled(item), stay.call, [], left=left)
    there = found.setdefault((stay.call_id, item.code, left), new)
    there.stays.append(stay)
    if stay.planned_from and late >= there.late:
        sooner = there.leaves is None or late > there.late or stay.planned_from < there.leaves
        there.leaves = stay.planned_from if sooner else there.leaves
    there.late = there.late or late
    there.unverified = there.unverified or item.unverified
    if item.by is not None:
        there.by = min(there.by or item.by, item.by)


@dataclass(frozen=True, slots=True)
class InCall:
    """How many in one call will miss the departure, and the first day on which one of them leaves."""

    call: Call
    gone: int
    leaves: date | None


def by_call(calls: Iterable[Call]) -> list[InCall]:
    """Calls in which somebody will miss it, from the projection, which a worker keeps within seconds. One query."""
    of = {call.pk: call for call in calls}
    return _counted(of, _gone().filter(mobility__call__in=of))


def by_call_of(stays: QuerySet[Mobility]) -> list[InCall]:
    """The same of these stays alone, such as those of one school. Two queries, or one when nobody will."""
    rows = list(_gone().filter(mobility__in=stays.order_by().values("pk")))
    return _counted(Call.objects.in_bulk([call for call, _number, _first in rows]), rows)


def _gone() -> QuerySet[Standing, Any]:
    """By call how many will miss it, and when the first of them leaves."""
    rows = Standing.objects.filter(mobility__state="planned", gone=True).order_by()
    return rows.values_list("mobility__call").annotate(n=Count("pk"), first=Min("mobility__planned_from"))


def _counted(of: Mapping[int, Call], rows: Iterable[tuple[int, int, date | None]]) -> list[InCall]:
    found = [InCall(of[pk], number, first) for pk, number, first in rows]
    return sorted(found, key=lambda each: (each.leaves or date.max, each.call.stay_from, each.call.pk))


def waiting_for_office(calls: Iterable[Call], on: date) -> list[Waiting]:
    """What waits for the coordinator in these calls, of whom the projection says that something does."""
    of = {call.pk: call for call in calls}
    asked = Standing.objects.filter(office=True, mobility__call__in=of, mobility__state="planned")
    stays = list(Mobility.objects.filter(pk__in=asked.values("mobility")).select_related("person").order_by("pk"))
    for stay in stays:
        stay.call = of[stay.call_id]
    return waiting_of(stays, COORDINATOR, on)
