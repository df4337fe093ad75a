"""The combinations that matter: for each learner the cheapest at the prices so far, and being unassigned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.pricing import Prices, Pricing
from erasdu.kernel.assign.problem import Integers

Columns = tuple[Integers, Integers, Integers, Floats]  # learner, placement, host, cost


@dataclass(frozen=True)
class Pool:
    """Columns sorted by learner, host and placement; the last of each learner is being unassigned.

    There can be a million of them, so their numbers have 32 bits.
    """

    model: Model
    learner: Integers
    placement: Integers
    host: Integers
    cost: Floats

    def __len__(self) -> int:
        return len(self.learner)

    @cached_property
    def first_of_group(self) -> Integers:
        """A group are the columns of one learner at one host."""
        changes = np.diff(self.learner, prepend=-1) | np.diff(self.host, prepend=-1)
        return np.flatnonzero(changes)

    @cached_property
    def group(self) -> Integers:
        """[column]"""
        found = np.zeros(len(self), np.int32)
        found[self.first_of_group[1:]] = 1
        return np.cumsum(found, dtype=np.int32)

    @cached_property
    def group_learner(self) -> Integers:
        return self.learner[self.first_of_group]

    @cached_property
    def group_host(self) -> Integers:
        return self.host[self.first_of_group]

    @cached_property
    def first_of_learner(self) -> Integers:
        """[learner]: its first group."""
        return np.searchsorted(self.group_learner, np.arange(self.model.learners))

    @cached_property
    def from_learner(self) -> Integers:
        """Where the columns of each learner start, and one more."""
        return np.searchsorted(self.learner, np.arange(self.model.learners + 1))

    @cached_property
    def is_real(self) -> Integers:
        """Columns that are not being unassigned."""
        return np.flatnonzero(self.host < self.model.hosts)


def pooled(model: Model, *parts: Columns) -> Pool:
    """A pool of these, each once, and of being unassigned."""
    nobody = np.arange(model.learners)
    nowhere = (np.full(model.learners, model.placements), np.full(model.learners, model.hosts))
    *whole, costs = zip(*parts, (nobody, *nowhere, model.alone), strict=True)
    learner, placement, host = (np.concatenate(each, dtype=np.int32, casting="same_kind") for each in whole)
    order = np.lexsort((placement, host, learner)).astype(np.int32)
    learner, placement, host = learner[order], placement[order], host[order]
    new = np.diff(learner, prepend=-1) | np.diff(host, prepend=-1) | np.diff(placement, prepend=-1)
    keep = new != 0
    return Pool(model, learner[keep], placement[keep], host[keep], np.concatenate(costs)[order[keep]])


def cheapest(
    model: Model, prices: Prices, most: int, over: float = np.inf, learners: Iterable[int] | None = None
) -> Columns:
    """The cheapest columns of everybody, or of these learners, at some prices; who has a friend gets more of them.

    `over` is how much dearer than the learner's cheapest they may be.
    """
    among = np.arange(model.learners) if learners is None else np.array(list(learners), np.int64)
    apart = model.apart
    many = np.where(apart[among] > 0, 4 * most, most)
    return Pricing(model, prices).cheapest(among, many, over + apart[among])[:4]
