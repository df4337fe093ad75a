"""Some learners, the columns they may have, and everybody else where they are, as rows of a linear program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import highspy
import numpy as np

from erasdu.kernel.assign.fitting import fitting, stays
from erasdu.kernel.assign.matrix import Rows
from erasdu.kernel.assign.model import Joint
from erasdu.kernel.assign.pool import Columns
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.state import NONE, State


class Formulation:
    """Built once for a set of free learners, who must have been taken out of the state."""

    def __init__(self, state: State, free: Integers, columns: Columns) -> None:
        self.model, self.state = state.model, state
        self.free = free
        self.is_free = np.zeros(self.model.learners, np.bool_)
        self.is_free[free] = True
        self.learner, self.placement, self.host, cost = fitting(self.model, state, self.is_free, columns)
        self.size, self.paid = len(self.learner), cost
        self.costs = list(cost - self.model.alone[self.learner])
        self.offset = float(self.model.alone[free].sum())
        self.rows = Rows()
        self.switches: list[int] = []
        self.genders: list[tuple[Integers, Integers]] = []  # columns of one gender at a host, and of all others
        self.helpful: list[int] = []  # rows that only make the relaxation better
        self.nothing: list[int] = []
        self.groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.together: dict[tuple[int, int, int], int] = {}  # variable of two friends at one host
        for column, key in enumerate(zip(self.learner.tolist(), self.host.tolist(), strict=True)):
            self.groups[key].append(column)
        self.pairs = self.model.pairs_with(self.is_free)
        self._learners()
        self._capacity()
        self._genders()
        for pair in self.pairs:
            self._pair(pair)

    def variable(self, cost: float) -> int:
        """One that is whole by itself when the columns are."""
        self.costs.append(cost)
        return len(self.costs) - 1

    def _learners(self) -> None:
        """Each has one column or nothing; whether it has nothing is a variable, since much depends on it."""
        for learner in np.unique(self.learner).tolist():
            mine, nothing = np.flatnonzero(self.learner == learner), self.variable(0.0)
            self.rows.lower[len(self.rows.upper)] = 1.0
            self.rows.add([*mine.tolist(), nothing], [1.0] * (len(mine) + 1), 1.0)
            self.nothing.append(nothing)

    def _capacity(self) -> None:
        model = self.model
        column, slot = stays(model.start[self.learner], model.end[self.learner])
        for thing, left in ((self.placement, self.state.room), (self.host, self.state.beds)):
            self.rows.add_many(thing[column] * model.slots + slot, column, left.ravel())

    def _genders(self) -> None:
        """One variable for each gender that may be at a host in a slot: at most one of them is 1."""
        model = self.model
        at: dict[tuple[int, int], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for learner, host in self.groups:
            if model.alike[host]:
                for slot in range(int(model.start[learner]), int(model.end[learner])):
                    if self.state.beds[host, slot] > 1:
                        at[host, slot][int(model.gender[learner])].add(learner)
        for (host, slot), genders in sorted(at.items()):
            if len(genders) < 2:
                continue
            chosen = []
            for gender in sorted(genders):
                chosen.append(self.variable(0.0))
                self._only_with(chosen[-1], host, sorted(genders[gender]), int(self.state.beds[host, slot]))
            self.switches += chosen
            self.rows.add(chosen, [1.0] * len(chosen), 1.0)
            self._rival_genders(host, genders)

    def _rival_genders(self, host: int, genders: dict[int, set[int]]) -> None:
        columns = {
            gender: np.array([each for learner in sorted(learners) for each in self.groups[learner, host]], np.int64)
            for gender, learners in sorted(genders.items())
        }
        for gender, mine in list(columns.items())[: 1 if len(columns) == 2 else None]:
            theirs = np.concatenate([each for other, each in columns.items() if other != gender])
            self.genders.append((mine, theirs))

    def _only_with(self, chosen: int, host: int, learners: list[int], beds: int) -> None:
        everybody: list[int] = []
        for learner in learners:
            columns = self.groups[learner, host]
            everybody += columns
            self.helpful.append(len(self.rows.upper))
            self.rows.add([*columns, chosen], [1.0] * len(columns) + [-1.0], 0.0)
        if len(learners) > beds:
            self.rows.add([*everybody, chosen], [1.0] * len(everybody) + [-float(beds)], 0.0)

    def _pair(self, pair: Joint) -> None:
        one, other = self.is_free[pair.first], self.is_free[pair.second]
        if one and other:
            self._both_free(pair)
        elif one or other:
            mine, friend = (pair.first, pair.second) if one else (pair.second, pair.first)
            self._one_free(mine, int(self.state.host[friend]), pair.cost)

    def _one_free(self, mine: int, host: int, cost: int) -> None:
        if host == NONE:
            for column in np.flatnonzero(self.learner == mine).tolist():
                self.costs[column] += cost
            return
        self.offset += cost
        for column in self.groups.get((mine, host), ()):
            self.costs[column] -= cost

    def _both_free(self, pair: Joint) -> None:
        ours = np.flatnonzero(self.learner == pair.first).tolist()
        theirs = np.flatnonzero(self.learner == pair.second).tolist()
        hosts = np.intersect1d(self.host[ours], self.host[theirs])
        common = hosts[self.model.can_share(pair, hosts)].tolist()
        shares = {host: (self.groups[pair.first, host], self.groups[pair.second, host]) for host in common}
        apart = self.variable(float(pair.cost))
        if pair.cost < 0:
            self.rows.add([apart, *ours, *theirs], [1.0] + [-1.0] * (len(ours) + len(theirs)), 0.0)
            for both in shares.values():
                columns = [*both[0], *both[1]]
                self.rows.add([apart, *columns], [1.0] * (1 + len(columns)), 2.0)
            return
        together = []
        for host, both in shares.items():
            shared = self.together[pair.first, pair.second, host] = self.variable(0.0)
            together.append(shared)
            for columns in both:
                self.rows.add([shared, *columns], [1.0] + [-1.0] * len(columns), 0.0)
        for columns in (ours, theirs):
            weights = [1.0] * len(columns) + [-1.0] * (1 + len(together))
            self.rows.add([*columns, apart, *together], weights, 0.0)

    def value(self, chosen: Integers) -> float:
        """What these columns cost, with the pairs of the free learners."""
        placed = dict(zip(self.learner[chosen].tolist(), self.host[chosen].tolist(), strict=True))
        total = float(self.paid[chosen].sum()) + sum(
            float(self.model.alone[each]) for each in self.free.tolist() if each not in placed
        )
        for pair in self.pairs:
            one, other = (
                placed.get(each, NONE) if self.is_free[each] else int(self.state.host[each])
                for each in (pair.first, pair.second)
            )
            total += pair.cost if one != other else 0
        return total

    def as_lp(self, without: Sequence[int] = ()) -> highspy.HighsLp:
        """All of it, without some rows."""
        lp = highspy.HighsLp()
        count, keep = len(self.costs), np.ones(len(self.rows.upper), np.bool_)
        keep[list(without)] = False
        at = np.concatenate([np.zeros(0, np.int64), *self.rows.at])
        which = np.concatenate([np.zeros(0, np.int64), *self.rows.which])[keep[at]]
        weight = np.concatenate([np.zeros(0), *self.rows.weight])[keep[at]]
        at = (np.cumsum(keep) - 1)[at[keep[at]]]
        order = np.argsort(at, kind="stable")
        lp.num_col_, lp.num_row_ = count, int(keep.sum())
        lp.col_cost_ = np.array(self.costs, np.float64)
        lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
        lower = np.full(len(self.rows.upper), -highspy.kHighsInf)
        lower[list(self.rows.lower)] = list(self.rows.lower.values())
        lp.row_lower_ = lower[keep]
        lp.row_upper_ = np.array(self.rows.upper, np.float64)[keep]
        lp.offset_ = self.offset
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(at[order], np.arange(lp.num_row_ + 1)).astype(np.int32)
        lp.a_matrix_.index_ = which[order].astype(np.int32)
        lp.a_matrix_.value_ = weight[order]
        return lp
