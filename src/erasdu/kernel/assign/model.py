"""The problem as arrays that the solver works on: what could never be used is left out from the start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from erasdu.kernel.assign.problem import Arcs, Host, Integers, Placement, Problem

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Joint:
    """A pair, by position; `closed` are placements that cannot take both, since their stays overlap."""

    first: int
    second: int
    cost: int
    overlap: tuple[int, int]

    @property
    def overlaps(self) -> bool:
        return self.overlap[0] < self.overlap[1]


@dataclass(frozen=True)
class Near:
    """The hosts near each placement, in rows of one width: [placement, place in the row]; `hosts` is filled up."""

    host: npt.NDArray[np.int32]
    cost: Floats
    minutes: npt.NDArray[np.int32]


@dataclass
class Model:
    """Positions instead of ids. Placement `placements` and host `hosts`, one past the last, stand for none at all."""

    learners: int
    placements: int
    hosts: int
    slots: int
    start: Integers  # [learner]
    end: Integers  # [learner]
    alone: Floats  # [learner]: the cost of being unassigned
    gender: Integers  # [learner]
    limit: Floats  # [learner]: minutes, infinite when there is no limit
    room: Integers  # [placement, slot]
    beds: Integers  # [host, slot]
    alike: Flags  # [host]
    placed: Arcs  # by learner, sorted
    housed: Arcs  # by learner, sorted
    near: Near
    pairs: list[Joint]
    banned: set[tuple[int, int, int]] = field(default_factory=set)  # learner, placement, host

    @classmethod
    def of(cls, problem: Problem) -> Model:
        start = np.array([each.start for each in problem.learners], np.int64)
        end = np.array([each.end for each in problem.learners], np.int64)
        room, beds = capacities(problem.placements, problem.slots), capacities(problem.hosts, problem.slots)
        names = sorted({each.gender or "" for each in problem.learners})
        limits = [np.inf if each.max_minutes is None else each.max_minutes for each in problem.learners]
        return cls(
            learners=len(problem.learners),
            placements=len(problem.placements),
            hosts=len(problem.hosts),
            slots=problem.slots,
            start=start,
            end=end,
            alone=np.array([each.unassigned_cost for each in problem.learners], np.float64),
            gender=np.array([names.index(each.gender or "") for each in problem.learners], np.int64),
            limit=np.array(limits, np.float64),
            room=room,
            beds=beds,
            alike=np.array([each.one_gender for each in problem.hosts], np.bool_),
            placed=usable(problem.learner_placement, room, start, end),
            housed=usable(problem.learner_host, beds, start, end),
            near=rows(problem.placement_host, len(problem.placements), len(problem.hosts)),
            pairs=joints(problem),
        )

    @cached_property
    def placed_from(self) -> Integers:
        """Where the placements of each learner start in `placed`, and one more."""
        return np.searchsorted(self.placed.left, np.arange(self.learners + 1))

    @cached_property
    def housed_from(self) -> Integers:
        return np.searchsorted(self.housed.left, np.arange(self.learners + 1))

    @cached_property
    def genders(self) -> int:
        return int(self.gender.max(initial=0)) + 1

    @cached_property
    def pairs_of(self) -> dict[int, list[Joint]]:
        found: dict[int, list[Joint]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.first].append(pair)
            found[pair.second].append(pair)
        return found

    def pairs_with(self, learners: Flags) -> list[Joint]:
        """Those of whom one is among these [learner], or both."""
        return [self.pairs[row] for row in np.flatnonzero(learners[self.pair_ends].any(axis=1)).tolist()]

    @cached_property
    def pair_ends(self) -> Integers:
        """[pair]: both learners."""
        return np.array([(pair.first, pair.second) for pair in self.pairs], np.int64).reshape(-1, 2)

    @cached_property
    def couples(self) -> list[Joint]:
        """Pairs that are priced as one: each learner in at most one of them, the dearest first."""
        taken: set[int] = set()
        found = []
        for pair in sorted(self.pairs, key=lambda pair: (-pair.cost, pair.first, pair.second)):
            if pair.cost > 0 and not {pair.first, pair.second} & taken:
                taken |= {pair.first, pair.second}
                found.append(pair)
        return found

    @cached_property
    def apart(self) -> Floats:
        """[learner]: what it costs to be apart from the friend with whom it is priced as one; 0 without."""
        found = np.zeros(self.learners)
        for pair in self.couples:
            found[[pair.first, pair.second]] = pair.cost
        return found

    def can_share(self, pair: Joint, hosts: Integers | None = None) -> Flags:
        """[host]: whether it has room for both at once; of all hosts, or of these."""
        which: Integers | slice = slice(None) if hosts is None else hosts
        beds = self.beds[which]
        if not pair.overlaps:
            return np.ones(len(beds), np.bool_)
        enough = beds[:, slice(*pair.overlap)].min(axis=1) >= 2
        if self.gender[pair.first] != self.gender[pair.second]:
            enough &= ~self.alike[which]
        return np.asarray(enough, np.bool_)

    def can_work_together(self, pair: Joint) -> Flags:
        """[placement]: whether it has room for both at once."""
        if not pair.overlaps:
            return np.ones(self.placements, np.bool_)
        enough: Flags = self.room[:, slice(*pair.overlap)].min(axis=1) >= 2
        return np.asarray(enough, np.bool_)

    def windows(self) -> Iterator[tuple[int, int, Integers]]:
        """Stays that occur, each with its learners."""
        keys = self.start * (self.slots + 1) + self.end
        for key in np.unique(keys):
            yield int(key) // (self.slots + 1), int(key) % (self.slots + 1), np.flatnonzero(keys == key)


def capacities(things: tuple[Placement, ...] | tuple[Host, ...], slots: int) -> Integers:
    return np.array([each.capacity for each in things], np.int64).reshape(len(things), slots)


def usable(arcs: Arcs, capacity: Integers, start: Integers, end: Integers) -> Arcs:
    """The arcs whose placement or host is open during the whole stay, sorted by learner."""
    closed = np.zeros((capacity.shape[0], capacity.shape[1] + 1), np.int64)
    np.cumsum(capacity <= 0, axis=1, out=closed[:, 1:])
    open_ = closed[arcs.right, end[arcs.left]] == closed[arcs.right, start[arcs.left]]
    return picked(arcs, np.asarray(open_, np.bool_))


def picked(arcs: Arcs, wanted: Flags) -> Arcs:
    """Some of the arcs, sorted."""
    which = np.flatnonzero(wanted)
    order = which[np.lexsort((arcs.right[which], arcs.left[which]))].astype(np.int32)
    return Arcs(*(each[order].astype(np.int32) for each in (arcs.left, arcs.right, arcs.cost)))


def rows(arcs: Arcs, placements: int, hosts: int) -> Near:
    order = np.lexsort((arcs.right, arcs.left))
    left = arcs.left[order]
    place = np.arange(len(left)) - np.searchsorted(left, left)
    shape = (placements, int(place.max(initial=-1)) + 1)
    near = Near(np.full(shape, hosts, np.int32), np.full(shape, np.inf), np.zeros(shape, np.int32))
    near.host[left, place] = arcs.right[order]
    near.cost[left, place] = arcs.cost[order]
    near.minutes[left, place] = arcs.minutes[order]
    return near


def joints(problem: Problem) -> list[Joint]:
    at = {each.id: position for position, each in enumerate(problem.learners)}
    found = []
    for pair in problem.pairs:
        one, two = problem.learners[at[pair.first]], problem.learners[at[pair.second]]
        overlap = (max(one.start, two.start), min(one.end, two.end))
        found.append(Joint(at[pair.first], at[pair.second], pair.cost, overlap))
    return found
