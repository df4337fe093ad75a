"""Branch and bound over the linear relaxation, from a good solution.

The relaxations here are tight and the start is good, so a few dozen nodes prove most of them; a general solver
spends a hundred times as long on cuts and heuristics before its first branch. What to decide next is tried out first
(strong branching), and remembered.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple
from weakref import WeakSet

import highspy
import numpy as np

from erasdu.kernel.assign.highs import quiet
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
MOST_LEVELS = 50  # smaller problems that are held at once
NARROW = 0.7  # of the columns of a problem: when no more are open, a smaller one is made
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


class Level:
    """The relaxation in HiGHS without the columns that are closed, and without the rows that cannot bind then."""

    def __init__(self, lp: highspy.HighsLp, closed: Flags, basis: Basis | None) -> None:
        """`closed` [column of the whole], `basis` is of the whole."""
        self.solver = relaxing(lp)
        columns, rows = np.array(closed), np.zeros(lp.num_row_, np.bool_)
        if basis is not None:
            columns &= basis.columns != BASIC
            rows = slack(lp, columns) & (basis.rows == BASIC)
        self.columns, self.rows = np.flatnonzero(~columns), np.flatnonzero(~rows)
        for flags, delete in ((columns, self.solver.deleteCols), (rows, self.solver.deleteRows)):
            gone = np.flatnonzero(flags).astype(np.int32)
            if len(gone):
                delete(len(gone), gone)
        self.size = len(self.columns)
        self.lower, self.upper = np.full(self.size, np.nan), np.full(self.size, np.nan)  # those that HiGHS has
        if basis is not None:
            self.solver.setBasis(basis.of(self.columns, self.rows))

    def of_whole(self, basis: highspy.HighsBasis, lp: highspy.HighsLp) -> Basis:
        """A basis of this, as one of the whole."""
        columns, rows = np.full(lp.num_col_, LOWER), np.full(lp.num_row_, BASIC)
        columns[self.columns] = [int(each) for each in basis.col_status]
        rows[self.rows] = [int(each) for each in basis.row_status]
        return Basis(columns, rows)


class Basis(NamedTuple):
    """Of the whole relaxation, in HiGHS's numbers."""

    columns: Integers
    rows: Integers

    def of(self, columns: Integers, rows: Integers) -> highspy.HighsBasis:
        """The part of it for some columns and rows."""
        found = highspy.HighsBasis()
        found.col_status = [STATUSES[each] for each in self.columns[columns].tolist()]
        found.row_status = [STATUSES[each] for each in self.rows[rows].tolist()]
        found.valid = True
        return found


STATUSES = {int(each): each for each in highspy.HighsBasisStatus.__members__.values()}
BASIC, LOWER = int(highspy.HighsBasisStatus.kBasic), int(highspy.HighsBasisStatus.kLower)


def relaxing(lp: highspy.HighsLp) -> highspy.Highs:
    """A solver that holds this."""
    solver = quiet()
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("solver", "simplex")
    solver.passModel(lp)
    return solver


def slack(lp: highspy.HighsLp, closed: Flags) -> Flags:
    """[row]: whether it holds whatever the columns are, without those that are closed; they are 0 to 1."""
    matrix = lp.a_matrix_
    row = np.repeat(np.arange(lp.num_row_), np.diff(matrix.start_))
    most = np.bincount(row, np.maximum(matrix.value_, 0) * ~closed[matrix.index_], lp.num_row_)
    return (most <= np.array(lp.row_upper_)) & np.isneginf(lp.row_lower_)


class Branching:
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
        self.lp, self.size = lp, lp.num_col_
        self.root_closed: Flags = np.zeros(self.size, np.bool_) if closed is None else closed
        self.first = Level(lp, self.root_closed, basis)
        self.levels: WeakSet[Level] = WeakSet()
        self.kinds, self.learner = kinds, learner
        self.best = best
        self.found: Floats | None = None
        self.spent, self.limit = 0, 0
        self.go_on: Callable[[], bool] = always
        self.root_reduced: Floats = np.zeros(0)
        self.root_basis: highspy.HighsBasis | None = None
        self.root = -np.inf
        self.memory = Memory()
        self.sure = True
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

    @property
    def many(self) -> bool:
        """Whether there may be so many relaxations that it pays to prepare for them: bases and smaller problems."""
        return self.limit > FEW

    def _dive(self) -> None:
        """Takes what is nearly whole for whole, and the nearest to it, until everything is or it is no use."""
        node, count = Node(), len(self.learner)
        while self.spent < self.limit and self.go_on():
            relaxed = self._relaxed(node)
            if relaxed is None or relaxed.least > self.best - LESS:
                return
            least, value = relaxed[:2]
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
        return self._children(self._narrowed(node.settled(relaxed, self.best)), relaxed.least, decisions)

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
            child = make(decision, least)
            cost = self._reached(child)
            reached = self.best if cost is None else min(cost, self.best)
            gains.append(max(reached - least, 0.0))
            self.memory.note(decision, side, gains[-1])
            if reached <= self.best - LESS:
                basis = (child.level or self.first).solver.getBasis() if self.many and cost is not None else None
                tried.append((reached, replace(child, least=reached, basis=basis)))
        return tried, score(*gains)


def always() -> bool:
    return True


def score(one: float, other: float) -> float:
    """How good a decision is that raises the bound so much on both sides."""
    return max(one, CLOSE) * max(other, CLOSE)
