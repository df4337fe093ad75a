"""Solves a problem: prices and a bound, a first solution, better ones; small problems to the proven best.

The work is limited in rounds, not in seconds, so the same problem and seed give the same answer; `seconds` only
stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from erasdu.kernel.assign.ascent import Climb
from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.pool import Columns, Pool, cheapest, columns_of, pooled
from erasdu.kernel.assign.pricing import SCALE, Prices, Pricing, bound
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.search import Search, fill, greedy, starting
from erasdu.kernel.assign.solution import Solution, cost_of
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up

SMALL = 150
ROUNDS_OF_SEARCH = 50
ALL = 10**9
MOST_RELAXATIONS = 1200
MOST_NODES = 1000
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
    start: Solution | None = None,
    pinned: Iterable[Choice] = (),
    forbidden: Iterable[Choice] = (),
) -> Solution:
    """The best solution that the work finds, with a bound that is proven.

    `start` is a solution to begin from, as far as it still holds. `seconds` and `should_stop`, asked some times a
    second, end the work early with the best so far. `on_progress` hears which part is done (0 to 1), and cost and
    bound so far, None when there is none yet.
    """
    watch = Watch(seconds, on_progress, should_stop)
    model = Model.of(problem)
    must = narrow(model, problem, pinned, forbidden)
    if not len(problem.learners):
        return Solution((), (), 0, 0, watch.passed)
    found = priced(model, watch)
    state = greedy(found.pool, found.wish, found.prices)
    if start is not None:
        costs = TripleCosts(model)
        earlier = taken_up(model, problem, start.assignments)
        fill(earlier, Pricing(model, found.prices.unscaled()), earlier.unassigned())
        state = min(earlier, state, key=lambda each: each.cost(costs))
    best, least = improved(state, found, watch, seed)
    return told(problem, best, least, watch, found.prices, must)


def improved(state: State, found: Priced, watch: Watch, seed: int) -> tuple[State, int]:
    """The state made better, and the bound."""
    model = state.model
    costs = TripleCosts(model)
    pool = pooled(model, cheapest(model, found.prices.unscaled(), 120))
    search = Search(state, pool, Pricing(model, found.prices.unscaled()), seed)
    rounds = ROUNDS_OF_SEARCH if model.learners <= SMALL else min(model.learners // 14, 250)
    for number in range(rounds):
        if not watch.go_on():
            break
        search.step()
        watch.tell(0.3 + 0.6 * number / rounds, state.cost(costs) if watch.on_progress else None, found.least)
    if model.learners > SMALL or watch.stopped:
        return state, found.least
    return proven(state, found, costs, watch)


def proven(state: State, found: Priced, costs: TripleCosts, watch: Watch) -> tuple[State, int]:
    """The best there is.

    A solution less than `gap` above the bound has only columns less than `gap` too dear. So few columns are tried
    first: when they give a solution within their own gap, none is better.
    """
    least = found.least
    gap = (state.cost(costs) - least) * FIRST + 1
    while (cost := state.cost(costs)) > least:
        gap = min(gap, cost - least + 1)
        state, least_now, done = best_within(state, found, gap, costs, watch)
        if not done:
            watch.stopped = True
            return state, max(least, least_now) if gap > cost - least else least
        if state.cost(costs) - least <= gap:
            return state, round(state.cost(costs))
        gap *= 3
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
    outcome = mip.solve(starting(mip, mine), relaxations=MOST_RELAXATIONS, go_on=watch.go_on)
    if not outcome.proven and watch.go_on():
        outcome = mip.solve_by_all_means(outcome.chosen, nodes=MOST_NODES, seconds=watch.left)
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


def told(problem: Problem, state: State, least: int, watch: Watch, prices: Prices, must: dict[int, float]) -> Solution:
    model = state.model
    assignments = assigned(problem, state)
    without = state.unassigned().tolist()
    unmet = tuple(learner for learner in without if learner in must)
    cost = cost_of(problem, assignments)
    least = min(least - round(sum(must[learner] for learner in unmet)), cost)
    names = [each.id for each in problem.learners]
    return Solution(
        assignments,
        tuple(names[learner] for learner in without),
        cost,
        least,
        watch.passed,
        watch.stopped,
        tuple(names[learner] for learner in unmet),
        prices if model.learners else None,
    )
