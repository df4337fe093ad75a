"""Small problems: the best there is, and the proof that it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Flags, Floats, Model
from erasdu.kernel.assign.pool import Columns, pooled
from erasdu.kernel.assign.pricing import Prices, Pricing
from erasdu.kernel.assign.search import starting
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.watch import Watch

SMALL = 150  # learners: up to there it is tried
MOST_RELAXATIONS = 1200
MOST_NODES = 1000
FIRST, WIDER = 1500, 1.8  # columns of the first proof, and how many times as many the next one has
RELAXED = 4000  # columns that are relaxed, to know which of them are too dear: when they do not do, all of them
ALL_BUT = 0.8  # of all columns: so many are as well all
CLOSE = 0.02
BEGUN = 0.9  # of all work is done when it begins


def proven(
    state: State, prices: Prices, least: int, watch: Watch, relaxations: int = MOST_RELAXATIONS
) -> tuple[State, int]:
    """The best there is, and a bound. `least` is what the prices prove, `relaxations` how many there are at most.

    What costs little more than the bound is looked for first, then more: few columns can be in it, and so it is soon
    found, or there is soon proof that there is none.
    """
    proof, costs = Proof(state, prices, least, watch, relaxations), TripleCosts(state.model)
    columns = FIRST
    while state.cost(costs) > proof.reached and not watch.stopped and not proof.over:
        state = proof.best_within(state, columns)
        columns = int(columns * WIDER)
    watch.stopped = watch.stopped or (state.cost(costs) > proof.reached and proof.thorough)
    return state, proof.reached


class Proof:
    """How far it is: `reached` is the bound, `left` the relaxations; `over` when nothing is left to try."""

    def __init__(self, state: State, prices: Prices, least: int, watch: Watch, relaxations: int) -> None:
        self.least, self.watch = least, watch
        self.reached, self.left = least, relaxations
        self.most = max(relaxations, 1)
        self.thorough, self.over = relaxations >= MOST_RELAXATIONS, False
        gap = state.cost(TripleCosts(state.model)) - least
        self.columns, self.excess = within(state.model, prices, gap + 1)
        self.mip: Mip | None = None
        self.below = -np.inf  # what costs less than this has only columns of that
        self.relaxed, self.more = -np.inf, np.zeros(0)

    def best_within(self, state: State, many: int) -> State:
        """The best, when it has only columns among about so many of the cheapest."""
        cost = state.cost(TripleCosts(state.model))
        mip = self.mip
        if mip is None or self._below(many, cost) > self.below:
            mip = self.mip = self._relax(state, cost, len(self.excess) if mip else RELAXED)
        below = min(self._below(many, cost), self.below)
        if self.relaxed > below - 1 + CLOSE:
            self.reached, self.over = max(self.reached, int(below)), below == cost
            return state
        return self._solved(state, mip, self.more > below - self.relaxed, below)

    def _telling(self, cost: float) -> Callable[[], bool]:
        """Whether to go on; says each time how far it is, for who wants to stop is only heard then."""
        spent = 1 - self.left / self.most

        def go_on() -> bool:
            self.watch.tell(BEGUN + (1 - BEGUN) * spent, cost, self.reached)
            return self.watch.go_on()

        return go_on

    def _below(self, many: int, cost: float) -> float:
        """Less than this costs what has only so many columns, by the reduced costs."""
        if many >= len(self.more) * ALL_BUT or self.left <= 0:
            return cost
        return min(cost, float(np.floor(self.relaxed + np.partition(self.more, many)[many])))

    def _relax(self, state: State, cost: float, many: int) -> Mip:
        """Makes the relaxation of so many columns: what costs less than `below` has no other ones.

        A solution less than some gap above the bound has only columns less than that gap too dear.
        """
        self.below = cost
        if many < len(self.excess) * ALL_BUT:
            self.below = min(cost, float(np.floor(self.least + np.partition(self.excess, many)[many])))
        some = self.excess <= self.below - self.least + 1
        mip = of_everybody(state, picked(self.columns, some), TripleCosts(state.model))
        self.relaxed, self.more = mip.tighten(self.mip.cuts if self.mip else ())
        return mip

    def _solved(self, state: State, mip: Mip, closed: Flags, below: float) -> State:
        """The best without the columns that are closed, when it costs less than `below`."""
        mine = starting(mip, state.triples(range(state.model.learners)))
        cost = state.cost(TripleCosts(state.model))
        go_on, last = self._telling(cost), below == cost
        outcome = mip.solve(mine, relaxations=self.left, below=below, closed=closed, go_on=go_on)
        self.left -= outcome.relaxations
        self.over = last or (self.left <= 0 and not self.thorough)
        if not outcome.proven and last and self.thorough and self.watch.go_on():
            seconds = self.watch.left
            outcome = mip.solve_by_all_means(outcome.chosen, nodes=MOST_NODES, seconds=seconds, go_on=go_on)
        best, costs = State(state.model), TripleCosts(state.model)
        for column in outcome.chosen.tolist():
            best.put(int(mip.learner[column]), int(mip.placement[column]), int(mip.host[column]))
        if np.isfinite(outcome.bound):
            self.reached = max(self.reached, whole(outcome.bound))
        return best if best.cost(costs) < cost else state


def picked(columns: Columns, some: Flags) -> Columns:
    learner, placement, host, cost = columns
    return learner[some], placement[some], host[some], cost[some]


def whole(least: float) -> int:
    """Costs are whole numbers: what is at least a little more than one is at least the next."""
    return int(np.ceil(least - 0.01))


def of_everybody(state: State, columns: Columns, costs: TripleCosts) -> Mip:
    """The whole problem with these columns, and those of the state."""
    mine = state.triples(range(state.model.learners))
    held = np.array(mine, np.int64).reshape(-1, 3)
    paid = np.array([costs.of(*triple) for triple in mine])
    pool = pooled(state.model, columns, (held[:, 0], held[:, 1], held[:, 2], paid))
    everybody = np.arange(state.model.learners)
    return Mip(State(state.model), everybody, (pool.learner, pool.placement, pool.host, pool.cost))


def within(model: Model, prices: Prices, gap: float) -> tuple[Columns, Floats]:
    """Every column that is not too dear, at the prices, for a solution less than `gap` above their bound.

    And [column] how far above it every solution is that has this column.
    """
    pricing = Pricing(model, prices.unscaled())
    most = np.repeat(pricing.least[:, None] + gap, model.hosts, axis=1)  # [learner, host]
    for pair in model.couples:
        least = pricing.least_of_pair(pair) + gap
        for learner, friend in ((pair.first, pair.second), (pair.second, pair.first)):
            there, _, _ = pricing.by_host(friend)
            there[~model.can_share(pair)] = np.inf
            most[learner] = least - np.minimum(there, pricing.least[friend] + pair.cost)
    listing = pricing.cheapest(np.arange(model.learners), at_host=most)
    excess: Floats = listing[4] - most[listing[0], listing[2]] + gap
    return listing[:4], excess
