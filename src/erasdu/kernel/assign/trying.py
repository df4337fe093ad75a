"""What to decide next: it is tried out first (strong branching), and remembered."""

from __future__ import annotations

from dataclasses import replace

import highspy

from erasdu.kernel.assign.decisions import Decision, Memory, score
from erasdu.kernel.assign.levels import Basis
from erasdu.kernel.assign.model import Flags
from erasdu.kernel.assign.nodes import LESS, Node
from erasdu.kernel.assign.relaxations import FEW, Relaxations

TRIED = 8  # decisions that are tried out at a node
PATIENT = 3  # of them in a row that are no better than the best so far


class Trying(Relaxations):
    """Relaxations of which it is remembered what the decisions did."""

    def __init__(self, lp: highspy.HighsLp, best: float, closed: Flags | None, basis: Basis | None) -> None:
        super().__init__(lp, best, closed, basis)
        self.memory = Memory()

    def _children(self, node: Node, least: float, decisions: list[Decision]) -> list[Node]:
        """Both sides of the decision that raises the bound the most; one side, or none, when the rest is too dear."""
        best: tuple[float, list[Node]] = (-1.0, [])
        doubt = {decision.key: (-self._promise(decision), decision.key) for decision in decisions}
        no_better = 0
        for decision in sorted(decisions, key=lambda decision: doubt[decision.key])[:TRIED]:
            if (no_better >= PATIENT and self.limit > FEW) or (self.spent >= self.limit and best[1]):
                break
            if self.memory.known(decision):
                reached = self.memory.guess(decision)
                sides = [node.without(decision, least), node.within(decision, least)]
                children = sides if decision.part >= 0.5 else sides[::-1]
            else:
                tried, reached = self._tried(node, least, decision)
                children = [child for _, child in sorted(tried, key=lambda pair: -pair[0])]
                if len(children) < 2:
                    return children
            no_better += 1
            if reached > best[0]:
                best, no_better = (reached, children), 0
        return best[1]

    def _promise(self, decision: Decision) -> float:
        """With few relaxations little is remembered: then the most doubtful come first."""
        return min(decision.part, 1 - decision.part) if self.limit <= FEW else self.memory.guess(decision)

    def _tried(self, node: Node, least: float, decision: Decision) -> tuple[list[tuple[float, Node]], float]:
        """The sides that could hold something better, with what they cost at least, and how good the decision is."""
        tried: list[tuple[float, Node]] = []
        gains: list[float] = []
        for side, make in enumerate((node.without, node.within)):
            child = make(decision, least)
            cost = self._reached(child)
            reached = self.best if cost is None else min(cost, self.best)
            gains.append(max(reached - least, 0.0))
            self.memory.note(decision, side, gains[-1])
            if reached <= self.best - LESS:
                basis = (child.level or self.first).solver.getBasis() if self.many and cost is not None else None
                tried.append((reached, replace(child, least=reached, basis=basis)))
        return tried, score(*gains)
