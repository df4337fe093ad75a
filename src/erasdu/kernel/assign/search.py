"""Better solutions: again and again some learners who compete are divided anew."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.pool import Columns, Pool
from erasdu.kernel.assign.pricing import Pricing
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.scanning import cheapest_free
from erasdu.kernel.assign.state import NONE, State, TripleCosts

SMALLEST, FIRST, LARGEST = 24, 60, 70  # learners of a neighbourhood
WIDELY = 250  # around who has nothing: a place may have to be passed on by many
WIDE_WIDTH, WIDE_RELAXATIONS, MOST_WIDE, TIRED = 5, 10, 12, 3  # the last two: times, of all and of one
RELAXATIONS = 30
WIDTH = 40  # columns of a learner
MORE = 4  # times as many for who has a friend, and who has nothing


def fill(state: State, pricing: Pricing, learners: Integers) -> None:
    """Each of these in turn takes the cheapest that is free, when that is better than nothing."""
    for learner in learners.tolist():
        placement, host, cost = cheapest_free(pricing.offers, state.free(), learner)
        if placement >= 0 and cost < state.model.alone[learner]:
            state.put(learner, placement, host)


class Search:
    """Improves a state by neighbourhoods. The same seed gives the same steps."""

    def __init__(self, state: State, pool: Pool, pricing: Pricing, seed: int) -> None:
        self.state, self.pool, self.pricing = state, pool, pricing
        self.model: Model = state.model
        self.costs = TripleCosts(self.model)
        self.chance = random.Random(seed)  # noqa: S311 - the same seed gives the same steps
        self.least = pricing.least
        self.paid = state.learner_costs(self.costs)
        self.reduced = self._reduced()
        self.near = float(np.median(self.model.alone - self.least)) / 10
        self.size = min(max(self.model.learners // 4, 36), FIRST)
        self.tired = np.zeros(self.model.learners)
        self.turn = self.wide = 0

    def _reduced(self) -> Floats:
        """[column of the pool]: how much dearer than the learner's cheapest, at the prices."""
        pool, pricing, model = self.pool, self.pricing, self.model
        start, end = model.start[pool.learner], model.end[pool.learner]
        room = np.vstack([pricing.room, np.zeros((1, model.slots + 1))])
        beds = np.stack([np.vstack([each, np.zeros((1, model.slots + 1))]) for each in pricing.beds])
        gender = model.gender[pool.learner]
        found = pool.cost + room[pool.placement, end] - room[pool.placement, start]
        found += beds[gender, pool.host, end] - beds[gender, pool.host, start]
        return np.asarray(found - self.least[pool.learner], np.float64)

    def run(self, rounds: int, go_on: Callable[[], bool]) -> None:
        for _ in range(rounds):
            if not go_on():
                return
            self.step()

    def step(self) -> bool:
        """One neighbourhood; whether it became better."""
        waiting = self._waiting()
        first = self._first() if waiting is None else waiting
        self.turn += 1
        size = self.size if waiting is None else min(WIDELY, self.model.learners * 4 // 5)
        free = self.neighbourhood(first, size) if self.turn % 4 else self.district(first, size)
        if waiting is None:
            self.tired[free] += 1
            return self.improve(free)
        self.tired[first] += 1
        self.wide += 1
        return self.improve(free, WIDE_WIDTH, WIDE_RELAXATIONS)

    def _waiting(self) -> int | None:
        """Who has nothing though it would take something at the prices: the one that was looked at least."""
        waiting = self.state.unassigned()
        waiting = waiting[self.least[waiting] < self.model.alone[waiting] - 1]
        if self.wide >= MOST_WIDE or not len(waiting) or self.tired[waiting].min() >= TIRED:
            return None
        return int(waiting[np.argmin(self.tired[waiting])])

    def _first(self) -> int:
        """A learner who pays much more than it would at the prices, and was not looked at lately."""
        loss = np.maximum(self.paid - self.least, 1.0) / (1.0 + self.tired) ** 2
        return self.chance.choices(range(self.model.learners), weights=loss.tolist())[0]

    def district(self, first: int, size: int) -> Integers:
        """Everybody who lives or works around what the first one wants, then around what one of those wants."""
        found = {first: None}
        learner = first
        for _ in range(size):
            wanted = [column for column in self._wanted(learner) if self.pool.host[column] < self.model.hosts]
            if wanted:
                for other in self._around(int(self.pool.host[wanted[0]])):
                    found.setdefault(other)
                    if len(found) >= size:
                        return np.array(sorted(found), np.int64)
            learner = self.chance.choice(list(found))
        return np.array(sorted(found), np.int64)

    def _around(self, host: int) -> list[int]:
        """Who works near a host, or lives near where they could work from there."""
        model, state = self.model, self.state
        placements = np.flatnonzero((model.near.host == host).any(axis=1))
        hosts = np.unique(model.near.host[placements])
        there = np.isin(state.host, hosts[hosts < model.hosts]) | np.isin(state.placement, placements)
        found: list[int] = np.flatnonzero(there).tolist()
        return found

    def neighbourhood(self, first: int, size: int) -> Integers:
        """Learners who have what the first one wants, who want what they have, and so on; with their friends."""
        found = {first: None}
        queue = [first]
        while queue and len(found) < size:
            learner = queue.pop(0)
            for pair in self.model.pairs_of.get(learner, ()):
                self._join(pair.second if pair.first == learner else pair.first, found, queue)
            for column in self._wanted(learner):
                for other in self._holders(column):
                    self._join(other, found, queue)
                if len(found) >= size:
                    break
        return np.array(sorted(found), np.int64)

    @staticmethod
    def _join(learner: int, found: dict[int, None], queue: list[int]) -> None:
        if learner not in found:
            found[learner] = None
            queue.append(learner)

    def _wanted(self, learner: int, most: int = 12) -> list[int]:
        """The cheapest columns at the prices, in an order that chance stirs a little."""
        first, last = self.pool.from_learner[learner : learner + 2]
        columns = np.argsort(self.reduced[first:last], kind="stable")[:most] + first
        wanted: list[int] = columns.tolist()
        self.chance.shuffle(wanted)
        return wanted

    def _holders(self, column: int) -> list[int]:
        placement, host = self.pool.placement[column], self.pool.host[column]
        if host >= self.model.hosts:
            return []
        learner = self.pool.learner[column]
        state, model = self.state, self.model
        holds = (state.placement == placement) | (state.host == host)
        holds &= (model.start < model.end[learner]) & (model.end > model.start[learner])
        found: list[int] = np.flatnonzero(holds).tolist()
        return found

    def columns(self, free: Integers, most: int = WIDTH) -> Columns:
        """What they have, and their cheapest columns at the prices, of those that fit beside everybody else."""
        over = max(float((self.paid_reduced(free) - self.least[free]).sum()), self.near)
        waiting = self.state.placement[free] == NONE
        had = self.state.triples(free.tolist())
        for each, _, _ in had:
            self.state.take(each)
        apart = self.model.apart[free]
        many = np.where((apart > 0) | waiting, MORE * most, most)
        listing = self.pricing.cheapest(free, many, over + apart, free=self.state.free())[:4]
        for triple in had:
            self.state.put(*triple)
        mine = np.array(had, np.int64).reshape(-1, 3)
        paid = self.paid[mine[:, 0]]
        learner, placement, host, cost = (np.concatenate(both) for both in zip(listing, (*mine.T, paid), strict=True))
        _, keep = np.unique(np.stack([learner, placement, host]), axis=1, return_index=True)
        return learner[keep], placement[keep], host[keep], cost[keep]

    def paid_reduced(self, learners: Integers) -> Floats:
        """What these pay with prices, and their pairs."""
        model, state = self.model, self.state
        found = self.paid[learners].copy()
        for row, learner in enumerate(learners.tolist()):
            placement, host = int(state.placement[learner]), int(state.host[learner])
            start, end = int(model.start[learner]), int(model.end[learner])
            if placement != NONE:
                beds = self.pricing.beds[int(model.gender[learner])]
                found[row] += self.pricing.room[placement, end] - self.pricing.room[placement, start]
                found[row] += beds[host, end] - beds[host, start]
            for pair in model.pairs_of.get(learner, ()):
                found[row] += max(pair.cost, 0)
        return found

    def improve(self, free: Integers, most: int = WIDTH, relaxations: int = RELAXATIONS) -> bool:
        """Divides these anew, beside everybody else; whether it became better."""
        columns = self.columns(free, most)
        before = self.state.triples(free.tolist())
        for learner, _, _ in before:
            self.state.take(learner)
        mip = Mip(self.state, free, columns)
        start = starting(mip, before)
        outcome = mip.solve(start, relaxations=relaxations)
        had = mip.value(start)
        if mip.value(outcome.chosen) >= had - 0.5:
            chosen, better = start, False
        else:
            chosen, better = outcome.chosen, True
        for column in chosen.tolist():
            self.state.put(int(mip.learner[column]), int(mip.placement[column]), int(mip.host[column]))
        if better:
            self.paid[free] = self.model.alone[free]
            self.paid[mip.learner[chosen]] = mip.paid[chosen]
            self.tired[free] = 0
        if len(free) <= LARGEST:
            self.size = (
                min(self.size * 21 // 20 + 1, LARGEST) if outcome.proven else max(self.size * 19 // 20, SMALLEST)
            )
        return better


def starting(mip: Mip, triples: list[tuple[int, int, int]]) -> Integers:
    """The rows of these in the columns of a problem."""
    wanted = set(triples)
    rows = zip(mip.learner.tolist(), mip.placement.tolist(), mip.host.tolist(), strict=True)
    return np.array([row for row, triple in enumerate(rows) if triple in wanted], np.int64)
