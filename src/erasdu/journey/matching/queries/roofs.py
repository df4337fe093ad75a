"""Two who belong together, in two rooms of one home.

The solver knows units of beds (all single rooms of a home together, each shared room by itself) and counts two who are
in different units as apart. So what it counted too much is taken off, and for who is apart two rooms of one home are
tried once it has finished.

Why the bound holds all the same: what a division costs here is what the solver counts less the pairs in two units of
one home. Those are at most the pairs that could be there at all, by their arcs, and no pair costs less than 0. So no
division costs less here than the solver's bound less `most_too_much`, whether or not it was ever looked at. Where such
a pair exists the best is therefore called the best only when it costs no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import permutations

from erasdu.journey.matching.queries.boards import MOST_MOVED
from erasdu.journey.matching.queries.world import World
from erasdu.kernel.assign.problem import Pair, Problem
from erasdu.kernel.assign.repair import repair
from erasdu.kernel.assign.solution import Assignment, Solution
from erasdu.kernel.assign.wishes import Choice

NOWHERE = "-"  # what somebody had who has nothing
MOST_TRIES = 12
OF_A_PAIR = 3

Rooms = tuple[str, str]  # units of the first and of the second


def counted_too_much(found: World, problem: Problem, assignments: Iterable[Assignment]) -> int:
    """For pairs in two units of one home, who are together."""
    where = {each.learner: each.host for each in assignments}
    both = [(pair, where.get(pair.first), where.get(pair.second)) for pair in problem.pairs]
    return sum(pair.cost for pair, one, other in both if one and other and one != other and _same(found, one, other))


def most_too_much(found: World, problem: Problem) -> int:
    """What the solver can have counted too much in any division: so far its bound may be too high."""
    rooms = _Rooms(found, problem) if problem.pairs else None
    return sum(pair.cost for pair in problem.pairs if rooms and rooms.of(pair))


def under_one_roof(
    found: World, problem: Problem, best: Solution, forbidden: Sequence[Choice], should_stop: Callable[[], bool]
) -> Solution:
    """The same, or a better one in which two who were apart have rooms in one home; few others move for it."""
    rooms, tries = (_Rooms(found, problem) if problem.pairs else None), 0
    for pair in problem.pairs:
        for one, other in rooms.of(pair)[:OF_A_PAIR] if rooms and _apart(found, best, pair) else ():
            if tries == MOST_TRIES or should_stop():
                return best
            tries += 1
            pinned = [Choice(pair.first, host=one), Choice(pair.second, host=other)]
            tried = repair(problem, _asked(best, pair), pinned=pinned, forbidden=forbidden, others=MOST_MOVED)
            if _cost(found, problem, tried) < _cost(found, problem, best):
                best = replace(best, assignments=tried.assignments, unassigned=tried.unassigned, cost=tried.cost)
                break
    return best


def _cost(found: World, problem: Problem, solution: Solution) -> int:
    return solution.cost - counted_too_much(found, problem, solution.assignments)


def _apart(found: World, solution: Solution, pair: Pair) -> bool:
    one, other = solution.of(pair.first), solution.of(pair.second)
    return one is None or other is None or not _same(found, one.host, other.host)


def _same(found: World, one: str, other: str) -> bool:
    return found.bed[one[1:]].home == found.bed[other[1:]].home


def _asked(solution: Solution, pair: Pair) -> Solution:
    """Who of the pair has nothing is looked at too."""
    lacking = [Assignment(name, NOWHERE, NOWHERE) for name in (pair.first, pair.second) if solution.of(name) is None]
    return replace(solution, assignments=(*solution.assignments, *lacking))


class _Rooms:
    """In which homes two could have different units, the cheapest first."""

    def __init__(self, found: World, problem: Problem) -> None:
        paired = {name for pair in problem.pairs for name in (pair.first, pair.second)}
        arcs = problem.learner_host
        self._costs: dict[str, dict[str, int]] = {name: {} for name in paired}
        for learner, host, cost in zip(arcs.left.tolist(), arcs.right.tolist(), arcs.cost.tolist(), strict=True):
            if (name := problem.learners[learner].id) in paired:
                self._costs[name][problem.hosts[host].id] = cost
        homes: dict[int, list[str]] = {}
        for each in problem.hosts:
            homes.setdefault(found.bed[each.id[1:]].home, []).append(each.id)
        self._several = [units for units in homes.values() if len(units) > 1]

    def of(self, pair: Pair) -> list[Rooms]:
        first, second = self._costs[pair.first], self._costs[pair.second]
        both = [(one, other) for units in self._several for one, other in permutations(units, 2)]
        fits = [(one, other) for one, other in both if one in first and other in second]
        return sorted(fits, key=lambda each: (first[each[0]] + second[each[1]], each))
