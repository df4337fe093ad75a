"""What comes out, and whether it is what it says: the check and the cost here share no code with the solver."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from erasdu.kernel.assign.problem import Arcs, Host, Placement, Problem

if TYPE_CHECKING:
    from erasdu.kernel.assign.pricing import Prices

FORMAT = "erasdu-match-solution/1"
PIECE = 200_000  # arcs that are looked through at a time: all at once take much memory


class Assignment(NamedTuple):
    """A learner with a placement and a host, by id."""

    learner: str
    placement: str
    host: str


@dataclass(frozen=True, slots=True)
class Solution:
    """`bound` is proven: no solution costs less. `stopped` when it ended early, with the best so far.

    `unmet` are the ids of learners who had to be placed (pinned) and could not be. `prices` are those of
    which the bound follows (`certificate`); for a few learners the bound can be higher, proven by trying everything.
    """

    assignments: tuple[Assignment, ...]
    unassigned: tuple[str, ...]
    cost: int
    bound: int
    seconds: float = 0.0
    stopped: bool = False
    unmet: tuple[str, ...] = ()
    prices: Prices | None = field(default=None, repr=False, compare=False)

    @property
    def gap(self) -> float:
        """How much less than this a solution could cost at most, as a part of the cost; 0.0 when none costs less."""
        return max(self.cost - self.bound, 0) / max(abs(self.cost), 1)

    @property
    def optimal(self) -> bool:
        return self.cost <= self.bound

    def of(self, learner: str) -> Assignment | None:
        """What one learner got."""
        return next((each for each in self.assignments if each.learner == learner), None)


def written(solution: Solution, problem: Problem | None = None) -> str:
    """As JSON in the format `erasdu-match-solution/1`; with the problem, also the prices of which the bound follows."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "cost": solution.cost,
        "bound": solution.bound,
        "gap": round(solution.gap, 6),
        "optimal": solution.optimal,
        "seconds": round(solution.seconds, 3),
        "assignments": [each._asdict() for each in solution.assignments],
        "unassigned": list(solution.unassigned),
    }
    if problem is not None and solution.prices is not None:
        content["certificate"] = certificate(problem, solution.prices)
    return json.dumps(content) + "\n"


def certificate(problem: Problem, prices: Prices) -> dict[str, Any]:
    """What is not free: a unit of a placement or host in a slot, and the cuts, in units of 1 / `scale`.

    A cut is a host, a slot, a learner and another one (or null: all others of another gender) who cannot both be there.
    """
    names = [each.id for each in problem.learners]
    return {
        "scale": prices.scale,
        "placements": _priced(problem.placements, prices.room),
        "hosts": _priced(problem.hosts, prices.beds),
        "cuts": [
            [
                problem.hosts[cut.host].id,
                cut.slot,
                names[cut.one],
                None if cut.other < 0 else names[cut.other],
                int(price),
            ]
            for cut, price in prices.cuts.items()
        ],
    }


def _priced(things: Sequence[Placement | Host], prices: np.ndarray) -> list[list[Any]]:
    rows = zip(*(each.tolist() for each in prices.nonzero()), strict=True)
    return [[things[thing].id, slot, int(prices[thing, slot])] for thing, slot in rows]


def write(solution: Solution, file: Path, problem: Problem | None = None) -> None:
    file.write_text(written(solution, problem), encoding="utf-8")


