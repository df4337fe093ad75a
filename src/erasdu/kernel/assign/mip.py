"""Some learners, the columns they may have, and everybody else where they are: the best of it, by HiGHS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np

from erasdu.kernel.assign.branch import Branching
from erasdu.kernel.assign.decisions import Choices, Kinds
from erasdu.kernel.assign.highs import asked_now_and_then, quiet
from erasdu.kernel.assign.hulls import BROKEN, CLOSE, Cut, Hulls, as_row, of_hosts
from erasdu.kernel.assign.levels import BASIC, Basis, relaxing
from erasdu.kernel.assign.matrix import Rows
from erasdu.kernel.assign.model import Flags, Floats, Joint
from erasdu.kernel.assign.pool import Columns
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.relaxations import always
from erasdu.kernel.assign.state import NONE, State

ALMOST = 0.99  # costs are whole numbers: a solution less than 1 from the bound is the best
MOST_TIGHTENINGS = 20
FEASIBLE = 2  # HiGHS's number for a solution that holds


@dataclass
class Outcome:
    """`chosen` are rows of the columns; `bound` is HiGHS's own, and `proven` that it met the cost."""

    chosen: Integers
    proven: bool
    bound: float
    relaxations: int = 0


class Mip:
    """Built once for a set of free learners, who must have been taken out of the state."""

    def __init__(self, state: State, free: Integers, columns: Columns) -> None:
        self.model, self.state = state.model, state
        self.free = free
        self.is_free = np.zeros(self.model.learners, np.bool_)
        self.is_free[free] = True
        self.learner, self.placement, self.host, cost = self._possible(columns)
        self.size, self.paid = len(self.learner), cost
        self.costs = list(cost - self.model.alone[self.learner])
        self.offset = float(self.model.alone[free].sum())
        self.rows = Rows()
        self.switches: list[int] = []
        self.genders: list[tuple[Integers, Integers]] = []  # columns of one gender at a host, and of all others
        self.helpful: list[int] = []  # rows that only make the relaxation better
        self.idle: list[int] = []  # those of them that do not, once it was tightened
        self.cuts: list[Cut] = []  # of the hosts, once it was tightened
        self.tightened = False
        self.basis: Basis | None = None  # of the relaxation without idle rows, once it was tightened
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

    def _possible(self, columns: Columns) -> Columns:
        """Those that fit beside everybody who stays where they are."""
        model, state = self.model, self.state
        learner, placement, host = (each.astype(np.int64, copy=False) for each in columns[:3])
        cost = columns[3]
        fits = self.is_free[learner] & (host < model.hosts)
        learner, placement, host, cost = learner[fits], placement[fits], host[fits], cost[fits]
        start, end = model.start[learner], model.end[learner]
        full = running(state.room <= 0)
        fits = full[placement, end] == full[placement, start]
        full = running(state.beds <= 0)
        fits &= full[host, end] == full[host, start]
        everybody = state.there.sum(axis=0)
        for gender in range(model.genders):
            other = running((everybody > state.there[gender]) & model.alike[:, None])
            fits &= (model.gender[learner] != gender) | (other[host, end] == other[host, start])
        return learner[fits], placement[fits], host[fits], cost[fits]

    @cached_property
    def work_together(self) -> dict[tuple[int, int], Flags]:
        """[placement] for two friends: whether it has room for both."""
        return {(pair.first, pair.second): self.model.can_work_together(pair) for pair in self.pairs}

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

    def solve(
        self,
        start: Integers,
        *,
        relaxations: int,
        below: float = np.inf,
        adapted: bool = False,
        closed: Flags | None = None,
        go_on: Callable[[], bool] = always,
    ) -> Outcome:
        """The best, from `start`, which are columns that fit; with so many relaxations at most.

        Only what costs less than `below` is looked for. `adapted` when the costs were changed since: they then count
        instead of the problem's own. Columns that are `closed` are left out.
        """
        held = below if adapted else min(self.value(start), below)
        learners = np.concatenate([self.learner, np.unique(self.learner)])
        if closed is not None:
            closed = np.concatenate([closed, np.zeros(len(self.costs) - self.size, np.bool_)])
        lp, kinds = self._lp(without=self.idle), self._kinds()
        branching = Branching(lp, kinds, learners, held, closed=closed, basis=self.basis)
        proven = branching.run(relaxations, go_on)
        chosen = start if branching.found is None else np.flatnonzero(branching.found[: self.size] > 0.5)
        return Outcome(chosen, proven, branching.least, branching.spent)

    def _kinds(self) -> Kinds:
        """What to decide. Where few relaxations are spent, what only many make worth while is left out."""
        choices = [self._choices(self.host), self._choices(self.placement)]
        if self.tightened:
            switches, rivals = [self.nothing, list(self.together.values())], self.genders
        else:
            switches, rivals = [self.nothing, self.switches], []
        return Kinds([np.array(each, np.int64) for each in switches], choices, rivals)

    def tighten(self, cuts: Sequence[Cut] = (), rounds: int = MOST_TIGHTENINGS) -> tuple[float, Floats]:
        """Adds the cuts of the hosts that the relaxation breaks, until it breaks none; first those that are known.

        What the relaxation then costs, and [column] how much more it would cost with that column.
        """
        for cut in cuts:
            self._help(*as_row(cut, self.groups, self.together))
        self.cuts += cuts
        solver, hulls = relaxing(self._lp()), Hulls(self.model, self.state.beds, quiet())
        for _ in range(rounds):
            solver.run()
            value = np.array(solver.getSolution().col_value)
            broken = of_hosts(hulls, value, self.groups, self.together)
            found = [*(as_row(cut, self.groups, self.together) for cut in broken), *self._clashes(value)]
            if not found:
                break
            self.cuts += broken
            for columns, weights, most in found:
                self._help(columns, weights, most)
                solver.addRow(-highspy.kHighsInf, most, len(columns), columns.astype(np.int32), weights)
        solver.run()
        more = np.array(solver.getSolution().col_dual[: self.size])
        basis = solver.getBasis()
        rows = np.array([int(each) for each in basis.row_status])
        self.idle = [row for row in self.helpful if rows[row] == BASIC]
        self.basis = Basis(np.array([int(each) for each in basis.col_status]), np.delete(rows, self.idle))
        self.tightened = True
        return float(solver.getInfo().objective_function_value), more

    def _help(self, columns: Integers, weights: Floats, most: float) -> None:
        self.helpful.append(len(self.rows.upper))
        self.rows.add(columns, weights, most)

    def _clashes(self, value: Floats) -> list[tuple[Integers, Floats, float]]:
        """Friends at one host cannot both work where there is room for one of them: one works elsewhere."""
        found = []
        for (first, second, host), shared in self.together.items():
            if value[shared] < CLOSE:
                continue
            work = self.work_together[first, second]
            columns = np.array([*self.groups[first, host], *self.groups[second, host]])
            for placement in np.unique(self.placement[columns]).tolist():
                elsewhere = columns[self.placement[columns] != placement]
                if value[shared] > value[elsewhere].sum() + BROKEN and not work[placement]:
                    weights = np.full(len(elsewhere) + 1, -1.0)
                    weights[-1] = 1.0
                    found.append((np.append(elsewhere, shared), weights, 0.0))
        return found

    def solve_by_all_means(
        self, start: Integers, *, nodes: int, seconds: float | None, go_on: Callable[[], bool] = always
    ) -> Outcome:
        """The best, by HiGHS with its own cuts and branching: slow to begin, but it gets further with hard ones."""
        solver = quiet()
        asking = asked_now_and_then(solver, go_on)
        options = {"mip_rel_gap": 0.0, "mip_abs_gap": ALMOST, "mip_max_nodes": nodes, "mip_allow_restart": False}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        if seconds is not None:
            solver.setOptionValue("time_limit", max(seconds, 0.1))
        lp = self._lp()
        whole = [True] * self.size + [False] * (lp.num_col_ - self.size)
        for switch in self.switches:
            whole[switch] = True
        kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
        lp.integrality_ = [kinds[each] for each in whole]
        solver.passModel(lp)
        solver.setSolution(self.size, np.arange(self.size, dtype=np.int32), self._as_values(start))
        solver.run()
        asking()
        info = solver.getInfo()
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        chosen = start
        if info.primal_solution_status == FEASIBLE:
            found = np.flatnonzero(np.array(solver.getSolution().col_value[: self.size]) > 0.5)
            chosen = found if self.value(found) < self.value(start) else start
        return Outcome(chosen, proven, float(info.mip_dual_bound))

    def _as_values(self, chosen: Integers) -> Floats:
        found = np.zeros(self.size)
        found[chosen] = 1.0
        return found

    def _choices(self, things: Integers) -> Choices:
        """Sets of one learner's columns at one thing."""
        keys = self.learner * (int(things.max(initial=0)) + 1) + things
        _, first, member = np.unique(keys, return_index=True, return_inverse=True)
        return Choices(member, self.learner[first])

    def _lp(self, without: Sequence[int] = ()) -> highspy.HighsLp:
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


def running(flags: np.ndarray) -> Integers:
    """[thing, slot]: how many slots before it have the flag."""
    found = np.zeros((flags.shape[0], flags.shape[1] + 1), np.int64)
    np.cumsum(flags, axis=1, out=found[:, 1:])
    return found


def stays(start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Every (row, slot) of these stays."""
    length = end - start
    row = np.repeat(np.arange(len(start)), length)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + start[row]
    return row, slot
