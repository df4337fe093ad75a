"""Everything that the optimiser knows of a board, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from erasdu.journey.hosting import rules as hosting
from erasdu.journey.hosting.queries import (
    PlacementFacts,
    UnitFacts,
)
from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Board
from erasdu.journey.matching.queries import inputs, settled
from erasdu.journey.matching.queries.spans import Spans
from erasdu.journey.matching.rules import Aside, Bed, Learner, Locks, Pair, Place, Way
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel import geo
from erasdu.kernel.periods import Period

DAY = timedelta(days=1)


@dataclass
class World:
    """`fixed`: learners whose match is asked or confirmed; nothing here moves them. `units`: by the key of a bed.

    `guests`: who sleeps in which shared room, also who may still move. `asides`: what a person set aside. `has`: what
    each has now, which does not stand in the own way. `days`: those of the destinations.
    """

    board: Board
    learners: list[Learner]
    places: list[Place]
    beds: list[Bed]
    pairs: list[Pair]
    locks: Locks
    by_hand: Mapping[tuple[int, int], int]
    fixed: frozenset[int]
    facts: Mapping[int, PlacementFacts]
    units: Mapping[str, UnitFacts]
    stays: Mapping[int, Mobility]
    busy: Mapping[int, list[Period]]
    guests: inputs.Guests
    asides: Mapping[int, Aside]
    has: Mapping[int, settled.Has]
    days: Spans
    _ways: dict[tuple[int, str], Way] = field(default_factory=dict)

    @cached_property
    def place(self) -> dict[int, Place]:
        return {each.pk: each for each in self.places}

    @cached_property
    def bed(self) -> dict[str, Bed]:
        return {each.key: each for each in self.beds}

    @cached_property
    def learner(self) -> dict[int, Learner]:
        return {each.pk: each for each in self.learners}

    @cached_property
    def bed_of_room(self) -> dict[int, Bed]:
        return {room: each for each in self.beds for room in each.rooms}

    @cached_property
    def shared(self) -> rules.Shared:
        """Beds between destinations of one country with days of their own: see `rules.between`."""
        return rules.between(self.places, self.beds, self.way, rules.far_ways(self.asides.values()))

    def way(self, place: Place, bed: Bed) -> Way:
        """By hand where somebody knows it, else by the formula, else unknown."""
        key = (place.pk, bed.key)
        if key not in self._ways:
            self._ways[key] = self.way_of(place, bed)
        return self._ways[key]

    def way_of(self, place: Place, bed: Bed) -> Way:
        known = self.by_hand.get((place.pk, bed.home))
        if known is not None:
            return Way(known, by_hand=True)
        if place.at is None or bed.at is None:
            return Way(None)
        return Way(geo.commute_minutes(geo.great_circle_km(place.at, bed.at)))

    def free_rooms(self, bed: Bed, learner: Learner) -> list[int]:
        """Rooms of a unit with a free bed in every night of the stay, beside who sleeps there as things stand."""
        unit, stay = self.units[bed.key], learner.staying(bed).stay
        nights = Period(stay.start, max(stay.start, stay.end - DAY))
        beds, has = {room.id: room.beds for room in unit.rooms}, self.has.get(learner.pk)
        taken = {room: unit.taken.get(room, ()) for room in bed.rooms}
        if has and has.room in taken:
            taken[has.room] = has.left_of(taken[has.room])
        return [
            room
            for room in bed.rooms
            if min(hosting.free_beds(beds[room], unit.nights, taken[room], nights)) > 0
            and not self.apart(room, learner)
        ]

    def apart(self, room: int, learner: Learner) -> str:
        """The code by which the learner may not be in a shared room with who is there now; "" when it is fine."""
        others = [(period, guest) for stay, period, guest in self.guests.get(room, ()) if stay != learner.pk]
        bed = self.bed_of_room.get(room)
        return rules.joins(learner.staying(bed) if bed else learner, others)

    def days_of(self, stay: int, placement: int, room: int) -> Period | None:
        """On which days a learner would have this place and this bed (0 for none): the place's destination decides.

        None when nothing of it is on this board.
        """
        where, learner = self.place.get(placement) or self.bed_of_room.get(room), self.learner.get(stay)
        return learner.staying(where).stay if where and learner else None

    def taken_of(self, room: int) -> list[Period]:
        """Stays in a room that nothing here moves."""
        return self.busy.get(room, [])

    def minutes_between(self, placement: int, room: int) -> int | None:
        """Of the way from a bed to a place; None when either is not here or the way is not known."""
        place, bed = self.place.get(placement), self.bed_of_room.get(room)
        return self.way(place, bed).minutes if place and bed else None

    def place_choices(self) -> list[tuple[int, str]]:
        return sorted(
            ((pk, each.name) for pk, each in self.facts.items() if pk in self.place), key=lambda each: each[1]
        )

    def home_choices(self) -> list[tuple[int, str]]:
        named = {self.units[bed.key].unit.home: self.units[bed.key].name for bed in self.beds}
        return sorted(named.items(), key=lambda each: each[1])

    def room_choices(self) -> list[tuple[int, str]]:
        """Each room by the name of its home, with its own name when there are several."""
        found = []
        called = {room.id: room.name for unit in self.units.values() for room in unit.rooms}
        for pk, home in self.home_choices():
            rooms = [room for bed in self.beds if bed.home == pk for room in bed.rooms]
            many = len(rooms) > 1
            found += [(room, f"{home} ({called[room]})" if many else home) for room in rooms]
        return found

    def learner_choices(self, but: int) -> list[tuple[int, str]]:
        named = [(pk, str(stay.person)) for pk, stay in self.stays.items() if pk != but]
        return sorted(named, key=lambda each: each[1])

    def problem(self) -> dict[str, object]:
        """For those who may still move, in the solver's format."""
        free = self.movable
        here = {one.pk for one in free}
        pairs = [pair for pair in self.pairs if {pair.one, pair.other} <= here]
        given: dict[str, Any] = {"pairs": pairs, "locks": self.locks, "asides": self.asides}
        return rules.as_problem(free, self.places, self.beds, self.way, **given)

    @property
    def movable(self) -> list[Learner]:
        return [one for one in self.learners if one.pk not in self.fixed]

    def beds_of(self, home: int) -> list[Bed]:
        return [bed for bed in self.beds if bed.home == home]
