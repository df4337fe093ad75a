"""Some learners, the columns they may have, and everybody else where they are: the best of it, by HiGHS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np

from erasdu.kernel.assign.branch import Branching
from erasdu.kernel.assign.decisions import Choices, Kinds
from erasdu.kernel.assign.formulation import Formulation
from erasdu.kernel.assign.highs import asked_now_and_then, quiet
from erasdu.kernel.assign.hulls import BROKEN, CLOSE, Cut, Hulls, as_row, of_hosts
from erasdu.kernel.assign.levels import BASIC, Basis, relaxing
from erasdu.kernel.assign.model import Flags, Floats
from erasdu.kernel.assign.pool import Columns
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.relaxations import always
from erasdu.kernel.assign.state import State

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


class Mip(Formulation):
    """The best of it, by branches of our own or by HiGHS; `tighten` makes the relaxation better first."""

    def __init__(self, state: State, free: Integers, columns: Columns) -> None:
        super().__init__(state, free, columns)
        self.idle: list[int] = []  # helpful rows that turned out not to be, once it was tightened
        self.cuts: list[Cut] = []  # of the hosts, once it was tightened
        self.tightened = False
        self.basis: Basis | None = None  # of the relaxation without idle rows, once it was tightened

    @cached_property
    def work_together(self) -> dict[tuple[int, int], Flags]:
        """[placement] for two friends: whether it has room for both."""
        return {(pair.first, pair.second): self.model.can_work_together(pair) for pair in self.pairs}

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
        lp, kinds = self.as_lp(without=self.idle), self._kinds()
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
        solver, hulls = relaxing(self.as_lp()), Hulls(self.model, self.state.beds, quiet())
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
        lp = self.as_lp()
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
