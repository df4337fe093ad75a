"""Cuts that say what one host can take at once: who fits in its beds, of one gender where it asks that, friends as two.

In the relaxation two couples can each be for three quarters in a room for three. All sets that the room can take are
few, so the best inequality that they all keep, and a fraction breaks, is found by a linear programme of its own.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import comb
from typing import NamedTuple

import highspy
import numpy as np

from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.problem import Integers

CLOSE = 1e-6
BROKEN = 1e-3
MOST_SETS = 600  # of learners who could be at one host: beyond that it is left alone


class Guests(NamedTuple):
    """Who may be at a host in a slot where they meet: learners, and friends as places in that row."""

    host: int
    beds: int
    learners: tuple[int, ...]
    friends: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return len(self.learners) + len(self.friends)


class Cut(NamedTuple):
    """The weights of guests, then of friends who are together, add up to 1 at most."""

    guests: Guests
    weights: Floats


class Hulls:
    """Looks for broken cuts; one solver for all of them."""

    def __init__(self, model: Model, beds: Integers, solver: highspy.Highs) -> None:
        """`beds` [host, slot] are those that are to be had."""
        self.model, self.beds, self.solver = model, beds, solver
        self.friends: dict[int, list[int]] = defaultdict(list)
        for pair in model.pairs:
            if pair.cost > 0 and pair.overlaps:
                self.friends[pair.first].append(pair.second)

    def broken(self, there: dict[tuple[int, int], float], together: dict[tuple[int, int, int], float]) -> list[Cut]:
        """`there` is how much of a learner is at a host, `together` of two friends (first, second, host)."""
        found = []
        for guests in self._meetings(there):
            part = [there[learner, guests.host] for learner in guests.learners]
            if min(part) > 1 - CLOSE:
                continue
            for one, other in guests.friends:
                part.append(together.get((guests.learners[one], guests.learners[other], guests.host), 0.0))
            weights = self._broken(guests, np.array(part))
            if weights is not None:
                found.append(Cut(guests, weights))
        return found

    def _meetings(self, there: dict[tuple[int, int], float]) -> list[Guests]:
        """Each set of learners who are in part at one host in one slot, where it has beds for more than one."""
        at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for learner, host in there:
            for slot in range(int(self.model.start[learner]), int(self.model.end[learner])):
                if self.beds[host, slot] > 1:
                    at[host, slot].append(learner)
        found = set()
        for (host, slot), learners in at.items():
            if len(learners) > 1 and self._sets(learners, host, int(self.beds[host, slot])) <= MOST_SETS:
                row = tuple(sorted(learners))
                place = {learner: number for number, learner in enumerate(row)}
                friends = [(place[one], place[two]) for one in row for two in self.friends[one] if two in place]
                found.add(Guests(host, int(self.beds[host, slot]), row, tuple(friends)))
        return sorted(found)

    def _sets(self, learners: list[int], host: int, beds: int) -> int:
        return sum(comb(len(kind), min(beds, len(kind))) for kind in self._kinds(learners, host))

    def _kinds(self, learners: list[int] | tuple[int, ...], host: int) -> list[list[int]]:
        """Places in the row of those who could be there together."""
        if not self.model.alike[host]:
            return [list(range(len(learners)))]
        kinds: dict[int, list[int]] = defaultdict(list)
        for place, learner in enumerate(learners):
            kinds[int(self.model.gender[learner])].append(place)
        return list(kinds.values())

    def _full(self, guests: Guests) -> Iterator[Floats]:
        """Every set that nobody could be added to: fewer weigh less."""
        for kind in self._kinds(guests.learners, guests.host):
            for chosen in itertools.combinations(kind, min(guests.beds, len(kind))):
                row = np.zeros(guests.size)
                row[list(chosen)] = 1
                for number, (one, other) in enumerate(guests.friends, start=len(guests.learners)):
                    row[number] = row[one] * row[other]
                yield row

    def _broken(self, guests: Guests, part: Floats) -> Floats | None:
        """The weights for which the parts weigh most, while every set weighs 1 at most; None when they do not more."""
        sets = np.array(list(self._full(guests)))
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = sets.shape
        lp.col_cost_ = -part
        lp.col_lower_, lp.col_upper_ = np.zeros(guests.size), np.ones(guests.size)
        lp.row_lower_, lp.row_upper_ = np.full(len(sets), -highspy.kHighsInf), np.ones(len(sets))
        row, column = np.nonzero(sets)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(row, np.arange(len(sets) + 1)).astype(np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = column.astype(np.int32), np.ones(len(row))
        self.solver.passModel(lp)
        self.solver.run()
        weights = np.array(self.solver.getSolution().col_value)
        weights[weights < CLOSE] = 0.0
        weights /= max(float((sets @ weights).max()), 1.0)
        return weights if float(weights @ part) > 1 + BROKEN else None


def of_hosts(
    hulls: Hulls, value: Floats, groups: Mapping[tuple[int, int], list[int]], both: Mapping[tuple[int, int, int], int]
) -> list[Cut]:
    """Every cut that these values break.

    `groups` are the columns of a learner at a host, `both` the variables of two friends at one host.
    """
    parts = {key: float(value[columns].sum()) for key, columns in groups.items()}
    together = {key: float(value[variable]) for key, variable in both.items()}
    return hulls.broken({key: part for key, part in parts.items() if part > CLOSE}, together)


def as_row(
    cut: Cut, groups: Mapping[tuple[int, int], list[int]], both: Mapping[tuple[int, int, int], int]
) -> tuple[Integers, Floats, float]:
    """Variables, their weights, and what they weigh at most together."""
    guests, weights = cut
    columns, heavy = [], []
    for place, learner in enumerate(guests.learners):
        mine = groups[learner, guests.host]
        columns += mine
        heavy += [weights[place]] * len(mine)
    for number, (one, other) in enumerate(guests.friends, start=len(guests.learners)):
        shared = both.get((guests.learners[one], guests.learners[other], guests.host))
        if shared is not None:
            columns.append(shared)
            heavy.append(weights[number])
    return np.array(columns), np.array(heavy), 1.0
