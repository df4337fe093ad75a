"""Branch and bound over the linear relaxation, from a good solution.

The relaxations here are tight and the start is good, so a few dozen nodes prove most of them; a general solver
spends a hundred times as long on cuts and heuristics before its first branch. What to decide next is tried out first
(strong branching), and remembered.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

import highspy
import numpy as np

from erasdu.kernel.assign.model import Flags, Floats
from erasdu.kernel.assign.problem import Integers

CLOSE = 1e-6
NONE: Integers = np.zeros(0, np.int64)
RIVALS = -100  # the kind of decision about them
NEW = 1e18
DONE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)
LESS = 1 - 1e-3  # costs are whole numbers: what is better is better by 1
SURE = 0.9
TRIED = 8  # decisions that are tried out at a node
FEW = 40  # relaxations
PATIENT = 3  # of them in a row that are no better than the best so far
KNOWN = 1  # times that a decision is tried out before it is taken as known


@dataclass(frozen=True)
class Choices:
    """Sets of columns of one learner, of which it has one or none: [column] in which set it lies."""

    member: Integers
    learner: Integers  # [set]

    def sides(self, which: int, learner: Integers) -> Sides:
        """`learner` says whose each column is; those of its learner that are in another set are rivals."""
        mine = np.flatnonzero(self.member == which)
        others = learner == self.learner[which]
        others[mine] = False
        return Sides(mine, np.flatnonzero(others), NONE)


class Sides(NamedTuple):
    """Either `without` are 0, or `rivals` are 0 and `within` are 1."""

    without: Integers
    rivals: Integers
    within: Integers


@dataclass(frozen=True)
class Decision:
    """`part` is how much of `without` there is now; what it decides is looked up when it is tried."""

    key: tuple[int, int]
    part: float
    look_up: Callable[[], Sides]

    @cached_property
    def sides(self) -> Sides:
        return self.look_up()


@dataclass(frozen=True)
class Kinds:
    """What there is to decide, besides how much of whom is where."""

    switches: list[Integers]  # variables, by kind
    choices: list[Choices]
    rivals: list[tuple[Integers, Integers]] = field(default_factory=list)  # columns of which only one side can be


class Relaxed(NamedTuple):
    """What a relaxation costs, its values, and how much more each variable would cost."""

    least: float
    value: Floats
    reduced: Floats


@dataclass(frozen=True)
class Node:
    """Columns that are 0 and 1 here, and what everything below costs at least."""

    closed: tuple[Integers, ...] = ()
    opened: tuple[Integers, ...] = ()
    least: float = -np.inf

    def settled(self, relaxed: Relaxed, best: float) -> Node:
        """With what everything better than `best` must have and must not have, by the reduced costs."""
        slack = best - LESS - relaxed.least
        closed = np.flatnonzero((relaxed.reduced > slack) & (relaxed.value < 0.5))
        opened = np.flatnonzero((relaxed.reduced < -slack) & (relaxed.value > 0.5))
        return Node((*self.closed, closed), (*self.opened, opened), relaxed.least)

    def without(self, decision: Decision, least: float) -> Node:
        return Node((*self.closed, decision.sides.without), self.opened, least)

    def within(self, decision: Decision, least: float) -> Node:
        _, rivals, within = decision.sides
        return Node((*self.closed, rivals), (*self.opened, within), least)


@dataclass
class Memory:
    """How much a decision raised the bound, for each unit that it moved: sums and counts, by side; also by kind."""

    gain: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    of_kind: dict[int, list[float]] = field(default_factory=dict)

    def note(self, decision: Decision, side: int, gain: float) -> None:
        moved = max(decision.part if side == 0 else 1 - decision.part, CLOSE)
        for held in (
            self.gain.setdefault(decision.key, [0.0, 0.0, 0.0, 0.0]),
            self.of_kind.setdefault(decision.key[0], [0.0, 0.0, 0.0, 0.0]),
        ):
            held[side] += gain / moved
            held[2 + side] += 1

    def known(self, decision: Decision) -> bool:
        held = self.gain.get(decision.key)
        return held is not None and min(held[2:]) >= KNOWN

    def guess(self, decision: Decision) -> float:
        """By what it did before, or else by what decisions of its kind did; a kind that is new is worth a trial."""
        sides = []
        for side, moved in ((0, decision.part), (1, 1 - decision.part)):
            for held in (self.gain.get(decision.key), self.of_kind.get(decision.key[0])):
                if held and held[2 + side]:
                    sides.append(held[side] / held[2 + side] * moved)
                    break
        return score(*sides) if len(sides) == 2 else NEW * min(decision.part, 1 - decision.part)


class Branching:
    """The best whole solution of a relaxation, within so many relaxations."""

    def __init__(
        self,
        solver: highspy.Highs,
        kinds: Kinds,
        learner: Integers,
        best: float,
    ) -> None:
        """`solver` holds the relaxation, and `best` is known.

        `learner` says whose each of the first variables is: of those of one learner, one is 1.
        """
        self.solver, self.size = solver, solver.getNumCol()
        self.kinds, self.learner = kinds, learner
        self.best = best
        self.found: Floats | None = None
        self.spent, self.limit = 0, 0
        self.go_on: Callable[[], bool] = always
        self.root_reduced: Floats = np.zeros(0)
        self.root = -np.inf
        self.root_closed: Flags = np.zeros(self.size, np.bool_)
        self.lower, self.upper = np.full(self.size, np.nan), np.full(self.size, np.nan)  # those that HiGHS has
        self.memory = Memory()
        self.sure = True
        self.least = -np.inf

    def run(self, relaxations: int, go_on: Callable[[], bool]) -> bool:
        """Whether it came to an end: then nothing is better than `best`, of which `found` are the values."""
        self.limit, self.go_on = relaxations, go_on
        self._dive()
        waiting: list[tuple[float, int, Node]] = []
        node: Node | None = Node()
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
            least, value, _ = relaxed
            if not self._decisions(value):
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
        decisions = self._decisions(relaxed.value)
        if not decisions:
            self.best, self.found = relaxed.least, relaxed.value
            self._close_at_root()
            return []
        return self._children(node.settled(relaxed, self.best), relaxed.least, decisions)

    def _reached(self, node: Node) -> float | None:
        """What the relaxation costs with what is decided in a node; None when it cannot be, or not for less."""
        self.spent += 1
        lower, upper = np.zeros(self.size), np.ones(self.size)
        upper[self.root_closed] = 0
        for columns in node.closed:
            upper[columns] = 0
        for columns in node.opened:
            lower[columns] = 1
        if (lower > upper).any():
            return None
        changed = np.flatnonzero((lower != self.lower) | (upper != self.upper)).astype(np.int32)
        self.solver.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
        self.lower, self.upper = lower, upper
        if np.isfinite(self.best):
            self.solver.setOptionValue("objective_bound", self.best - LESS)
        return self._run()

    def _run(self) -> float | None:
        """Where HiGHS comes to no end it begins anew; when that is no use either, the proof has a hole."""
        for _ in range(2):
            self.solver.run()
            status = self.solver.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return float(self.solver.getInfo().objective_function_value)
            if status in DONE:
                return None
            self.solver.clearSolver()
        self.sure = False
        return None

    def _relaxed(self, node: Node) -> Relaxed | None:
        """The same with the values."""
        least = self._reached(node)
        if least is None:
            return None
        solution = self.solver.getSolution()
        found = Relaxed(least, np.array(solution.col_value), np.array(solution.col_dual))
        if not np.isfinite(self.root):
            self.root, self.root_reduced = least, found.reduced
            self._close_at_root()
        return found

    def _close_at_root(self) -> None:
        """Columns that are too dear, by the first relaxation, for anything better than the best."""
        self.root_closed = self.root_reduced > self.best - LESS - self.root

    def _decisions(self, value: Floats) -> list[Decision]:
        """What is undecided, the most doubtful first; nothing when all is whole."""
        found = []
        for kind, switches in enumerate(self.kinds.switches, start=1):
            for switch in switches[np.abs(value[switches] - 0.5) < 0.45].tolist():
                here = np.array([switch])
                found.append(Decision((-kind, switch), float(value[switch]), partial(Sides, here, NONE, here)))
        for number, (ones, others) in enumerate(self.kinds.rivals):
            one, other = float(value[ones].sum()), float(value[others].sum())
            if min(one, other) > CLOSE:
                part = one / (one + other)
                found.append(Decision((RIVALS, number), part, partial(Sides, ones, others, NONE)))
        for kind, choices in enumerate(self.kinds.choices):
            sums = np.bincount(choices.member, value[: len(choices.member)], len(choices.learner))
            for which in np.flatnonzero((sums > CLOSE) & (sums < 1 - CLOSE)).tolist():
                found.append(Decision((kind, which), float(sums[which]), partial(choices.sides, which, self.learner)))
        return found

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
            cost = self._reached(make(decision, least))
            reached = self.best if cost is None else min(cost, self.best)
            gains.append(max(reached - least, 0.0))
            self.memory.note(decision, side, gains[-1])
            if reached <= self.best - LESS:
                tried.append((reached, make(decision, reached)))
        return tried, score(*gains)


def always() -> bool:
    return True


def score(one: float, other: float) -> float:
    """How good a decision is that raises the bound so much on both sides."""
    return max(one, CLOSE) * max(other, CLOSE)
