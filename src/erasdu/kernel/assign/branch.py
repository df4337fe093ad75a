"""Branch and bound over the linear relaxation, from a good solution.

The relaxations here are tight and the start is good, so a few dozen nodes prove most of them; a general solver
spends a hundred times as long on cuts and heuristics before its first branch.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

import highspy
import numpy as np

from erasdu.kernel.assign.decisions import CLOSE, Kinds
from erasdu.kernel.assign.levels import Basis
from erasdu.kernel.assign.model import Flags, Floats
from erasdu.kernel.assign.nodes import LESS, Node
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.trying import Trying

SURE = 0.9


class Branching(Trying):
    """The best whole solution of a relaxation, within so many relaxations."""

    def __init__(
        self,
        lp: highspy.HighsLp,
        kinds: Kinds,
        learner: Integers,
        best: float,
        *,
        closed: Flags | None = None,
        basis: Basis | None = None,
    ) -> None:
        """`lp` is the relaxation, and `best` is known.

        `learner` says whose each of the first variables is: of those of one learner, one is 1. `closed`
        [variable] are 0, and `basis` is one to begin from.
        """
        super().__init__(lp, best, closed, basis)
        self.kinds, self.learner = kinds, learner
        self.found: Floats | None = None
        self.least = -np.inf

    def run(self, relaxations: int, go_on: Callable[[], bool]) -> bool:
        """Whether it came to an end: then nothing is better than `best`, of which `found` are the values."""
        self.limit, self.go_on = relaxations, go_on
        self._dive()
        waiting: list[tuple[float, int, Node]] = []
        node: Node | None = Node(basis=self.root_basis)
        number = 0
        while node is not None or waiting:
            if node is None:
                _, _, node = heapq.heappop(waiting)
            if self.spent >= relaxations or not go_on():
                self.least = min([node.least, *(each[0] for each in waiting)])
                return False
            children = self._expanded(node)
            node = children.pop() if children else None
            for child in children:
                number += 1
                heapq.heappush(waiting, (child.least, -number, child))
        self.least = self.best if self.sure else -np.inf
        return self.sure

    def _dive(self) -> None:
        """Takes what is nearly whole for whole, and the nearest to it, until everything is or it is no use."""
        node, count = Node(), len(self.learner)
        while self.spent < self.limit and self.go_on():
            relaxed = self._relaxed(node)
            if relaxed is None or relaxed.least > self.best - LESS:
                return
            least, value = relaxed[:2]
            if not self.kinds.undecided(value, self.learner):
                self.best, self.found = least, value
                self._close_at_root()
                return
            taken = np.zeros(count, np.bool_)
            for columns in node.opened:
                taken[columns] = True
            part = np.where(taken, 0.0, value[:count])
            open_ = np.flatnonzero((part > CLOSE) & (part < SURE))
            likely = open_[np.argsort(-part[open_], kind="stable")][: len(open_) // 12 + 1]
            nearly = np.union1d(np.flatnonzero(part >= SURE), self._apart(likely))
            if not len(nearly):
                return
            node = Node((*node.closed, *self._opposite(nearly)), (*node.opened, nearly), least)

    def _apart(self, columns: Integers) -> Integers:
        """The first of these columns of each learner."""
        _, first = np.unique(self.learner[columns], return_index=True)
        return columns[np.sort(first)]

    def _opposite(self, columns: Integers) -> list[Integers]:
        """What cannot be beside these."""
        taken = np.zeros(self.size, np.bool_)
        taken[columns] = True
        found = []
        for ones, others in self.kinds.rivals:
            found += [there for here, there in ((ones, others), (others, ones)) if taken[here].any()]
        return found

    def _expanded(self, node: Node) -> list[Node]:
        """What is left to look at below a node, the likelier last."""
        if node.least > self.best - LESS:
            return []
        relaxed = self._relaxed(node)
        if relaxed is None or relaxed.least > self.best - LESS:
            return []
        decisions = self.kinds.undecided(relaxed.value, self.learner)
        if not decisions:
            self.best, self.found = relaxed.least, relaxed.value
            self._close_at_root()
            return []
        return self._children(self._narrowed(node.settled(relaxed, self.best)), relaxed.least, decisions)