def check(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a solution, in words for an engineer; nothing when it is sound."""
    faults = _people(problem, solution)
    if faults:
        return faults
    faults += _arcs(problem, solution.assignments) + _room(problem, solution.assignments)
    if faults:
        return faults
    cost = cost_of(problem, solution.assignments)
    if cost != solution.cost:
        faults.append(f"the cost is {cost}, not {solution.cost}")
    if solution.bound > cost:
        faults.append(f"the bound {solution.bound} is more than the cost {cost}")
    return faults


def cost_of(problem: Problem, assignments: Iterable[Assignment]) -> int:
    """What a solution costs: its arcs, the unassigned, and the pairs that do not share a host."""
    taken = list(assignments)
    found = _Found(problem, taken)
    where = {each.learner: each for each in taken}
    total = sum(found.placed(each) + found.housed(each) + found.joined(each)[0] for each in taken)
    total += sum(each.unassigned_cost for each in problem.learners if each.id not in where)
    for pair in problem.pairs:
        first, second = where.get(pair.first), where.get(pair.second)
        together = first is not None and second is not None and first.host == second.host
        if (first or second) and not together:
            total += pair.cost
    return total


class _Found:
    """The arcs that some assignments use, looked up by id; `KeyError` for one that is absent."""

    def __init__(self, problem: Problem, taken: Iterable[Assignment]) -> None:
        self.learner = {each.id: position for position, each in enumerate(problem.learners)}
        self.placement = {each.id: position for position, each in enumerate(problem.placements)}
        self.host = {each.id: position for position, each in enumerate(problem.hosts)}
        rows = [(self.learner[one], self.placement[two], self.host[three]) for one, two, three in taken]
        self._placed = _picked(problem.learner_placement, [(one, two) for one, two, _ in rows])
        self._housed = _picked(problem.learner_host, [(one, three) for one, _, three in rows])
        self._joined = _picked(problem.placement_host, [(two, three) for _, two, three in rows])

    def placed(self, each: Assignment) -> int:
        return self._placed[self.learner[each.learner], self.placement[each.placement]][0]

    def housed(self, each: Assignment) -> int:
        return self._housed[self.learner[each.learner], self.host[each.host]][0]

    def joined(self, each: Assignment) -> tuple[int, int]:
        """Cost and minutes."""
        return self._joined[self.placement[each.placement], self.host[each.host]]


def _picked(arcs: Arcs, wanted: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cost and minutes of the wanted arcs that exist."""
    rights = [right for _, right in wanted]
    most = max(int(arcs.right.max(initial=0)), *rights, 0) + 1
    keys = np.array([left * most + right for left, right in wanted], np.int64)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for first in range(0, len(arcs), PIECE):
        piece = slice(first, first + PIECE)
        here = np.flatnonzero(np.isin(arcs.left[piece] * most + arcs.right[piece], keys)) + first
        minutes = arcs.minutes[here] if len(arcs.minutes) else np.zeros(len(here), np.int64)
        columns = (each.tolist() for each in (arcs.left[here], arcs.right[here], arcs.cost[here], minutes))
        found |= {(left, right): (cost, far) for left, right, cost, far in zip(*columns, strict=True)}
    return found


def _people(problem: Problem, solution: Solution) -> list[str]:
    named = Counter([each.learner for each in solution.assignments] + list(solution.unassigned))
    faults = [f"{name} stands {count} times" for name, count in named.items() if count > 1]
    everybody = {each.id for each in problem.learners}
    faults += [f"{name} is no learner" for name in named if name not in everybody]
    faults += [f"{name} is neither assigned nor unassigned" for name in everybody if name not in named]
    placements, hosts = {each.id for each in problem.placements}, {each.id for each in problem.hosts}
    faults += [f"{each.placement} is no placement" for each in solution.assignments if each.placement not in placements]
    return faults + [f"{each.host} is no host" for each in solution.assignments if each.host not in hosts]


def _arcs(problem: Problem, assignments: Iterable[Assignment]) -> list[str]:
    taken, faults = list(assignments), []
    found = _Found(problem, taken)
    limits = {each.id: each.max_minutes for each in problem.learners}
    for each in taken:
        try:
            found.placed(each), found.housed(each)
            _, minutes = found.joined(each)
        except KeyError:
            faults.append(f"{each.learner} may not have {each.placement} with {each.host}")
        else:
            limit = limits[each.learner]
            if limit is not None and minutes > limit:
                faults.append(f"{each.learner} travels {minutes} minutes, {limit} at most")
    return faults


def _room(problem: Problem, assignments: Iterable[Assignment]) -> list[str]:
    learners = {each.id: each for each in problem.learners}
    capacity: Mapping[str, Mapping[str, tuple[int, ...]]] = {
        "placement": {each.id: each.capacity for each in problem.placements},
        "host": {each.id: each.capacity for each in problem.hosts},
    }
    alike = {each.id for each in problem.hosts if each.one_gender}
    used: Counter[tuple[str, str, int]] = Counter()
    genders: dict[tuple[str, int], set[str | None]] = defaultdict(set)
    for each in assignments:
        learner = learners[each.learner]
        for slot in range(learner.start, learner.end):
            used["placement", each.placement, slot] += 1
            used["host", each.host, slot] += 1
            if each.host in alike:
                genders[each.host, slot].add(learner.gender)
    faults = [
        f"{kind} {name} has {count} in slot {slot}, {capacity[kind][name][slot]} at most"
        for (kind, name, slot), count in used.items()
        if count > capacity[kind][name][slot]
    ]
    return faults + [
        f"host {name} has two genders in slot {slot}" for (name, slot), all_ in genders.items() if len(all_) > 1
    ]
