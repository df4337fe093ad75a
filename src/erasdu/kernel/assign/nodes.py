"""What was decided on the way to a branch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import highspy
import numpy as np

from erasdu.kernel.assign.decisions import Decision
from erasdu.kernel.assign.levels import Level
from erasdu.kernel.assign.model import Floats
from erasdu.kernel.assign.problem import Integers

LESS = 1 - 1e-3  # costs are whole numbers: what is better is better by 1


class Relaxed(NamedTuple):
    """What a relaxation costs, its values, and how much more each variable would cost."""

    least: float
    value: Floats
    reduced: Floats
    basis: highspy.HighsBasis | None = None


@dataclass(frozen=True)
class Node:
    """Columns that are 0 and 1 here, and what everything below costs at least."""

    closed: tuple[Integers, ...] = ()
    opened: tuple[Integers, ...] = ()
    least: float = -np.inf
    level: Level | None = None  # its problem, when that is not the first one
    basis: highspy.HighsBasis | None = None  # to begin from, in that problem

    def settled(self, relaxed: Relaxed, best: float) -> Node:
        """With what everything better than `best` must have and must not have, by the reduced costs."""
        slack = best - LESS - relaxed.least
        closed = np.flatnonzero((relaxed.reduced > slack) & (relaxed.value < 0.5))
        opened = np.flatnonzero((relaxed.reduced < -slack) & (relaxed.value > 0.5))
        return Node((*self.closed, closed), (*self.opened, opened), relaxed.least, self.level, relaxed.basis)

    def without(self, decision: Decision, least: float) -> Node:
        return Node((*self.closed, decision.sides.without), self.opened, least, self.level, self.basis)

    def within(self, decision: Decision, least: float) -> Node:
        _, rivals, within = decision.sides
        return Node((*self.closed, rivals), (*self.opened, within), least, self.level, self.basis)
