"""A board as one division, the way the solver knows it: what is decided by hand, and for the others the proposal.

"Why not", the envy report and the radar begin from it, so that nothing is solved anew for a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Line, Match, Proposal
from erasdu.journey.matching.queries.boards import latest
from erasdu.journey.matching.queries.world import World
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pricing import SCALE, Prices
from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem, positions
from erasdu.kernel.assign.solution import Assignment, Solution, cost_of
from erasdu.kernel.assign.solve import QUICK, solve
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up


@dataclass(frozen=True, slots=True)
class Standing:
    """`forbidden`: what may not be although each part of it may, for everything that is solved from here."""

    world: World
    problem: Problem
    solution: Solution
    forbidden: list[Choice]

    def model(self) -> Model:
        """Without what is forbidden."""
        return _model(self.problem, self.forbidden)


def built(problem: Mapping[str, Any]) -> Problem:
    """The same problem for the solver: these rows are our own, so nothing has to be read as from a stranger."""
    return Problem.of(
        problem["slots"],
        [
            Learner(row["id"], row["from"], row["to"], row["unassigned_cost"], row["gender"], row["max_minutes"])
            for row in problem["learners"]
        ],
        [Placement(row["id"], tuple(row["capacity"])) for row in problem["placements"]],
        [Host(row["id"], tuple(row["capacity"]), row["one_gender"]) for row in problem["hosts"]],
        learner_placement=problem["learner_placement"],
        learner_host=problem["learner_host"],
        placement_host=problem["placement_host"],
        pairs=problem["pairs"],
    )


def standing(world: World) -> Standing:
    """Of the learners whom the world may move."""
    problem, proposal = built(world.problem()), latest(world.board)
    given, forbidden = _given(world, problem, proposal), together(world, problem)
    if not given:
        return Standing(world, problem, solve(problem, work=QUICK, forbidden=forbidden), forbidden)
    kept = assigned(problem, taken_up(_model(problem, forbidden), problem, given))
    return Standing(world, problem, as_solution(problem, kept, prices_of(problem, proposal)), forbidden)


def _model(problem: Problem, forbidden: Iterable[Choice]) -> Model:
    model = Model.of(problem)
    narrow(model, problem, (), forbidden)
    return model


def as_solution(problem: Problem, kept: Iterable[Assignment], prices: Prices | None = None) -> Solution:
    """What stands, without a bound of its own."""
    kept = tuple(kept)
    placed = {each.learner for each in kept}
    without = tuple(each.id for each in problem.learners if each.id not in placed)
    cost = cost_of(problem, kept)
    return Solution(kept, without, cost, min(cost, 0), prices=prices)


def _given(world: World, problem: Problem, proposal: Proposal | None) -> list[Assignment]:
    movable = [int(each.id[1:]) for each in problem.learners]
    rows: dict[int, tuple[int | None, int | None]] = {}
    if proposal is not None:
        lines = Line.objects.filter(proposal=proposal, mobility__in=movable).order_by()
        rows = {stay: (place, room) for stay, place, room in lines.values_list("mobility", "placement", "room")}
    matches = Match.objects.filter(mobility__in=movable, ended_at=None).order_by()
    rows |= {stay: (place, room) for stay, place, room in matches.values_list("mobility", "placement", "room")}
    beds = world.bed_of_room
    return [
        Assignment(f"L{stay}", f"P{place}", f"H{beds[room].key}")
        for stay, (place, room) in rows.items()
        if place and room in beds
    ]


def together(world: World, problem: Problem) -> list[Choice]:
    """What is forbidden only as a place and a home at once, for the solver: by a person, or because it is too far."""
    known = {*positions(problem.learners), *positions(problem.placements), *positions(problem.hosts)}
    found = [
        Choice(f"L{one}", f"P{place}", f"H{bed.key}")
        for one, place, home in world.locks.together
        for bed in world.beds_of(home)
    ]
    apart = _other_days(world, problem)
    return [each for each in found if set(each) <= known] + list(_too_far(world, problem)) + list(apart)


def _other_days(world: World, problem: Problem) -> Iterator[Choice]:
    """Of beds between two destinations of one country, with places on whose days a learner may not sleep there."""
    shared = world.shared
    hosts = {number: world.bed[each.id[1:]] for number, each in enumerate(problem.hosts) if each.id[1:] in shared}
    near, placed, housed = problem.placement_host, problem.learner_placement, problem.learner_host
    for number, bed in hosts.items():
        to = {place: world.place[int(problem.placements[place].id[1:])] for place in near.left[near.right == number]}
        for at in housed.left[housed.right == number].tolist():
            one = world.learner[int(problem.learners[at].id[1:])]
            may = {each.stay for each in rules.sleeping(one, bed, shared, aside=world.asides.get(one.pk))}
            for place in placed.right[placed.left == at].tolist():
                if one.days_open and place in to and to[place].days not in may:
                    yield Choice(problem.learners[at].id, problem.placements[place].id, problem.hosts[number].id)


def _too_far(world: World, problem: Problem) -> Iterator[Choice]:
    """Of who may go farther on one way, the other ways on which they may not."""
    near, placed, housed = problem.placement_host, problem.learner_placement, problem.learner_host
    for at, each in enumerate(problem.learners):
        one = world.learner[int(each.id[1:])]
        most = rules.most_minutes(one)
        if each.max_minutes is None or each.max_minutes <= most:
            continue
        own = np.isin(near.left, placed.right[placed.left == at]) & np.isin(near.right, housed.right[housed.left == at])
        for row in np.flatnonzero(own & (near.minutes > most)).tolist():
            place, host = problem.placements[near.left[row]].id, problem.hosts[near.right[row]].id
            way = int(near.minutes[row]), int(place[1:]), world.bed[host[1:]].home
            if rules.too_far(one, world.asides.get(one.pk), *way):
                yield Choice(each.id, place, host)


# -- prices, kept with a proposal --------------------------------------------------------------------


def as_rows(problem: Problem, prices: Prices | None) -> dict[str, Any]:
    """Those that are not 0, by id; {} when there are none."""
    if prices is None:
        return {}
    whole = prices if prices.scale == SCALE else prices.rounded(SCALE)
    rows = {
        name: [int(price) for price in line]
        for names, table in ((positions(problem.placements), whole.room), (positions(problem.hosts), whole.beds))
        for name, line in zip(names, table, strict=True)
        if line.any()
    }
    return {"slots": problem.slots, "rows": rows}


def prices_of(problem: Problem, proposal: Proposal | None) -> Prices | None:
    """As they were found; None when time is cut otherwise now."""
    return _prices(problem, proposal.prices if proposal is not None else {})


def realigned(now: Standing, problem: Problem) -> Prices | None:
    """Those of a division for another problem with the same things, and others at 0."""
    return _prices(problem, as_rows(now.problem, now.solution.prices))


def _prices(problem: Problem, kept: Mapping[str, Any]) -> Prices | None:
    if kept.get("slots") != problem.slots:
        return None
    nothing = [0] * problem.slots

    def table(things: Iterable[Any]) -> Any:
        rows = [kept["rows"].get(each.id, nothing) for each in things]
        return np.array(rows, np.float64).reshape(len(rows), problem.slots)

    return Prices(table(problem.placements), table(problem.hosts), scale=SCALE)


def widened(solution: Solution, problem: Problem) -> Solution:
    """With prices of 0 for what was added behind."""
    prices = solution.prices
    if prices is None:
        return solution
    more = [
        np.vstack([table, np.zeros((len(things) - len(table), problem.slots))])
        for table, things in ((prices.room, problem.placements), (prices.beds, problem.hosts))
    ]
    return replace(solution, prices=replace(prices, room=more[0], beds=more[1]))
