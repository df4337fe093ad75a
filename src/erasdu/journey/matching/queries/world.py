"""Everything that the optimiser knows of a board, read in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import by_name
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting import rules as hosting
from erasdu.journey.hosting.models import Adult, Booking
from erasdu.journey.hosting.queries import PlacementFacts, UnitFacts, placements_for_board, units_for_board
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Board, Lock, Match, Minutes, OwnPlace
from erasdu.journey.matching.models import Pair as PairRow
from erasdu.journey.matching.rules import Bed, Learner, Locks, Pair, Place, Way
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations.queries import lent_in
from erasdu.kernel import geo
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period

NEAR = 80  # km around the town of a destination in which its places lie
DAY = timedelta(days=1)
UNDERSTANDS = ("listening", "reading", "conversation")
SPEAKS = ("conversation", "speaking")


@dataclass
class World:
    """`fixed`: learners whose match is asked or confirmed; nothing here moves them. `units`: by the key of a bed."""

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

    def way(self, place: Place, bed: Bed) -> Way:
        """By hand where somebody knows it, else by the formula, else unknown."""
        key = (place.pk, bed.key)
        if key not in self._ways:
            self._ways[key] = self._computed(place, bed)
        return self._ways[key]

    def _computed(self, place: Place, bed: Bed) -> Way:
        known = self.by_hand.get((place.pk, bed.home))
        if known is not None:
            return Way(known, by_hand=True)
        if place.at is None or bed.at is None:
            return Way(None)
        return Way(geo.commute_minutes(geo.great_circle_km(place.at, bed.at)))

    def free_rooms(self, bed: Bed, stay: Period) -> list[int]:
        """Rooms of a unit with a free bed in every night of the stay, as things stand."""
        unit, nights = self.units[bed.key], Period(stay.start, max(stay.start, stay.end - DAY))
        beds = {room.id: room.beds for room in unit.rooms}
        return [
            room
            for room in bed.rooms
            if min(hosting.free_beds(beds[room], unit.nights, unit.taken.get(room, ()), nights)) > 0
        ]

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
        """Each room by the name of its home, with its place in it when there are several."""
        found = []
        for pk, home in self.home_choices():
            rooms = [room for bed in self.beds if bed.home == pk for room in bed.rooms]
            many = len(rooms) > 1
            found += [(room, f"{home} ({number})" if many else home) for number, room in enumerate(rooms, 1)]
        return found

    def learner_choices(self, but: int) -> list[tuple[int, str]]:
        named = [(pk, str(stay.person)) for pk, stay in self.stays.items() if pk != but]
        return sorted(named, key=lambda each: each[1])

    def problem(self) -> dict[str, object]:
        """For those who may still move, in the solver's format."""
        free = [one for one in self.learners if one.pk not in self.fixed]
        here = {one.pk for one in free}
        pairs = [pair for pair in self.pairs if {pair.one, pair.other} <= here]
        return rules.as_problem(free, self.places, self.beds, self.way, pairs=pairs, locks=self.locks)


def world(board: Board, *, still: bool = False) -> World:
    """As it is now. `still`: who has a match keeps it, also one that was only proposed."""
    stays = {row.pk: row for row in _stays(board)}
    window = _window(board, stays.values())
    keepers = _keepers(board, stays.values())
    facts = {each.id: each for each in placements_for_board(keepers, window)}
    found_units = {unit_key(each): each for each in units_for_board(keepers, window)}
    towns = _towns([*facts.values(), *found_units.values()])
    near = _near(board, towns)
    movable, fixed = _matches(stays, still=still)
    own, lent = _own_places(facts), Lent.of(board)
    places = [
        _place(
            each,
            keepers[each.keeper],
            towns,
            movable.get(("place", each.id), Counter()),
            own.get(each.id, (0, False))[0],
        )
        for each in facts.values()
        if near(each.town) and lent.place(each.id, each.keeper)
    ]
    busy = {
        room: _without(rows, movable.get(("room", room), Counter()))
        for each in found_units.values()
        for room, rows in each.taken.items()
    }
    people = _people(found_units.values())
    last = _hosted_before(found_units.values(), window)
    beds = [
        _bed(key, each, keepers[each.keeper], towns, busy, window, people, last)
        for key, each in found_units.items()
        if near(each.town) and lent.home(each.unit.home, each.keeper)
    ]
    return World(
        board=board,
        learners=_learners(board, stays, frozenset(stay for stay, mature in own.values() if mature)),
        places=places,
        beds=beds,
        pairs=[
            Pair(*row)
            for row in PairRow.objects.filter(one__in=stays, other__in=stays).values_list("one", "other", "why")
        ],
        locks=_locks(stays),
        by_hand=_by_hand(facts),
        fixed=fixed,
        facts=facts,
        units=found_units,
        stays=stays,
        busy=busy,
    )


def unit_key(unit: UnitFacts) -> str:
    """Of one home there may be several: its first room tells them apart."""
    return f"{unit.unit.home}.{min(unit.unit.rooms)}"


