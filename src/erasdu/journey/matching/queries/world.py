"""Everything that the optimiser knows of a board, read in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import by_name
from erasdu.journey.hosting import rules as hosting
from erasdu.journey.hosting.queries import (
    PlacementFacts,
    UnitFacts,
    placements_for_board,
    places_apart,
    units_apart,
    units_for_board,
)
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries import inputs, kin, proofs, settled
from erasdu.journey.matching.queries.lent import Lent
from erasdu.journey.matching.queries.spans import Spans
from erasdu.journey.matching.rules import Aside, Bed, Learner, Locks, Pair, Place, Way
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import NEAR
from erasdu.kernel import geo
from erasdu.kernel.geo import Position
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


def world(
    board: Board,
    *,
    still: bool = False,
    freed: Collection[int] = frozenset(),
    had: Mapping[int, tuple[int, int]] = MappingProxyType({}),
    paused: bool = False,
    known: Iterable[Mobility] = (),
    only: Only | None = None,
) -> World:
    """As it is now. `still`: who has a match keeps it, also one that was only proposed.

    `freed`: stays whose match may move, whatever its state; `had`: place and home that they had better keep. `paused`:
    as if nobody paused, for what is booked already. `known`: the stays of the board, for who has read them. `only`:
    what the rules need to know of some combinations; nothing can be divided with that.
    """
    stays = {row.pk: row for row in known or _stays(board)}
    asked = stays if only is None else {pk: stay for pk, stay in stays.items() if pk in only.stays}
    days = Spans.of(board)
    window = _window(board, stays.values(), days)
    keepers = keepers_of(board)
    facts = {each.id: each for each in _offered(keepers, window, paused, only)}
    homes = None if only is None else only.homes
    found_units = {unit_key(each): each for each in units_for_board(keepers, window, paused=paused, among=homes)}
    towns, names = _towns([*facts.values(), *found_units.values()])
    facts, found_units = places_apart(facts, names), units_apart(found_units, names)
    near = _near(board, towns)
    movable, moving, fixed, has, asides = settled.matches(stays, still=still, freed=freed)
    own, lent = inputs.own_places(facts), Lent.of(board)
    balance = inputs.balances(keepers) if board.direction == Mobility.Direction.OUTGOING else {}
    places = [
        inputs.place(
            each,
            keepers[each.keeper],
            towns,
            movable.get(("place", each.id), Counter()),
            own.get(each.id, (0, False))[0],
            balance.get(each.keeper, 0),
            days.of_town,
        )
        for each in facts.values()
        if (near(each.town) or each.id in own) and lent.place(each.id, each.keeper)
    ]
    busy = {
        room: inputs.without(rows, movable.get(("room", room), Counter()))
        for each in found_units.values()
        for room, rows in each.taken.items()
    }
    people, guests = inputs.people(found_units.values()), inputs.guests(found_units.values())
    staying = {room: [each for each in rows if each[0] not in moving] for room, rows in guests.items()}
    last = inputs.hosted_before(found_units.values(), window)
    shown = {
        key: each for key, each in found_units.items() if near(each.town) and lent.home(each.unit.home, each.keeper)
    }
    through = _through(shown.values(), {one.room for one in has.values()})
    beds = [
        inputs.bed(key, each, keepers[each.keeper], towns, busy, people, last, staying, days)
        for key, each in shown.items()
        if only is not None or each.keeper == through[each.house]
    ]
    pairs = settled.pairs_of(asked)
    here = {person for place in places for person in place.people} | {who for bed in beds for who in bed.people}
    return World(
        board=board,
        learners=inputs.learners(
            board,
            asked,
            places,
            frozenset(stay for stay, mature in own.values() if mature),
            had,
            relatives=kin.relatives_of(asked, here),
            beside=settled.beside(pairs, stays, fixed),
            proofs=proofs.seen_of(asked),
        ),
        places=places,
        beds=beds,
        pairs=[pair for pair in pairs if pair.one in stays and pair.other in stays],
        locks=inputs.locks(asked),
        by_hand=inputs.by_hand(facts),
        fixed=fixed,
        facts=facts,
        units=found_units,
        stays=asked,
        busy=busy,
        guests=guests,
        asides=asides,
        has=has,
        days=days,
    )


@dataclass(frozen=True, slots=True)
class Only:
    """Some stays, and the places and homes that are thought of for them."""

    stays: frozenset[int]
    places: frozenset[int]
    homes: frozenset[int]

    @classmethod
    def of(cls, rows: Iterable[Match | Line]) -> Only:
        rows = list(rows)
        return cls(
            frozenset(row.mobility_id for row in rows),
            frozenset(row.placement_id for row in rows if row.placement_id),
            frozenset(row.room.home_id for row in rows if row.room),
        )


def _offered(keepers: Iterable[int], window: Period, paused: bool, only: Only | None) -> list[PlacementFacts]:
    """Who found a place of their own may sleep in its country: such places are known as well."""
    among = None if only is None else only.places | inputs.found_by(only.stays)
    return placements_for_board(keepers, window, paused=paused, among=among)


def _through(units: Iterable[UnitFacts], given: Collection[int]) -> dict[tuple[str, str, str], int]:
    """House → the one network through which it is proposed: nobody divides its beds twice.

    First that in which somebody has a room here: `given`.
    """
    found: dict[tuple[str, str, str], tuple[bool, int, int]] = {}
    for each in units:
        rank = (not any(room in given for room in each.unit.rooms), each.unit.home, each.keeper)
        found[each.house] = min(rank, found.get(each.house, rank))
    return {house: keeper for house, (_bare, _home, keeper) in found.items()}


def unit_key(unit: UnitFacts) -> str:
    """Of one home there may be several: its first room tells them apart."""
    return f"{unit.unit.home}.{min(unit.unit.rooms)}"


# -- scope -----------------------------------------------------------------------------------------


def _stays(board: Board) -> list[Mobility]:
    related = ("person", "sending", "receiving", "destination", "call", "traveller", "profile")
    return list(access.stays_on(board).select_related(*related).order_by("pk"))


def _window(board: Board, stays: Iterable[Mobility], days: Spans) -> Period:
    periods = [inputs.stay_of(stay) for stay in stays]
    if periods:
        periods += days.every
    else:
        return Period(board.call.stay_from, board.call.stay_until)
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def keepers_of(board: Board) -> dict[int, str]:
    """Whose networks count: keeper → country. Abroad the partners in the countries of the destinations, here schools.

    Of a school's own board it is the school itself.
    """
    if board.receiving_id:
        return dict.fromkeys([board.receiving_id, *Lent.of(board).keepers], "BE")
    rows = Organisation.objects.filter(closed_at=None)
    if board.direction == Mobility.Direction.INCOMING:
        rows = rows.filter(kind__in=(Organisation.Kind.SCHOOL, Organisation.Kind.TRAINING_CENTRE))
    else:
        there = [board.destination.country] if board.destination else list(_countries(board))
        rows = rows.filter(kind=Organisation.Kind.PARTNER, country__in=there)
    return dict(rows.values_list("pk", "country"))


def _countries(board: Board) -> set[str]:
    return set(board.call.destinations.values_list("country", flat=True))


def _towns(
    facts: Iterable[PlacementFacts | UnitFacts],
) -> tuple[dict[int, tuple[Position, str]], dict[int, str]]:
    """Where they lie, and in which region; and what they are called where they are."""
    ids = {each.town for each in facts if each.town}
    columns = ("pk", "latitude", "longitude", "region", "name")
    rows = list(Town.objects.filter(pk__in=ids).values_list(*columns))
    where = {pk: (Position(north, east), region) for pk, north, east, region, _name in rows}
    return where, {pk: name for pk, *_where, name in rows}


def _near(board: Board, towns: Mapping[int, tuple[Position, str]]) -> Any:
    """Of a destination with a known town, what lies around it; what has no known town is left to a person."""
    centre = by_name(board.destination.place, board.destination.country) if board.destination else None
    if centre is None:
        return lambda town: True
    middle = Position(centre.latitude, centre.longitude)
    return lambda town: town not in towns or geo.great_circle_km(middle, towns[town][0]) <= NEAR
