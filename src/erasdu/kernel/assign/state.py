"""Who has what, and what is still free: a solution in the making."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pricing import Triple
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.scanning import Free

NONE = -1


class State:
    """`placement` and `host` of each learner, -1 for none; the rest follows from them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.placement: Integers = np.full(model.learners, NONE, np.int64)
        self.host: Integers = np.full(model.learners, NONE, np.int64)
        self.room = model.room.copy()
        self.beds = model.beds.copy()
        self.there = np.zeros((model.genders, model.hosts, model.slots), np.int32)

    def copy(self) -> State:
        made = State.__new__(State)
        made.model = self.model
        for name in ("placement", "host", "room", "beds", "there"):
            setattr(made, name, getattr(self, name).copy())
        return made

    def put(self, learner: int, placement: int, host: int) -> None:
        self._move(learner, placement, host, 1)
        self.placement[learner], self.host[learner] = placement, host

    def take(self, learner: int) -> Triple | None:
        """Frees a learner's place and bed; what it had."""
        placement, host = int(self.placement[learner]), int(self.host[learner])
        if placement == NONE:
            return None
        self._move(learner, placement, host, -1)
        self.placement[learner] = self.host[learner] = NONE
        return learner, placement, host

    def _move(self, learner: int, placement: int, host: int, units: int) -> None:
        stay = slice(int(self.model.start[learner]), int(self.model.end[learner]))
        self.room[placement, stay] -= units
        self.beds[host, stay] -= units
        self.there[self.model.gender[learner], host, stay] += units

    def free(self) -> Free:
        """What is free, for compiled code: the same arrays, not copies."""
        return Free(self.room, self.beds, self.there, self.model.alike)

    def fits(self, learner: int, placement: int, host: int) -> bool:
        model = self.model
        stay = slice(int(model.start[learner]), int(model.end[learner]))
        if self.room[placement, stay].min() <= 0 or self.beds[host, stay].min() <= 0:
            return False
        return not model.alike[host] or not self._others(learner, host, stay)

    def _others(self, learner: int, host: int, stay: slice) -> bool:
        """Whether somebody of another gender is there."""
        there = self.there[:, host, stay]
        return bool(there.sum() - there[self.model.gender[learner]].sum())

    def triples(self, learners: Iterable[int]) -> list[Triple]:
        found = ((each, int(self.placement[each]), int(self.host[each])) for each in learners)
        return [triple for triple in found if triple[1] != NONE]

    def unassigned(self) -> Integers:
        return np.flatnonzero(self.placement == NONE)

    def learner_costs(self, costs: TripleCosts) -> np.ndarray:
        """[learner]: what it pays itself, without pairs."""
        found = self.model.alone.copy()
        for learner, placement, host in self.triples(range(self.model.learners)):
            found[learner] = costs.of(learner, placement, host)
        return found

    def cost(self, costs: TripleCosts) -> float:
        """All of it."""
        total = float(self.learner_costs(costs).sum())
        for pair in self.model.pairs:
            one, other = self.host[pair.first], self.host[pair.second]
            if one != other:
                total += pair.cost
        return total


class TripleCosts:
    """The cost of single combinations, looked up."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def of(self, learner: int, placement: int, host: int) -> float:
        """`KeyError` when the combination is not allowed."""
        model = self.model
        first, last = model.placed_from[learner : learner + 2]
        at = first + np.searchsorted(model.placed.right[first:last], placement)
        first, last = model.housed_from[learner : learner + 2]
        bed = first + np.searchsorted(model.housed.right[first:last], host)
        near = np.flatnonzero(model.near.host[placement] == host)
        known = at < len(model.placed) and model.placed.right[at] == placement and model.placed.left[at] == learner
        known &= bed < len(model.housed) and model.housed.right[bed] == host and model.housed.left[bed] == learner
        if not known or not len(near) or (learner, placement, host) in model.banned:
            raise KeyError((learner, placement, host))
        if model.near.minutes[placement, near[0]] > model.limit[learner]:
            raise KeyError((learner, placement, host))
        return float(model.placed.cost[at] + model.housed.cost[bed] + model.near.cost[placement, near[0]])