@dataclass(frozen=True, slots=True)
class Lent:
    """What schools lend each other in a call, as one school's board has it; on other boards it changes nothing."""

    school: int
    places: Mapping[int, int]  # placement → the school that uses it
    homes: Mapping[int, int]
    keepers: frozenset[int]

    @classmethod
    def of(cls, board: Board) -> Lent:
        loans = lent_in(board.call) if board.receiving_id else []
        return cls(
            board.receiving_id or 0,
            {loan.placement_id: loan.to_school_id for loan in loans if loan.placement_id},
            {loan.home_id: loan.to_school_id for loan in loans if loan.home_id},
            frozenset(loan.keeper_id for loan in loans if loan.to_school_id == board.receiving_id),
        )

    def place(self, pk: int, keeper: int) -> bool:
        return self.school in (0, self.places.get(pk, keeper))

    def home(self, pk: int, keeper: int) -> bool:
        return self.school in (0, self.homes.get(pk, keeper))


# -- scope -----------------------------------------------------------------------------------------


def _stays(board: Board) -> list[Mobility]:
    related = ("person", "sending", "receiving", "destination", "call", "traveller", "profile")
    return list(access.stays_on(board).select_related(*related).order_by("pk"))


def _window(board: Board, stays: Iterable[Mobility]) -> Period:
    periods = [stay_of(stay) for stay in stays]
    if not periods:
        return Period(board.call.stay_from, board.call.stay_until)
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def stay_of(stay: Mobility) -> Period:
    """The planned days, else those of the destination, else the call's whole window."""
    if stay.planned_from and stay.planned_until:
        return Period(stay.planned_from, stay.planned_until)
    if stay.destination:
        return Period(stay.destination.starts_on, stay.destination.ends_on)
    return Period(stay.call.stay_from, stay.call.stay_until)


def _keepers(board: Board, stays: Iterable[Mobility]) -> dict[int, str]:
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


def _towns(facts: Iterable[PlacementFacts | UnitFacts]) -> dict[int, Position]:
    ids = {each.town for each in facts if each.town}
    return {
        pk: Position(north, east)
        for pk, north, east in Town.objects.filter(pk__in=ids).values_list("pk", "latitude", "longitude")
    }


def _near(board: Board, towns: Mapping[int, Position]) -> Any:
    """Of a destination with a known town, what lies around it; what has no known town is left to a person."""
    centre = by_name(board.destination.place, board.destination.country) if board.destination else None
    if centre is None:
        return lambda town: True
    middle = Position(centre.latitude, centre.longitude)
    return lambda town: town not in towns or geo.great_circle_km(middle, towns[town]) <= NEAR


# -- what is taken ---------------------------------------------------------------------------------


def _matches(
    stays: Mapping[int, Mobility], *, still: bool
) -> tuple[dict[tuple[str, int], Counter[Period]], frozenset[int]]:
    """Places and rooms of matches that may still move, and the learners whose match may not."""
    movable: dict[tuple[str, int], Counter[Period]] = {}
    fixed = set()
    columns = ("mobility", "state", "placement", "room", "starts_on", "ends_on")
    for stay, state, placement, room, first, last in Match.objects.filter(
        mobility__in=stays, ended_at=None
    ).values_list(*columns):
        if still or state != "proposed":
            fixed.add(stay)
            continue
        for kind, pk in (("place", placement), ("room", room)):
            if pk:
                movable.setdefault((kind, pk), Counter())[Period(first, last)] += 1
    return movable, frozenset(fixed)


def _without(taken: Iterable[hosting.Taken], movable: Counter[Period]) -> list[Period]:
    """What stays taken when the matches that may move have moved."""
    left, movable = [], Counter(movable)
    for each in taken:
        period = Period(each.first, each.last)
        if movable[period]:
            movable[period] -= 1
        else:
            left.append(period)
    return left


# -- facts -----------------------------------------------------------------------------------------


def _place(
    facts: PlacementFacts, country: str, towns: Mapping[int, Position], movable: Counter[Period], found_by: int
) -> Place:
    known = OCCUPATIONS.get(facts.occupation)
    return Place(
        pk=facts.id,
        company=facts.company,
        keeper=facts.keeper,
        country=country,
        occupation=facts.occupation,
        sector=known.sector if known else "",
        periods=tuple((Period(each.first, each.last), each.places) for each in facts.offers),
        taken=tuple(_without(facts.taken, movable)),
        at=towns.get(facts.town or 0),
        tasks=frozenset(facts.tasks),
        min_age=facts.min_age,
        needed=facts.languages,
        accessible=facts.accessible,
        mark=facts.mark or 0.0,
        found_by=found_by,
    )


