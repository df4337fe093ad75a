"""The world of a board, read in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from erasdu.journey.hosting.queries import (
    PlacementFacts,
    UnitFacts,
    placements_for_board,
    places_apart,
    units_apart,
    units_for_board,
)
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries import inputs, kin, proofs, reach, settled
from erasdu.journey.matching.queries.lent import Lent
from erasdu.journey.matching.queries.spans import Spans
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period


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
    stays = {row.pk: row for row in known or reach.stays(board)}
    asked = stays if only is None else {pk: stay for pk, stay in stays.items() if pk in only.stays}
    days = Spans.of(board)
    window = reach.window(board, stays.values(), days)
    keepers = reach.keepers_of(board)
    facts = {each.id: each for each in _offered(keepers, window, paused, only)}
    homes = None if only is None else only.homes
    found_units = {unit_key(each): each for each in units_for_board(keepers, window, paused=paused, among=homes)}
    towns, names = reach.towns([*facts.values(), *found_units.values()])
    facts, found_units = places_apart(facts, names), units_apart(found_units, names)
    near = reach.near(board, towns)
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
