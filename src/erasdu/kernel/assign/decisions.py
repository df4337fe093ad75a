"""What can be decided in a branch, and how much each decision raised the bound before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from erasdu.kernel.assign.model import Floats
from erasdu.kernel.assign.problem import Integers

CLOSE = 1e-6
NONE: Integers = np.zeros(0, np.int64)
RIVALS = -100  # the kind of decision about them
NEW = 1e18
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

    def undecided(self, value: Floats, learner: Integers) -> list[Decision]:
        """What is undecided, the most doubtful first; nothing when all is whole."""
        found = []
        for kind, switches in enumerate(self.switches, start=1):
            for switch in switches[np.abs(value[switches] - 0.5) < 0.45].tolist():
                here = np.array([switch])
                found.append(Decision((-kind, switch), float(value[switch]), partial(Sides, here, NONE, here)))
        for number, (ones, others) in enumerate(self.rivals):
            one, other = float(value[ones].sum()), float(value[others].sum())
            if min(one, other) > CLOSE:
                part = one / (one + other)
                found.append(Decision((RIVALS, number), part, partial(Sides, ones, others, NONE)))
        for kind, choices in enumerate(self.choices):
            sums = np.bincount(choices.member, value[: len(choices.member)], len(choices.learner))
            for which in np.flatnonzero((sums > CLOSE) & (sums < 1 - CLOSE)).tolist():
                found.append(Decision((kind, which), float(sums[which]), partial(choices.sides, which, learner)))
        return found


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


def score(one: float, other: float) -> float:
    """How good a decision is that raises the bound so much on both sides."""
    return max(one, CLOSE) * max(other, CLOSE)
