"""Solving a board: the optimiser with what groups cost, and a repair that moves only who must."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Board
from erasdu.journey.matching.queries.boards import MOST_MOVED
from erasdu.journey.matching.queries.broken import Broken, broken
from erasdu.journey.matching.queries.reading import world
from erasdu.journey.matching.queries.roofs import NOWHERE, counted_too_much, most_too_much, under_one_roof
from erasdu.journey.matching.queries.settled import held_of
from erasdu.journey.matching.queries.standing import built, standing, together
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Cause
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.repair import repair
from erasdu.kernel.assign.solution import Assignment, Solution, cost_of
from erasdu.kernel.assign.solve import solve

Told = Callable[[float, int | None, int | None], None]
NUDGES = 2  # times that a better division of groups is tried


@dataclass(frozen=True, slots=True)
class Solved:
    """`groups`: learner → causes that no single cost tells. `only`: whose lines are shown; None for everybody's."""

    world: World
    problem: dict[str, Any]
    parsed: Problem
    solution: Solution
    groups: dict[int, list[Cause]] = field(default_factory=dict)
    only: frozenset[int] | None = None

    @property
    def cost(self) -> int:
        """With what groups cost; of a pair the solver counted it already, and too much where they share a home."""
        regional = [cause for causes in self.groups.values() for cause in causes if cause.code != "pair_apart"]
        too_much = counted_too_much(self.world, self.parsed, self.solution.assignments)
        return self.solution.cost - too_much + rules.total(regional)

    @property
    def bound(self) -> int:
        """Below which no division can be."""
        return self.solution.bound - most_too_much(self.world, self.parsed)

    @property
    def gap(self) -> float:
        return max(0, self.cost - self.bound) / max(1, abs(self.cost))


def solved(board: Board, *, seed: int, on_progress: Told, should_stop: Callable[[], bool]) -> Solved:
    """The best division that the optimiser finds, and once or twice more with unwanted regions dearer."""
    found = world(board)
    problem = rules.stays_put(found.problem(), held_of(found.movable), {bed.key: bed.home for bed in found.beds})
    ready = built(problem)
    options: dict[str, Any] = {"seed": seed, "should_stop": should_stop, "forbidden": together(found, ready)}
    best = _with_groups(found, problem, ready, solve(ready, on_progress=on_progress, **options))
    for _ in range(NUDGES):
        if should_stop() or best.cost == best.solution.cost:
            break
        dearer = rules.nudged(problem, found.learners, _regions(best), {each.pk: each.region for each in found.places})
        nudged = built(dearer)
        other = solve(nudged, on_progress=on_progress, start=best.solution, **options)
        cost = cost_of(ready, other.assignments)
        other = replace(best.solution, assignments=other.assignments, unassigned=other.unassigned, cost=cost)
        tried = _with_groups(found, problem, ready, other)
        if tried.cost >= best.cost:
            break
        best = tried
    joined = under_one_roof(found, ready, best.solution, options["forbidden"], should_stop)
    return best if joined is best.solution else min(best, _with_groups(found, problem, ready, joined), key=_cost)


def _cost(made: Solved) -> int:
    return made.cost


def mended(board: Board, *, on_progress: Told, should_stop: Callable[[], bool]) -> Solved:
    """For who lost something or has nothing: others stay where they are, but for the few who make room.

    For many at once, who have something stay where they are and the optimiser divides what is left.
    """
    gone = broken(board)
    if len(gone.lost) > MOST_MOVED:
        return _left(board, gone, on_progress=on_progress, should_stop=should_stop)
    found = world(board, freed=gone.live, had={stay: had for stay, had in gone.lost.items() if any(had)})
    now = standing(found)
    names = {f"L{stay}" for stay in gone.lost} & {each.id for each in now.problem.learners}
    before = [each for each in now.solution.assignments if each.learner not in names]
    lost = [Assignment(name, NOWHERE, NOWHERE) for name in sorted(names)]
    previous = replace(now.solution, assignments=(*before, *lost))

    def tell(part: float) -> bool:
        on_progress(part, None, None)
        return should_stop()

    after = repair(now.problem, previous, others=MOST_MOVED, forbidden=now.forbidden, tell=tell)
    kept = set(before)
    moved = {each.learner for each in after.assignments if each not in kept}
    only = frozenset(int(name[1:]) for name in names | moved)
    made = _with_groups(found, found.problem(), now.problem, after)
    return replace(made, only=only)


def _left(board: Board, gone: Broken, **watch: Any) -> Solved:
    found = world(board, still=True, freed=gone.live, had={stay: had for stay, had in gone.lost.items() if any(had)})
    problem = found.problem()
    ready = built(problem)
    made = _with_groups(found, problem, ready, solve(ready, forbidden=together(found, ready), **watch))
    return replace(made, only=frozenset(gone.lost))


def _with_groups(found: World, problem: dict[str, Any], ready: Problem, solution: Solution) -> Solved:
    made = Solved(found, problem, ready, solution)
    offered = (each.region for each in found.places)
    groups = rules.group_causes(found.learners, _regions(made), offered, found.fixed)
    homes = {int(each.learner[1:]): found.bed[each.host[1:]].home for each in solution.assignments}
    here = {one.pk for one in found.movable}
    pairs = [pair for pair in found.pairs if {pair.one, pair.other} <= here]
    for stay, causes in rules.apart_causes(pairs, homes).items():
        groups[stay] = [*groups.get(stay, ()), *causes]
    return replace(made, groups=groups)


def _regions(made: Solved) -> dict[int, str]:
    """Also of who is settled: they are in their region already, alone or not, and half a class may be with them."""
    world = made.world
    placed = {
        pk: world.place[has.place] for pk, has in world.has.items() if pk in world.fixed and has.place in world.place
    }
    placed |= {int(each.learner[1:]): world.place[int(each.placement[1:])] for each in made.solution.assignments}
    return rules.regions_of(world.learners, placed)
