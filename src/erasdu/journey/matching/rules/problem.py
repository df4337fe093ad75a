"""From facts to the problem that `kernel.assign` solves, and back from its answer.

Time is cut into slots at every day on which something begins or ends, so that a slot is wholly in or out of each
period. What is booked and is not ours to move is taken off the capacities beforehand.

The solver knows one stretch of time of a learner. Who stays on other days in another country has one from the first to
the last of all of them, and a place or bed counts full only in the slots in which somebody would really be there. Who
has a bed between two destinations of one country is there on the days of their place, so such a bed counts on the days
of both: it is never given to two on one day, and the solver does not give it to one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from erasdu.journey.hosting.rules.rooms import of_one_age
from erasdu.journey.matching.rules.costs import WEIGHTS, bed_causes, place_causes, total, way_causes
from erasdu.journey.matching.rules.facts import Aside, Bed, Learner, Pair, Place, Way
from erasdu.journey.matching.rules.fit import (
    MOST_MINUTES,
    OF_WAY,
    bed_refusals,
    goes_with,
    left_after,
    most_minutes,
    occupation_fits,
    place_refusals,
)
from erasdu.kernel.periods import Period

DAY = timedelta(days=1)
TOO_FAR = MOST_MINUTES + 1  # minutes that nobody may travel but for whom a person decided so
Ways = Callable[[Place, Bed], Way]
Shared = Mapping[str, Sequence[Period]]  # bed → the days of the places to which one gets from there
Nights = dict[str, set[Period]]  # bed → on which days somebody may sleep there


@dataclass(frozen=True, slots=True)
class Locks:
    """What a person decided. `pinned`: learner → place and home; `forbidden`: learner, place, home. 0 is any."""

    pinned: Mapping[int, tuple[int, int]]
    forbidden: frozenset[tuple[int, int, int]] = frozenset()

    def allow_place(self, learner: int, place: int) -> bool:
        pinned = self.pinned.get(learner, (0, 0))[0]
        return pinned in (0, place) and (learner, place, 0) not in self.forbidden

    def allow_bed(self, learner: int, home: int) -> bool:
        pinned = self.pinned.get(learner, (0, 0))[1]
        return pinned in (0, home) and (learner, 0, home) not in self.forbidden

    def refusals(self, learner: int, place: int, home: int) -> list[str]:
        """Codes, as of a hard rule; 0 for no place or no home."""
        pinned = self.pinned.get(learner, (0, 0))
        elsewhere = (place and pinned[0] not in (0, place)) or (home and pinned[1] not in (0, home))
        asked = {(learner, place, 0), (learner, 0, home), (learner, place, home)} - {(learner, 0, 0)}
        checks = (("pinned_elsewhere", elsewhere), ("ruled_out", bool(asked & self.forbidden)))
        return [code for code, holds in checks if holds]

    @property
    def together(self) -> list[tuple[int, int, int]]:
        """What is forbidden only as a place and a home at once."""
        return sorted(each for each in self.forbidden if each[1] and each[2])


NO_LOCKS = Locks({})


def cuts(stays: Iterable[Period], others: Iterable[Period]) -> list[date]:
    """The first day of each slot, and the day after the last. None without a stay."""
    stays = list(stays)
    if not stays:
        return []
    first, last = min(stay.start for stay in stays), max(stay.end for stay in stays) + DAY
    days = {first, last}
    for period in (*stays, *others):
        days |= {day for day in (period.start, period.end + DAY) if first < day < last}
    return sorted(days)


def as_problem(
    learners: Sequence[Learner],
    places: Sequence[Place],
    beds: Sequence[Bed],
    ways: Ways,
    *,
    pairs: Iterable[Pair] = (),
    locks: Locks = NO_LOCKS,
    asides: Mapping[int, Aside] = MappingProxyType({}),
) -> dict[str, object]:
    """The problem in the format `erasdu-match/1`: ids are `L<pk>`, `P<pk>` and `H<key>`.

    `asides`: learner → what a person set aside; who has only a place, or only a home, keeps that. A way that was set
    aside as too far or unknown is there as one that is just too far: who set it aside may go that far, and which other
    ways they may not go all the same is for `too_far` to say.
    """
    fits = {
        (one.pk, place.pk): total(place_causes(one, place))
        for one in learners
        for place in places
        if _may_work(one, place, locks, asides.get(one.pk))
    }
    far = far_ways(asides.values())
    shared = between(places, beds, ways, far)
    nights: Nights = {}
    sleeps = {}
    for one in learners:
        for bed in beds:
            then = sleeping(one, bed, shared, locks, asides.get(one.pk))
            if then:
                nights.setdefault(bed.key, set()).update(each.stay for each in then)
                sleeps[one.pk, bed.key] = total(bed_causes(then[0], bed))
    taken = [period for place in places for period in place.taken] + [period for bed in beds for period in bed.taken]
    kinds = alike(learners)
    open_then = [period for place in places for period, _ in place.periods] + [n for bed in beds for n in bed.nights]
    used_places, used_beds = {pk for _, pk in fits}, {key for _, key in sleeps}
    places = [place for place in places if place.pk in used_places]
    beds = [bed for bed in beds if bed.key in used_beds]
    there = Presence(learners, fits, places, nights)
    slots = cuts(there.spans.values(), [*taken, *open_then, *there.stays])
    return {
        "format": "erasdu-match/1",
        "slots": max(1, len(slots) - 1),
        "learners": [_learner(one, there.spans[one.pk], slots, kinds, asides.get(one.pk)) for one in learners],
        "placements": [
            {"id": f"P{place.pk}", "capacity": there.capacity(_of_place(place, slots), slots, f"P{place.pk}")}
            for place in places
        ],
        "hosts": [
            {
                "id": f"H{bed.key}",
                "capacity": there.capacity(_of_bed(bed, slots), slots, f"H{bed.key}"),
                "one_gender": bed.shared,
            }
            for bed in beds
        ],
        "learner_placement": [[f"L{one}", f"P{place}", cost] for (one, place), cost in fits.items()],
        "learner_host": [[f"L{one}", f"H{key}", cost] for (one, key), cost in sleeps.items()],
        "placement_host": list(_ways(places, beds, ways, far, there)),
        "pairs": [[f"L{pair.one}", f"L{pair.other}", WEIGHTS["pair_apart"]] for pair in pairs],
    }


def _may_work(one: Learner, place: Place, locks: Locks, aside: Aside | None) -> bool:
    if aside is None and not occupation_fits(one, place):  # the quickest to see, and of most it holds
        return False
    kept = aside is not None and aside.place and not aside.home and aside.place != place.pk
    allowed = locks.allow_place(one.pk, place.pk) and not kept
    return allowed and not left_after(place_refusals(one, place), aside, place.pk, 0)


def sleeping(
    one: Learner, bed: Bed, shared: Shared, locks: Locks = NO_LOCKS, aside: Aside | None = None
) -> list[Learner]:
    """The learner on each of the days on which they may sleep there; none when they may not."""
    kept = aside is not None and aside.home and not aside.place and aside.home != bed.home
    if kept or not locks.allow_bed(one.pk, bed.home):
        return []
    days = shared.get(bed.key) if one.days_open else None
    there = [one.on(each) for each in days] if days else [one.staying(bed)]
    return [each for each in there if not left_after(bed_refusals(each, bed), aside, 0, bed.home)]


def between(
    places: Iterable[Place], beds: Iterable[Bed], ways: Ways, far: Collection[tuple[int, int]] = frozenset()
) -> Shared:
    """Beds from which one gets to places with other days than their own, and the days of those places."""
    several = [bed for bed in beds if len(set(bed.spans)) > 1]
    found: dict[str, set[Period]] = {}
    for place in places if several else ():
        for bed in several:
            if place.days is None or place.country != bed.country:
                continue
            minutes = ways(place, bed).minutes
            if (minutes is not None and minutes <= MOST_MINUTES) or (place.pk, bed.home) in far:
                found.setdefault(bed.key, set()).add(place.days)
    own = {bed.key: {bed.days} for bed in several}
    return {key: tuple(sorted(days)) for key, days in found.items() if days != own[key]}


def far_ways(asides: Iterable[Aside]) -> set[tuple[int, int]]:
    """Place and home between which the way was set aside."""
    return {(each.place, each.home) for each in asides if each.codes & OF_WAY}


def too_far(one: Learner, aside: Aside | None, minutes: int, place: int, home: int) -> bool:
    """Whether a way is too far for a learner, beside the one that a person decided for them."""
    own = aside is not None and bool(aside.codes & OF_WAY) and (place, home) == (aside.place, aside.home)
    return not own and minutes > most_minutes(one)


class Presence:
    """On which days who would be where: `spans`, from first to last, by learner; `stays`, every period that occurs."""

    def __init__(
        self,
        learners: Sequence[Learner],
        fits: Iterable[tuple[int, int]],
        places: Iterable[Place],
        nights: Nights,
    ) -> None:
        known, at = {one.pk: one for one in learners}, {each.pk: each for each in places}
        stays = {one.pk: set[Period]() for one in learners}
        self._at: dict[str, set[Period]] = {}
        if any(one.days_open for one in learners):
            for pk, place in fits:
                stay = known[pk].staying(at[place]).stay
                stays[pk].add(stay)
                self._at.setdefault(f"P{place}", set()).add(stay)
            self._at |= {f"H{key}": periods for key, periods in nights.items()}
        self.spans = {pk: _span(periods or {known[pk].stay}) for pk, periods in stays.items()}
        self.stays = {period for periods in stays.values() for period in periods}
        self._stretched = any(len(periods) > 1 for periods in stays.values())

    def meet(self, place: Place, bed: Bed) -> bool:
        """Whether somebody could be at both on the same days; which of them cannot is for `together` to say."""
        if not self._stretched:
            return True
        return not self._at.get(f"P{place.pk}", set()).isdisjoint(self._at.get(f"H{bed.key}", ()))

    def capacity(self, free: list[int], slots: Sequence[date], name: str) -> list[int]:
        """Without end in slots in which nobody would be there, so that it keeps out nobody who is not there then."""
        if not self._stretched:
            return free
        there = self._at.get(name, ())
        used = [any(period.contains(start) for period in there) for start, _ in pairwise(slots)]
        return [number if needed else len(self.spans) for number, needed in zip(free, used, strict=True)]


def _span(periods: Iterable[Period]) -> Period:
    periods = list(periods)
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def alike(learners: Iterable[Learner]) -> dict[int, str]:
    """Who may share a room with whom, as the solver knows it: those of one kind.

    A kind is a gender and, where ages lie too far apart, a band of them: each band as wide as `hosting.may_join` lets
    it be. By hand two of neighbouring bands may still share, when they are close enough.
    """
    learners = list(learners)
    kinds, first, band = {}, None, 0
    for one in sorted(learners, key=lambda each: (each.born or date.max, each.pk)):
        if first is not None and one.born is not None and not of_one_age(first, one.born):
            first, band = None, band + 1
        first = first or one.born
        kinds[one.pk] = f"{one.gender or 'x'}{band or ''}"
    return kinds


def _learner(
    one: Learner, span: Period, slots: Sequence[date], kinds: Mapping[int, str], aside: Aside | None
) -> dict[str, object]:
    return {
        "id": f"L{one.pk}",
        "from": slots.index(span.start),
        "to": slots.index(span.end + DAY),
        "unassigned_cost": WEIGHTS["unplaced"]
        + WEIGHTS["nothing_left"] * any(one.had)
        + WEIGHTS["pair_apart"] * len(one.beside),
        "gender": kinds[one.pk],
        "max_minutes": TOO_FAR if aside is not None and aside.codes & OF_WAY else most_minutes(one),
    }


def _ways(
    places: Iterable[Place], beds: Sequence[Bed], ways: Ways, far: Collection[tuple[int, int]], there: Presence
) -> Iterable[list[object]]:
    for place in places:
        for bed in beds:
            if not there.meet(place, bed):
                continue
            way, aside = ways(place, bed), (place.pk, bed.home) in far
            if aside or (goes_with(place, bed) and way.minutes is not None):
                minutes = TOO_FAR if way.minutes is None else min(way.minutes, TOO_FAR) if aside else way.minutes
                yield [f"P{place.pk}", f"H{bed.key}", total(way_causes(place, bed, way)), minutes]


def _of_place(place: Place, slots: Sequence[date]) -> list[int]:
    """Free places in each slot."""
    offered = [
        sum(number for period, number in place.periods if period.contains(start)) for start, _ in pairwise(slots)
    ]
    return [max(0, number - busy) for number, busy in zip(offered, _busy(place.taken, slots), strict=True)]


def _of_bed(bed: Bed, slots: Sequence[date]) -> list[int]:
    """Free beds in each slot: the morning of leaving counts as a night, so that two guests never meet at the door."""
    welcome = [bed.beds * any(night.contains(start) for night in bed.nights) for start, _ in pairwise(slots)]
    return [max(0, number - busy) for number, busy in zip(welcome, _busy(bed.taken, slots), strict=True)]


def _busy(taken: Iterable[Period], slots: Sequence[date]) -> list[int]:
    taken = list(taken)
    return [sum(period.contains(start) for period in taken) for start, _ in pairwise(slots)]
