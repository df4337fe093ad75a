"""Small problems: the best there is, and the proof that it is."""

from __future__ import annotations

import numpy as np

from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pool import Columns, pooled
from erasdu.kernel.assign.pricing import Prices, Pricing
from erasdu.kernel.assign.search import starting
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.watch import Watch

SMALL = 150  # learners: up to there it is tried
MOST_RELAXATIONS = 1200
MOST_NODES = 1000
PARTS = (0.47, 0.85, 1.0)  # of the gap, in which a better solution is looked for
CLOSE = 0.02


def proven(
    state: State, prices: Prices, least: int, watch: Watch, relaxations: int = MOST_RELAXATIONS
) -> tuple[State, int]:
    """The best there is, and a bound. `least` is what the prices prove, `relaxations` how many there are at most.

    What costs little more than the bound is looked for first, then more: few columns can be in it, and so it is soon
    found, or there is soon proof that there is none.
    """
    proof, costs = Proof(prices, least, watch, relaxations), TripleCosts(state.model)
    for part in PARTS:
        if state.cost(costs) <= proof.reached or (proof.left <= 0 and not proof.thorough) or watch.stopped:
            break
        state = proof.best_within(state, part)
    watch.stopped = watch.stopped or (state.cost(costs) > proof.reached and proof.thorough)
    return state, proof.reached


class Proof:
    """How far it is: `reached` is the bound, `left` the relaxations."""

    def __init__(self, prices: Prices, least: int, watch: Watch, relaxations: int) -> None:
        self.prices, self.least, self.watch = prices, least, watch
        self.reached, self.left = least, relaxations
        self.thorough = relaxations >= MOST_RELAXATIONS

    def best_within(self, state: State, part: float) -> State:
        """The best, when it lies within that part of the gap.

        A solution less than the gap above the bound has only columns less than the gap too dear.
        """
        costs = TripleCosts(state.model)
        cost = state.cost(costs)
        gap = cost - self.least if part == 1 else (cost - self.least) * (1 + part) / 2
        mip = of_everybody(state, within(state.model, self.prices, gap + 1), costs)
        relaxed, more = mip.tighten()
        surely = max(relaxed, self.least)
        below = float(np.floor(min(surely + (cost - surely) * part + 1, self.least + gap))) if part < 1 else cost
        if relaxed > below - 1 + CLOSE:
            self.reached = max(self.reached, int(below))
            return state
        near = more <= below - relaxed
        few = of_everybody(state, (mip.learner[near], mip.placement[near], mip.host[near], mip.paid[near]), costs)
        few.tighten()
        return self._solved(state, few, below, last=part == 1)

    def _solved(self, state: State, mip: Mip, below: float, *, last: bool) -> State:
        mine = starting(mip, state.triples(range(state.model.learners)))
        outcome = mip.solve(mine, relaxations=self.left, below=below, go_on=self.watch.go_on)
        self.left -= outcome.relaxations
        if not outcome.proven and last and self.thorough and self.watch.go_on():
            outcome = mip.solve_by_all_means(outcome.chosen, nodes=MOST_NODES, seconds=self.watch.left)
        best, costs = State(state.model), TripleCosts(state.model)
        for column in outcome.chosen.tolist():
            best.put(int(mip.learner[column]), int(mip.placement[column]), int(mip.host[column]))
        if np.isfinite(outcome.bound):
            self.reached = max(self.reached, whole(outcome.bound))
        return best if best.cost(costs) < state.cost(costs) else state


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


def within(model: Model, prices: Prices, gap: float) -> Columns:
    """Every column that is not too dear, at the prices, for a solution less than `gap` above their bound."""
    pricing = Pricing(model, prices.unscaled())
    most = np.repeat(pricing.least[:, None] + gap, model.hosts, axis=1)  # [learner, host]
    for pair in model.couples:
        least = pricing.least_of_pair(pair) + gap
        for learner, friend in ((pair.first, pair.second), (pair.second, pair.first)):
            there, _, _ = pricing.by_host(friend)
            there[~model.can_share(pair)] = np.inf
            most[learner] = least - np.minimum(there, pricing.least[friend] + pair.cost)
    return pricing.cheapest(np.arange(model.learners), at_host=most)[:4]
