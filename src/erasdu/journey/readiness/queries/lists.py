"""What of readiness waits for one person, over all calls: for home pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from erasdu.ground.look.words import titled
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance.rules import NO_PLACE
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import Standing
from erasdu.journey.readiness.queries.standing import standings
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

AFTERWARDS = timedelta(days=90)  # so long after a call's last day it is still said what is open


@dataclass(slots=True)
class Waiting:
    """One thing that waits for a role in one call, for how many learners; `by`: the first last day among them.

    `late`: one of them will miss the departure. `left`: of those who left. `stay`: the only one, when it is one.
    """

    code: str
    name: str
    call: Call
    stays: list[Mobility]
    by: date | None = None
    late: bool = False
    left: bool = False

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
    for stay in stays:
        stand = stands[stay.pk]
        for item in rules.open_items(stand.items, mobilities.stay_of(stay), on):
            if item.who == role and item.why != NO_PLACE and not (but and item.why == but):
                _add(found, stay, item, stand.gone, stand.stage in rules.LEFT)
    return list(found.values())


def _add(
    found: dict[tuple[int, str, bool], Waiting], stay: Mobility, item: Requirement, gone: bool, left: bool
) -> None:
    new = Waiting(item.code, titled(item), stay.call, [], left=left)
    there = found.setdefault((stay.call_id, item.code, left), new)
    there.stays.append(stay)
    there.late = there.late or gone
    if item.by is not None:
        there.by = min(there.by or item.by, item.by)


@dataclass(frozen=True, slots=True)
class InCall:
    """How many in one call will miss the departure, and for how many something waits for the coordinator.

    `mine`: of those who have not left; `after`: of those who have.
    """

    call: Call
    gone: int
    mine: int
    after: int


def by_call(calls: Iterable[Call]) -> list[InCall]:
    """From the projection, which a worker keeps up to date within seconds. One query."""
    of = {call.pk: call for call in calls}
    rows = Standing.objects.filter(mobility__call__in=of, mobility__state="planned").order_by()
    office, left = Q(office=True), Q(stage__in=rules.LEFT)
    counted = rows.values_list("mobility__call").annotate(
        gone=Count("pk", filter=Q(gone=True)),
        mine=Count("pk", filter=office & ~left),
        after=Count("pk", filter=office & left),
    )
    found = [InCall(of[pk], gone, mine, after) for pk, gone, mine, after in counted if gone or mine or after]
    return sorted(found, key=lambda each: (each.call.stay_from, each.call.pk))
