"""Solves a problem: prices and a bound, a first solution, better ones; small problems to the proven best.

The work is limited in rounds, not in seconds, so the same problem and seed give the same answer; `seconds` only
stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from erasdu.kernel.assign.ascent import Climb
from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.pool import Columns, Pool, cheapest, columns_of, pooled
from erasdu.kernel.assign.pricing import Prices, Pricing, bound
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.search import Search, greedy, starting
from erasdu.kernel.assign.solution import Assignment, Solution
from erasdu.kernel.assign.state import State, TripleCosts

SCALE = 1000
SMALL = 150
ALL = 10**9
FIRST = 0.15  # of the gap, to begin with

ROUNDS, BETWEEN = 16, 25  # of pricing everything anew, and of climbing in between
WIDTH = 50  # columns of a learner


@dataclass
class Watch:
    """When to stop, and who wants to know how far it is: `on_progress(part, cost, bound)`, part from 0 to 1."""

    seconds: float | None = None
    on_progress: Callable[[float, int | None, int | None], None] | None = None
    should_stop: Callable[[], bool] | None = None
    stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    @property
    def passed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float | None:
        return None if self.seconds is None else self.seconds - self.passed

    def go_on(self) -> bool:
        if (self.seconds is not None and self.passed > self.seconds) or (self.should_stop and self.should_stop()):
            self.stopped = True
        return not self.stopped

    def tell(self, part: float, cost: float | None = None, least: int | None = None) -> None:
        if self.on_progress:
            self.on_progress(part, None if cost is None else round(cost), least)


@dataclass
class Priced:
    """Prices, the bound that they prove, and how learners divide over the columns that matter at them."""

    prices: Prices
    least: int
    pool: Pool
    wish: Floats


def priced(model: Model, watch: Watch) -> Priced:
    """Climbs to good prices."""
    climb = Climb(model, 1.0)
    pool = pooled(model, cheapest(model, climb.prices, WIDTH))
    hot = climb.heat = hottest(pool)
    wish = np.zeros(len(pool))
    for number in range(ROUNDS):
        if not watch.go_on():
            break
        # the first third at the highest temperature, then down to a thousandth of it
        fallen = max(number + 1 - ROUNDS / 3, 0) / (ROUNDS - ROUNDS / 3)
        wish = climb.run(pool, BETWEEN, hot / 3 * 10 ** (-2.5 * fallen), cuts=number >= ROUNDS / 2)
        if number < ROUNDS - 1:
            pool = repriced(pool, climb, hot)
        watch.tell(0.3 * number / ROUNDS)
    prices = climb.prices.rounded(SCALE)
    return Priced(prices, bound(model, prices), pool, wish)


def hottest(pool: Pool) -> float:
    """A tenth of what having something is worth to a learner, in the middle."""
    model = pool.model
    least = np.minimum.reduceat(pool.cost, pool.from_learner[:-1])
    return max(float(np.median(model.alone - least)) / 10, 1.0)


def repriced(pool: Pool, climb: Climb, hot: float) -> Pool:
    """The cheapest columns at the prices of now, and those of before that are not much dearer."""
    model = pool.model
    found = cheapest(model, climb.prices, WIDTH, climb.heat * 15 + hot / 10)
    keep = np.flatnonzero((climb.division > 1e-5) & (pool.host < model.hosts))
    return pooled(model, found, (pool.learner[keep], pool.placement[keep], pool.host[keep], pool.cost[keep]))


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    on_progress: Callable[[float, int | None, int | None], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best solution that the work finds, with a bound that is proven."""
    watch = Watch(seconds, on_progress, should_stop)
    model = Model.of(problem)
    if not len(problem.learners):
        return Solution((), (), 0, 0, watch.passed)
    found = priced(model, watch)
    state = greedy(found.pool, found.wish, found.prices)
    best, least = improved(state, found, watch, seed)
    return told(problem, best, least, watch)


