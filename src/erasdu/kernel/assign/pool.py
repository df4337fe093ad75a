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
    """Columns sorted by learner, host and placement; the last of each learner is being unassigned."""

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
        found = np.zeros(len(self), np.int64)
        found[self.first_of_group[1:]] = 1
        return np.cumsum(found)

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
    none = (
        nobody,
        np.full(model.learners, model.placements),
        np.full(model.learners, model.hosts),
        model.alone.astype(np.float64),
    )
    learner, placement, host, cost = (np.concatenate(each) for each in zip(*parts, none, strict=True))
    order = np.lexsort((placement, host, learner))
    learner, placement, host, cost = learner[order], placement[order], host[order], cost[order]
    new = np.diff(learner, prepend=-1) | np.diff(host, prepend=-1) | np.diff(placement, prepend=-1)
    keep = new != 0
    return Pool(model, learner[keep], placement[keep], host[keep], cost[keep])


def columns_of(model: Model, pricing: Pricing, learner: int, most: int, over: float | Floats) -> Columns:
    """At most so many columns of a learner, with their costs without prices.

    `over` is how much dearer than its cheapest they may be, or for each host how dear they may be there at most.
    """
    placements, found = pricing.table(learner)
    values = found.ravel()
    if isinstance(over, np.ndarray):
        limit = np.append(over, -np.inf)[model.near.host[placements].ravel()]
    else:
        limit = np.full(1, min(float(values.min(initial=np.inf)) + over, np.finfo(np.float64).max))
    at = np.flatnonzero(values <= limit)
    if len(at) > most:
        at = np.sort(at[np.argpartition(values[at], most - 1)[:most]])
    width = found.shape[1] or 1
    row, place = at // width, at % width
    chosen = placements[row]
    host = model.near.host[chosen, place].astype(np.int64)
    placed_cost = model.placed.cost[model.placed_from[learner] + row]
    first, last = model.housed_from[learner], model.housed_from[learner + 1]
    housed_cost = model.housed.cost[first:last][np.searchsorted(model.housed.right[first:last], host)]
    cost = model.near.cost[chosen, place] + placed_cost + housed_cost
    return np.full(len(at), learner), chosen, host, cost


def cheapest(
    model: Model, prices: Prices, most: int, over: float = np.inf, learners: Iterable[int] | None = None
) -> Columns:
    """The cheapest columns of everybody, or of these learners, at some prices."""
    pricing = Pricing(model, prices)
    among = range(model.learners) if learners is None else learners
    more = {learner: pair.cost for pair in model.couples for learner in (pair.first, pair.second)}
    parts = [
        columns_of(model, pricing, learner, most * (4 if learner in more else 1), over + more.get(learner, 0))
        for learner in among
    ]
    if not parts:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, np.zeros(0)
    learner, placement, host, cost = (np.concatenate(each) for each in zip(*parts, strict=True))
    return learner, placement, host, cost
