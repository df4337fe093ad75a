"""Checks a bound without the solver: whole prices in, the bound that follows from them out, in plain arithmetic.

Every learner pays the prices of what it takes and looks for its cheapest choice; together they pay at most what all
places, beds and cuts are worth. So the sum of the cheapest choices, less that worth, is a lower bound for the cost of
any solution. Two learners of a pair choose together. A cut says that at a host of one gender in one slot, either one
learner is there and none of the other genders, or at most as many others as there are beds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

from erasdu.kernel.assign.problem import Pair, Problem

Choice = tuple[int, int, int]  # reduced cost, placement, host


class Check:
    """`prices` hold `room` and `beds` [thing][slot] and `cuts` with their prices, all whole and 0 or more."""

    def __init__(self, problem: Problem, prices: Any) -> None:
        self.problem, self.scale = problem, int(prices.scale)
        self.room = [[int(each) for each in row] for row in prices.room]
        self.beds = [[int(each) for each in row] for row in prices.beds]
        self.cuts = [(cut, int(price)) for cut, price in prices.cuts.items()]
        everything = chain(*self.room, *self.beds, (price for _, price in self.cuts))
        if any(price < 0 for price in everything):
            raise ValueError("a price is less than 0")
        if any(not problem.hosts[cut.host].one_gender for cut, _ in self.cuts):
            raise ValueError("a cut is of a host that takes more than one gender")
        self.placed = _by_left(problem.learner_placement)
        self.housed = {learner: dict(found) for learner, found in _by_left(problem.learner_host).items()}
        arcs = problem.placement_host
        self.near: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        columns = (arcs.left.tolist(), arcs.right.tolist(), arcs.cost.tolist(), arcs.minutes.tolist())
        for placement, host, cost, minutes in zip(*columns, strict=True):
            self.near[placement].append((host, cost, minutes))

    def bound(self) -> int:
        """In the problem's own units, rounded up."""
        total, coupled = 0, set()
        position = {each.id: number for number, each in enumerate(self.problem.learners)}
        for pair in sorted(self.problem.pairs, key=lambda pair: -pair.cost):
            first, second = position[pair.first], position[pair.second]
            if pair.cost <= 0 or first in coupled or second in coupled:
                total += min(pair.cost, 0) * self.scale
            else:
                coupled |= {first, second}
                total += self.together(first, second, pair)
        for learner in range(len(self.problem.learners)):
            if learner not in coupled:
                total += min([self.alone(learner), *(cost for cost, _, _ in self.choices(learner))])
        return -(-(total - self.worth()) // self.scale)

    def alone(self, learner: int) -> int:
        return self.problem.learners[learner].unassigned_cost * self.scale

    def worth(self) -> int:
        total = 0
        room = [each.capacity for each in self.problem.placements]
        beds = [each.capacity for each in self.problem.hosts]
        for capacity, prices in ((room, self.room), (beds, self.beds)):
            for units, row in zip(capacity, prices, strict=True):
                total += sum(unit * price for unit, price in zip(units, row, strict=True))
        for cut, price in self.cuts:
            total += price * (1 if cut.other >= 0 else self.problem.hosts[cut.host].capacity[cut.slot])
        return total

    def choices(self, learner: int) -> Iterator[Choice]:
        """Everything that a learner may have, at the prices."""
        who = self.problem.learners[learner]
        stay = range(who.start, who.end)
        for placement, cost in self.placed.get(learner, ()):
            if not all(self.problem.placements[placement].capacity[slot] for slot in stay):
                continue
            there = cost * self.scale + sum(self.room[placement][slot] for slot in stay)
            for host, near, minutes in self.near[placement]:
                if host not in self.housed.get(learner, {}):
                    continue
                if who.max_minutes is not None and minutes > who.max_minutes:
                    continue
                if all(self.problem.hosts[host].capacity[slot] for slot in stay):
                    bed = (near + self.housed[learner][host]) * self.scale + self.bed(learner, host)
                    yield there + bed, placement, host

    def bed(self, learner: int, host: int) -> int:
        """What a learner pays for a bed: its price in each slot, and the cuts that it counts in."""
        who = self.problem.learners[learner]
        total = sum(self.beds[host][slot] for slot in range(who.start, who.end))
        for cut, price in self.cuts:
            if cut.host != host or not who.start <= cut.slot < who.end:
                continue
            if cut.other >= 0:
                total += price * (learner in (cut.one, cut.other))
            elif learner == cut.one:
                total += price * self.problem.hosts[host].capacity[cut.slot]
            elif (who.gender or "") != (self.problem.learners[cut.one].gender or ""):
                total += price
        return total

    def together(self, first: int, second: int, pair: Pair) -> int:
        """The least of two: both at one host, or each by itself with the cost of the pair, or neither."""
        ones, others = list(self.choices(first)), list(self.choices(second))
        apart = min([self.alone(first), *(cost for cost, _, _ in ones)])
        apart += min([self.alone(second), *(cost for cost, _, _ in others)]) + pair.cost * self.scale
        best = min(apart, self.alone(first) + self.alone(second))
        at: dict[int, list[Choice]] = defaultdict(list)
        for choice in others:
            at[choice[2]].append(choice)
        for cost, placement, host in ones:
            for other, elsewhere, _ in at[host]:
                if cost + other < best and self.both_fit(first, second, placement, elsewhere, host):
                    best = cost + other
        return best

    def both_fit(self, first: int, second: int, placement: int, elsewhere: int, host: int) -> bool:
        one, two = self.problem.learners[first], self.problem.learners[second]
        shared = range(max(one.start, two.start), min(one.end, two.end))
        if not shared:
            return True
        if self.problem.hosts[host].one_gender and (one.gender or "") != (two.gender or ""):
            return False
        if any(self.problem.hosts[host].capacity[slot] < 2 for slot in shared):
            return False
        room = self.problem.placements[placement].capacity
        return placement != elsewhere or all(room[slot] >= 2 for slot in shared)


def _by_left(arcs: Any) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right, cost in zip(arcs.left.tolist(), arcs.right.tolist(), arcs.cost.tolist(), strict=True):
        found[left].append((right, cost))
    return found


def recomputed(problem: Problem, prices: Any) -> int:
    """The bound that these prices prove."""
    return Check(problem, prices).bound()
