"""What is to be matched: learners, placements, hosts, and what each combination costs.

Costs are whole numbers of one unit, whichever the caller likes; less is better. An arc that is absent is forbidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.signedinteger[Any]]  # of 32 bits where there are many
MOST = 10**9  # of one cost: sums of them then stay exact, also in floating point


class Malformed(ValueError):
    """The problem cannot be understood; `path` says where the fault lies, `reason` what it is."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Learner:
    """Stays in the slots `start` (included) to `end` (excluded); `max_minutes` of commute, when there is a limit."""

    id: str
    start: int
    end: int
    unassigned_cost: int
    gender: str | None = None
    max_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """`capacity` is the number of learners in each slot."""

    id: str
    capacity: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """`capacity` is the number of beds in each slot; with `one_gender` all in one slot are of the same gender."""

    id: str
    capacity: tuple[int, ...]
    one_gender: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two learners who pay `cost` when they do not share one host, unless both are unassigned."""

    first: str
    second: str
    cost: int


@dataclass(frozen=True, slots=True)
class Arcs:
    """What may be joined: arrays of one length. `left` and `right` count in the problem's own order, from 0.

    `minutes` is there for placement and host only, and empty otherwise.
    """

    left: Integers
    right: Integers
    cost: Integers
    minutes: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class Problem:
    """All of it. `Problem.of` makes one from ids; `reading.read` from a file."""

    slots: int
    learners: tuple[Learner, ...]
    placements: tuple[Placement, ...]
    hosts: tuple[Host, ...]
    learner_placement: Arcs
    learner_host: Arcs
    placement_host: Arcs
    pairs: tuple[Pair, ...] = ()

    @classmethod
    def of(
        cls,
        slots: int,
        learners: Sequence[Learner],
        placements: Sequence[Placement],
        hosts: Sequence[Host],
        *,
        learner_placement: Iterable[tuple[str, str, int]],
        learner_host: Iterable[tuple[str, str, int]],
        placement_host: Iterable[tuple[str, str, int, int]],
        pairs: Iterable[tuple[str, str, int]] = (),
    ) -> Problem:
        """From ids, with the same meaning as the file's; `Malformed` when an arc names what is not there."""
        of_learner = positions(learners)
        of_placement, of_host = positions(placements), positions(hosts)
        return cls(
            slots,
            tuple(learners),
            tuple(placements),
            tuple(hosts),
            joined("learner_placement", learner_placement, of_learner, of_placement),
            joined("learner_host", learner_host, of_learner, of_host),
            joined("placement_host", placement_host, of_placement, of_host),
            tuple(Pair(*pair) for pair in pairs),
        )


def positions(things: Iterable[Learner | Placement | Host]) -> dict[str, int]:
    """Where each id stands."""
    return {thing.id: position for position, thing in enumerate(things)}


def joined(name: str, rows: Iterable[Sequence[str | int]], lefts: Mapping[str, int], rights: Mapping[str, int]) -> Arcs:
    """Arcs from rows of two ids and one number, or two."""
    listed = list(rows)
    try:
        left = [lefts[str(row[0])] for row in listed]
        right = [rights[str(row[1])] for row in listed]
    except KeyError as error:
        raise Malformed(name, f"unknown id {error.args[0]!r}") from None
    numbers = [np.array([row[place] for row in listed if len(row) > place], np.int64) for place in (2, 3)]
    return Arcs(np.array(left, np.int64), np.array(right, np.int64), *numbers)
