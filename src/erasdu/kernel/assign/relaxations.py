"""What it costs at least with something decided, by the linear relaxation; what is known of the best ends it soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from weakref import WeakSet

import highspy
import numpy as np

from erasdu.kernel.assign.levels import Basis, Level
from erasdu.kernel.assign.model import Flags, Floats
from erasdu.kernel.assign.nodes import LESS, Node, Relaxed

DONE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)
FEW = 40  # relaxations
MOST_LEVELS = 50  # smaller problems that are held at once
NARROW = 0.7  # of the columns of a problem: when no more are open, a smaller one is made


class Relaxations:
    """Of one problem, with what closes columns for all of them."""

    def __init__(self, lp: highspy.HighsLp, best: float, closed: Flags | None, basis: Basis | None) -> None:
        """`best` is known; `closed` [variable] are 0, and `basis` is one to begin from."""
        self.lp, self.size = lp, lp.num_col_
        self.root_closed: Flags = np.zeros(self.size, np.bool_) if closed is None else closed
        self.first = Level(lp, self.root_closed, basis)
        self.levels: WeakSet[Level] = WeakSet()
        self.best = best
        self.spent, self.limit = 0, 0
        self.go_on: Callable[[], bool] = always
        self.root_reduced: Floats = np.zeros(0)
        self.root_basis: highspy.HighsBasis | None = None
        self.root = -np.inf
        self.sure = True

    @property
    def many(self) -> bool:
        """Whether there may be so many relaxations that it pays to prepare for them: bases and smaller problems."""
        return self.limit > FEW

    def _reached(self, node: Node) -> float | None:
        """What the relaxation costs with what is decided in a node; None when it cannot be, or not for less."""
        self.spent += 1
        lower, upper = self._bounds(node)
        if (lower > upper).any():
            return None
        level = node.level or self.first
        lower, upper = lower[level.columns], upper[level.columns]
        changed = np.flatnonzero((lower != level.lower) | (upper != level.upper)).astype(np.int32)
        level.solver.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
        level.lower, level.upper = lower, upper
        if np.isfinite(self.best):
            level.solver.setOptionValue("objective_bound", self.best - LESS)
        if self.many and node.basis is not None and len(changed):
            level.solver.setBasis(node.basis)
        return self._run(level.solver)

    def _bounds(self, node: Node) -> tuple[Floats, Floats]:
        """[variable]: the least and the most that it is in a node."""
        lower, upper = np.zeros(self.size), np.ones(self.size)
        upper[self.root_closed] = 0
        for columns in node.closed:
            upper[columns] = 0
        for columns in node.opened:
            lower[columns] = 1
        return lower, upper

    def _run(self, solver: highspy.Highs) -> float | None:
        """Where HiGHS comes to no end it begins anew; when that is no use either, the proof has a hole."""
        for _ in range(2):
            solver.run()
            status = solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return float(solver.getInfo().objective_function_value)
            if status in DONE:
                return None
            solver.clearSolver()
        self.sure = False
        return None

    def _relaxed(self, node: Node) -> Relaxed | None:
        """The same with the values."""
        least = self._reached(node)
        if least is None:
            return None
        level = node.level or self.first
        solution = level.solver.getSolution()
        value, reduced = np.zeros(self.size), np.zeros(self.size)
        value[level.columns], reduced[level.columns] = solution.col_value, solution.col_dual
        found = Relaxed(least, value, reduced, level.solver.getBasis() if self.many else None)
        if not np.isfinite(self.root):
            self.root, self.root_reduced, self.root_basis = least, reduced, found.basis
            self._close_at_root()
        return found

    def _narrowed(self, node: Node) -> Node:
        """With a problem of its own, when much of what the problem has is closed there."""
        level = node.level or self.first
        _, upper = self._bounds(node)
        if not self.many or upper[level.columns].sum() > NARROW * level.size or node.basis is None:
            return node
        if len(self.levels) >= MOST_LEVELS:
            return node
        narrower = Level(self.lp, upper < 1, level.of_whole(node.basis, self.lp))
        self.levels.add(narrower)
        return replace(node, level=narrower, basis=narrower.solver.getBasis())

    def _close_at_root(self) -> None:
        """Columns that are too dear, by the first relaxation, for anything better than the best."""
        self.root_closed = self.root_closed | (self.root_reduced > self.best - LESS - self.root)


def always() -> bool:
    return True