def improved(state: State, found: Priced, watch: Watch, seed: int) -> tuple[State, int]:
    """The state made better, and the bound."""
    model = state.model
    costs = TripleCosts(model)
    pool = pooled(model, cheapest(model, found.prices.unscaled(), 120))
    search = Search(state, pool, Pricing(model, found.prices.unscaled()), seed)
    rounds = min(12 + model.learners // 6, 400)
    for number in range(rounds):
        if not watch.go_on():
            break
        search.step()
        watch.tell(0.3 + 0.6 * number / rounds, None, found.least)
    if model.learners > SMALL or watch.stopped:
        return state, found.least
    return proven(state, found, costs, watch)


def proven(state: State, found: Priced, costs: TripleCosts, watch: Watch) -> tuple[State, int]:
    """The best there is.

    A solution less than `gap` above the bound has only columns less than `gap` too dear. So few columns are tried
    first: when they give a solution within their own gap, none is better.
    """
    least, first = found.least, FIRST
    while (cost := state.cost(costs)) - least >= 1:
        gap = (cost - least) * first + 1
        better, least_now, done = best_within(state, found, gap, costs, watch)
        if not done:
            watch.stopped = True
            return better, max(least, least_now) if first == 1 else least
        state = better
        if state.cost(costs) - found.least <= gap:
            return state, round(state.cost(costs))
        first = 1 if first * 3 > 1 else first * 3
    return state, least


def best_within(state: State, found: Priced, gap: float, costs: TripleCosts, watch: Watch) -> tuple[State, int, bool]:
    """The best with the columns within the gap and those of the state; HiGHS's bound, and whether it came to an end."""
    model = state.model
    everybody = np.arange(model.learners)
    mine = state.triples(everybody.tolist())
    held = np.array(mine, np.int64).reshape(-1, 3)
    paid = np.array([costs.of(*triple) for triple in mine])
    pool = pooled(model, within(model, found.prices, gap), (held[:, 0], held[:, 1], held[:, 2], paid))
    mip = Mip(State(model), everybody, (pool.learner, pool.placement, pool.host, pool.cost))
    outcome = mip.solve(starting(mip, mine), seconds=watch.left)
    if outcome is None:
        return state, found.least, False
    best = State(model)
    for column in outcome.chosen.tolist():
        best.put(int(mip.learner[column]), int(mip.placement[column]), int(mip.host[column]))
    least = int(np.ceil(outcome.bound - 0.01)) if np.isfinite(outcome.bound) else found.least
    return (best if best.cost(costs) < state.cost(costs) else state), least, outcome.proven


def within(model: Model, prices: Prices, gap: float) -> Columns:
    """Every column that is not too dear, at the prices, for a solution less than `gap` above their bound."""
    pricing = Pricing(model, prices.unscaled())
    coupled = {learner for pair in model.couples for learner in (pair.first, pair.second)}
    alone = (each for each in range(model.learners) if each not in coupled)
    parts = [
        columns_of(model, pricing, learner, ALL, np.full(model.hosts, pricing.least(learner) + gap))
        for learner in alone
    ]
    for pair in model.couples:
        most = pricing.least_of_pair(pair) + gap
        for learner, friend in ((pair.first, pair.second), (pair.second, pair.first)):
            there, _, _ = pricing.by_host(friend)
            there[~model.can_share(pair)] = np.inf
            others = np.minimum(there, pricing.least(friend) + pair.cost)
            parts.append(columns_of(model, pricing, learner, ALL, most - others))
    learner_, placement, host, cost = (np.concatenate(each) for each in zip(*parts, strict=True))
    return learner_, placement, host, cost


def told(problem: Problem, state: State, least: int, watch: Watch) -> Solution:
    model = state.model
    assignments = tuple(
        Assignment(problem.learners[learner].id, problem.placements[placement].id, problem.hosts[host].id)
        for learner, placement, host in state.triples(range(model.learners))
    )
    unassigned = tuple(problem.learners[learner].id for learner in state.unassigned().tolist())
    cost = round(state.cost(TripleCosts(model)))
    return Solution(assignments, unassigned, cost, min(least, cost), watch.passed, watch.stopped)
