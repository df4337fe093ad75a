"""Who of a board is settled and who may still move, and beside whom somebody had better be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries import live
from erasdu.journey.hosting.rules import Taken
from erasdu.journey.matching.models import Match
from erasdu.journey.matching.models import Pair as PairRow
from erasdu.journey.matching.rules import Aside, Learner, Pair
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Has:
    """What a learner has now, 0 for none."""

    place: int
    room: int
    taken: Taken

    def left_of(self, taken: Iterable[Taken]) -> tuple[Taken, ...]:
        """Without what they hold themselves: who moves gives that back first."""
        rows = list(taken)
        if self.taken in rows:
            rows.remove(self.taken)
        return tuple(rows)


def matches(
    stays: Mapping[int, Mobility], *, still: bool, freed: Collection[int]
) -> tuple[dict[tuple[str, int], Counter[Period]], frozenset[int], frozenset[int], dict[int, Has], dict[int, Aside]]:
    """Places and rooms of matches that may still move, their learners, the learners whose match may not, what each has,
    and the rules that a person set aside for it. Two queries.

    A place and a bed that somebody decided against a rule, with a reason, are not for the optimiser to move.
    """
    movable: dict[tuple[str, int], Counter[Period]] = {}
    moving, fixed, has, asides = set(), set(), {}, {}
    for stay, state, against, placement, room, home, first, last in MATCHED.of(stays):
        has[stay] = Has(placement or 0, room or 0, Taken(first, last))
        if against:
            asides[stay] = Aside(placement or 0, home or 0, frozenset(against))
        if stay not in freed and (still or (against and placement and room) or state != "proposed"):
            fixed.add(stay)
            continue
        moving.add(stay)
        for kind, pk in (("place", placement), ("room", room)):
            if pk:
                movable.setdefault((kind, pk), Counter())[Period(first, last)] += 1
    fixed.update(BOOKED.of(pk for pk in stays if pk not in has))  # booked outside the board: a person sees to them
    return movable, frozenset(moving), frozenset(fixed), has, asides


MATCHED = Prepared(
    lambda: Match.objects.filter(mobility__in=THESE, ended_at=None).values_list(
        "mobility", "state", "against", "placement", "room", "room__home", "starts_on", "ends_on"
    )
)
BOOKED = Prepared(
    lambda: Booking.objects.filter(mobility__in=THESE, released_at=None).values_list("mobility", flat=True)
)


def held_of(learners: Iterable[Learner]) -> dict[int, tuple[int, int]]:
    """Learner → the place and home that they have and that may still move, 0 for none. One query."""
    rows = Match.objects.filter(mobility__in=[one.pk for one in learners], ended_at=None).order_by()
    columns = ("mobility", "placement", "room__home")
    return {stay: (place or 0, home or 0) for stay, place, home in rows.values_list(*columns)}


def pairs_of(stays: Collection[int]) -> list[Pair]:
    """With one of the board at least."""
    return [Pair(*row) for row in PAIRS.of(stays)]


PAIRS = Prepared(
    lambda: (
        PairRow.objects.filter(Q(one__in=THESE) | Q(other__in=THESE)).order_by("pk").values_list("one", "other", "why")
    )
)


def beside(pairs: Iterable[Pair], stays: Collection[int], fixed: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Stay → the homes of those with whom it belongs together and who do not move: settled here, or elsewhere."""
    both = [(pair.one, pair.other) for pair in pairs] + [(pair.other, pair.one) for pair in pairs]
    others = {other for _, other in both if other in fixed or other not in stays}
    rows = live().filter(mobility__in=others, room__isnull=False).order_by("pk")
    homes = dict(rows.values_list("mobility", "room__home")) if others else {}
    found: dict[int, tuple[int, ...]] = {}
    for one, other in both:
        if one in stays and other in homes:
            found[one] = (*found.get(one, ()), homes[other])
    return found