def _bed(
    key: str,
    facts: UnitFacts,
    country: str,
    towns: Mapping[int, Position],
    busy: Mapping[int, list[Period]],
    window: Period,
    people: Mapping[int, frozenset[int]],
    last: frozenset[int],
) -> Bed:
    """The morning of leaving does not count as taken; whether the home may be proposed is asked for the last day."""
    taken = [Period(each.start, each.end - DAY) for room in facts.taken for each in busy[room] if each.end > each.start]
    home, welcome = facts.unit.home, facts.welcome
    return Bed(
        key=key,
        home=home,
        keeper=facts.keeper,
        country=country,
        beds=facts.unit.beds,
        shared=facts.unit.one_gender,
        nights=tuple(Period(each.first, each.last) for each in facts.nights),
        rooms=facts.unit.rooms,
        taken=tuple(taken),
        at=towns.get(facts.town or 0),
        refused_minor=hosting.proposable(facts.checks, window.end, minor=True).code,
        refused_adult=hosting.proposable(facts.checks, window.end, minor=False).code,
        smoking=welcome.smoking,
        smokers_welcome=welcome.smokers_welcome,
        pets=welcome.pets,
        diets=welcome.diets,
        languages=frozenset(facts.languages),
        hobbies=frozenset(facts.hobbies),
        accessible=welcome.accessible,
        gender=welcome.gender,
        min_age=welcome.min_age or 0,
        max_age=welcome.max_age or 0,
        hosted_last=home in last,
        people=people.get(home, frozenset()),
    )


def _people(units: Iterable[UnitFacts]) -> dict[int, frozenset[int]]:
    """Home → the persons who live there."""
    homes = {each.unit.home for each in units}
    found: dict[int, set[int]] = {}
    for home, person in Adult.objects.filter(home__in=homes).values_list("home", "person"):
        found.setdefault(home, set()).add(person)
    return {home: frozenset(persons) for home, persons in found.items()}


def _hosted_before(units: Iterable[UnitFacts], window: Period) -> frozenset[int]:
    """Homes that received somebody in the half year before."""
    homes = {each.unit.home for each in units}
    before = Booking.objects.filter(
        room__home__in=homes,
        released_at=None,
        ends_on__lt=window.start,
        ends_on__gte=window.start - timedelta(days=183),
    )
    return frozenset(before.values_list("room__home", flat=True))


def _own_places(placements: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """Placement → the stay of who found it, and whether the school said that they are mature enough."""
    rows = OwnPlace.objects.filter(placement__in=list(placements))
    columns = ("placement", "mobility", "certified_on")
    return {placement: (stay, day is not None) for placement, stay, day in rows.values_list(*columns)}


def _learners(board: Board, stays: Mapping[int, Mobility], mature: frozenset[int]) -> list[Learner]:
    outgoing = board.direction == Mobility.Direction.OUTGOING
    chosen = mobilities.choices_of(stays) if outgoing and not board.destination_id else {}
    needs, relatives = mobilities.needs_of(stays), mobilities.relatives_of(stays)
    return [
        _learner(
            stay,
            choices=chosen.get(pk, ()) if outgoing else (),
            needs=needs.get(pk, frozenset()),
            relatives=relatives.get(pk, frozenset()),
            mature=pk in mature,
        )
        for pk, stay in stays.items()
    ]


def _learner(
    stay: Mobility, *, choices: tuple[str, ...], needs: frozenset[str], relatives: frozenset[int], mature: bool
) -> Learner:
    """Without a profile (of who was nominated and filled in nothing yet) nothing is wished and nothing fits."""
    profile, traveller = stay.profile or Profile(), getattr(stay, "traveller", None) or Traveller()
    return Learner(
        pk=stay.pk,
        stay=stay_of(stay),
        born=traveller.birth_date,
        gender=traveller.gender,
        occupation=profile.occupation,
        sector=profile.sector,
        complementary=profile.complementary == "yes",
        languages={name: level_of(skills) for name, skills in profile.languages.items()},
        wishes=frozenset(profile.tasks_want),
        hobbies=frozenset(profile.hobbies),
        choices=choices,
        needs=needs,
        smokes=profile.smokes == "yes",
        pets=profile.pets,
        shares=profile.shares_room,
        school=stay.sending_id,
        relatives=relatives,
        mature=mature,
    )


def level_of(skills: Mapping[str, str]) -> str:
    """How far one gets at work: the lower of the best of understanding and the best of speaking."""
    levels = rules.LEVELS

    def best(names: Iterable[str]) -> int:
        return max((levels.index(skills[name]) for name in names if skills.get(name) in levels), default=0)

    return levels[min(best(UNDERSTANDS), best(SPEAKS))]


def _locks(stays: Mapping[int, Mobility]) -> Locks:
    pinned: dict[int, tuple[int, int]] = {}
    forbidden = set()
    columns = ("mobility", "kind", "placement", "home")
    for stay, kind, placement, home in Lock.objects.filter(mobility__in=stays, lifted_at=None).values_list(*columns):
        if kind == Lock.Kind.PIN:
            pinned[stay] = (placement or 0, home or 0)
        else:
            forbidden.add((stay, placement or 0, home or 0))
    return Locks(pinned, frozenset(forbidden))


def _by_hand(placements: Iterable[int]) -> dict[tuple[int, int], int]:
    rows = Minutes.objects.filter(placement__in=list(placements)).values_list("placement", "home", "minutes")
    return {(placement, home): minutes for placement, home, minutes in rows}
