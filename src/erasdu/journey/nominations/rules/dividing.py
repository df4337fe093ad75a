"""Which school could receive which foreign learner: as many as possible, friends near each other, the rest evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PROVINCES = (
    ("brussels", 1000, 1299), ("walloon_brabant", 1300, 1499), ("flemish_brabant", 1500, 1999),
    ("antwerp", 2000, 2999), ("flemish_brabant", 3000, 3499), ("limburg", 3500, 3999), ("liege", 4000, 4999),
    ("namur", 5000, 5680), ("hainaut", 6000, 6599), ("luxembourg", 6600, 6999), ("hainaut", 7000, 7999),
    ("west_flanders", 8000, 8999), ("east_flanders", 9000, 9999),
)  # fmt: skip


def region_of(postal_code: str) -> str:
    """The province of a Belgian postal code, or "" when it is none."""
    number = int(postal_code) if postal_code.isdigit() else 0
    return next((code for code, first, last in PROVINCES if first <= number <= last), "")


def room_left(number: int, for_adults: int, minors: int, adults: int) -> tuple[int, int]:
    """What is left of beds (or places) that a minor may have and of those besides, for adults only, once so many have
    one: adults where no minor may, as long as that lasts. Below zero: how many have none."""
    spill = max(0, adults - for_adults)
    return number - minors - spill, max(0, for_adults - adults)


def room_for(free: Sequence[int], days: int) -> int:
    """How many can be there on so many days in a row, at the best moment of the window."""
    if days < 1 or len(free) < days:
        return 0
    return max(min(free[start : start + days]) for start in range(len(free) - days + 1))


@dataclass(frozen=True, slots=True)
class Learner:
    """`sector`: "" while the occupation is not known; then any school fits. `minor`: on the days of the stay."""

    id: int
    sector: str
    partner: int
    minor: bool = True


@dataclass(frozen=True, slots=True)
class School:
    """What a school's network has free for this call. `places`, by sector, and `beds`: those that a minor may have, and
    so an adult as well; `adult_places`, `adult_beds`: those besides, for adults only."""

    id: int
    region: str
    places: Mapping[str, int]
    beds: int
    adult_beds: int = 0
    adult_places: Mapping[str, int] = field(default_factory=dict)


Slot = tuple[int, str]  # a school and the sector of its places
Node = Slot | int  # in a search: a slot, or a school as a whole


@dataclass(slots=True)
class _State:
    """Who is where in the course of dividing: learner → slot."""

    learners: Mapping[int, Learner]
    schools: Mapping[int, School]
    near: Counter[tuple[int, str]]  # partner and region → how many are there
    at: dict[int, Slot] = field(default_factory=dict)
    used: Counter[Node] = field(default_factory=Counter)

    def put(self, learner: int, slot: Slot) -> None:
        if learner in self.at:
            self._count(learner, self.at[learner], -1)
        self.at[learner] = slot
        self._count(learner, slot, 1)

    def _count(self, learner: int, slot: Slot, change: int) -> None:
        self.used[slot] += change
        self.used[slot[0]] += change
        self.near[self.learners[learner].partner, self.schools[slot[0]].region] += change

    def in_slot(self, slot: Slot) -> list[int]:
        return [learner for learner, taken in self.at.items() if taken == slot]

    def slots(self, learner: Learner) -> list[Slot]:
        """Where this learner fits: with others of the same partner first, then where most room is left."""
        found = [
            (school.id, sector)
            for school in self.schools.values()
            for sector, places in school.places.items()
            if places > 0 and school.beds > 0 and learner.sector in ("", sector)
        ]
        return sorted(found, key=lambda slot: self._wish(learner, slot))

    def _wish(self, learner: Learner, slot: Slot) -> tuple[bool, int, int, str]:
        school = self.schools[slot[0]]
        left = min(school.places[slot[1]] - self.used[slot], school.beds - self.used[school.id])
        return self.near[learner.partner, school.region] <= 0, -left, school.id, slot[1]


def suggest(
    learners: Sequence[Learner],
    schools: Sequence[School],
    near: Mapping[tuple[int, str], int] | None = None,
) -> dict[int, int]:
    """Learner → school. Never more than there is room for; as many minors as can be placed are, since they have fewer
    beds to choose from, and then as many adults as the rest has room for.

    `near`: of which partner (first) how many learners are in which region already. The same question gives the same
    answer. Who cannot be placed is left out.
    """
    minors = _placed([one for one in learners if one.minor], schools, Counter(near or {}))
    rest = [_rest(school, minors.used) for school in schools]
    adults = _placed([one for one in learners if not one.minor], rest, minors.near)
    return {learner: school for learner, (school, _sector) in (minors.at | adults.at).items()}


def _rest(school: School, used: Counter[Node]) -> School:
    """What the minors leave of a school for adults."""
    places = {
        sector: school.places.get(sector, 0) - used[school.id, sector] + school.adult_places.get(sector, 0)
        for sector in dict.fromkeys((*school.places, *school.adult_places))
    }
    return School(school.id, school.region, places, school.beds - used[school.id] + school.adult_beds)


def _placed(learners: Sequence[Learner], schools: Sequence[School], near: Counter[tuple[int, str]]) -> _State:
    """As many of these as can be, each in one of the `beds`."""
    state = _State({one.id: one for one in learners}, {one.id: one for one in schools}, near)
    scarce = sorted(learners, key=lambda one: (len(state.slots(one)), one.partner, one.id))
    full: set[str] = set()  # sectors in which nobody can be placed any more: that does not change
    for learner in scarce:
        moves = [] if learner.sector in full else _chain(learner, state)
        for moved, slot in moves:
            state.put(moved, slot)
        if not moves:
            full.add(learner.sector)
    return state


def _chain(learner: Learner, state: _State) -> list[tuple[int, Slot]]:
    """The fewest moves by which this learner gets a place and all others keep one; empty when there is no way.

    A search over slots and schools: a full slot is left by one of its learners, a full school by one of its slots.
    """
    came: dict[Node, Node | None] = {}
    who: dict[Slot, int] = {}  # slot → the learner who would go there
    waiting: list[Node] = []
    _reach(learner.id, None, state, came, who, waiting)
    for node in waiting:  # grows while it is walked
        if isinstance(node, int):
            if state.used[node] < state.schools[node].beds:
                return _walked(node, came, who)
            for slot in sorted(set(state.at.values())):
                if slot[0] == node and slot not in came:
                    _leave(slot, node, state, came, who, waiting)
        elif state.used[node] < state.schools[node[0]].places[node[1]]:
            if node[0] not in came:
                came[node[0]] = node
                waiting.append(node[0])
        else:
            _leave(node, came.get(node), state, came, who, waiting, again=True)
    return []


def _leave(
    slot: Slot,
    origin: Node | None,
    state: _State,
    came: dict[Node, Node | None],
    who: dict[Slot, int],
    waiting: list[Node],
    *,
    again: bool = False,
) -> None:
    """Each learner of a slot could go to another one."""
    if not again:
        came[slot] = origin
    for other in state.in_slot(slot):
        _reach(other, slot, state, came, who, waiting)


def _reach(
    learner: int,
    origin: Slot | None,
    state: _State,
    came: dict[Node, Node | None],
    who: dict[Slot, int],
    waiting: list[Node],
) -> None:
    for slot in state.slots(state.learners[learner]):
        if slot not in came:
            came[slot], who[slot] = origin, learner
            waiting.append(slot)


def _walked(school: int, came: Mapping[Node, Node | None], who: Mapping[Slot, int]) -> list[tuple[int, Slot]]:
    """The moves, from the last to the first."""
    moves, node = [], came[school]
    while node is not None:
        if not isinstance(node, int) and node in who:
            moves.append((who[node], node))
        node = came[node]
    return moves
