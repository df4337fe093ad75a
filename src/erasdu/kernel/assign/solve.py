"""Solves a problem: prices and a bound, a first solution, better ones; small problems to the proven best.

The work is limited in rounds, not in seconds, so the same problem and seed give the same answer; `seconds` only
stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from erasdu.kernel.assign.ascent import Climb, Smooth
from erasdu.kernel.assign.dive import dive
from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pool import Columns, Pool, cheapest, pooled
from erasdu.kernel.assign.pricing import SCALE, Prices, Pricing, bound
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.search import Search, fill, starting
from erasdu.kernel.assign.solution import Solution, cost_of
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up

SMALL = 150
MOST_RELAXATIONS = 1200
MOST_NODES = 1000
PARTS = (0.35, 0.85, 1.0)  # of the gap, in which a better solution is looked for
CLOSE = 1e-3

HOT, WARM, COLD = 1.0, 1 / 300, 1e-4  # temperatures: parts of what it is worth to a learner to have something
ROUNDS_HOT, ROUNDS = 100, 60  # at each temperature, half of the one before: down to the warm one and below it
IN_DIVE = 60  # columns of a learner, in the dive
WANTED = 30  # columns of a learner by which it finds neighbours
STEPS, MOST_STEPS = 10, 600  # one neighbourhood for so many learners, and in all
NARROW, WIDE = 25, 50  # columns of a learner, down to the warm temperature and below it


@dataclass(frozen=True)
class Work:
    """How much is done: rounds of the ascent at each temperature, neighbourhoods (None: by size), and proving."""

    hot: int = ROUNDS_HOT
    cold: int = ROUNDS
    steps: int | None = None
    prove: bool = True


MANY = 3000  # learners: from there on a round takes so long that there are fewer
THOROUGH, LARGE = Work(), Work(hot=40, cold=40)
QUICK = Work(hot=12, cold=8, steps=4, prove=False)  # something to begin from, soon


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
    """Prices, the bound that they prove, the columns that matter at them, and where a dive begins."""

    prices: Prices
    least: int
    pool: Pool
    warm: Climb


def priced(model: Model, watch: Watch, work: Work = THOROUGH) -> Priced:
    """Climbs to good prices while it cools down; in `warm` it stands where a dive begins."""
    climb = Climb(model, 1.0)
    pool = pooled(model, cheapest(model, climb.prices, NARROW))
    worth = hottest(pool)
    climb.heat = worth * HOT
    warm = climb
    levels = int(np.ceil(np.log2(HOT / COLD))) + 1
    for number in range(levels):
        if not watch.go_on():
            break
        smooth = Smooth(pool, climb.prices.cuts)
        climb.run(smooth, work.hot if climb.heat > worth * WARM else work.cold)
        warm = climb.copy() if climb.heat > worth * WARM else warm
        if climb.heat < worth * WARM * 4:
            climb.add_cuts(smooth.violated())
        if number < levels - 1:
            climb.heat /= 2
            pool = repriced(smooth, climb, worth)
        watch.tell(0.3 * (number + 1) / levels)
    prices = climb.prices.rounded(SCALE)
    return Priced(prices, bound(model, prices), pool, warm)


def hottest(pool: Pool) -> float:
    """What having something is worth to a learner, in the middle."""
    model = pool.model
    least = np.minimum.reduceat(pool.cost, pool.from_learner[:-1])
    return max(float(np.median(model.alone - least)), 10.0)


def repriced(smooth: Smooth, climb: Climb, worth: float) -> Pool:
    """The cheapest columns at the prices of now, and those of before that somebody takes."""
    pool, model = smooth.pool, smooth.model
    hot = climb.heat > worth * WARM
    found = cheapest(model, climb.prices, NARROW if hot else WIDE, climb.heat * 15 + worth / 100)
    keep = np.flatnonzero((smooth.share > (1e-3 if hot else 1e-5)) & (pool.host < model.hosts))
    return pooled(
        model,
        found,
        (pool.learner[keep], pool.placement[keep], pool.host[keep], pool.cost[keep]),
    )


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
    work: Work = THOROUGH,
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
    found = priced(model, watch, LARGE if model.learners > MANY and work is THOROUGH else work)
    state = dive(found.warm, pooled(model, cheapest(model, found.prices.unscaled(), IN_DIVE)))
    if start is not None:
        costs = TripleCosts(model)
        earlier = taken_up(model, problem, start.assignments)
        fill(earlier, Pricing(model, found.prices.unscaled()), earlier.unassigned())
        state = min(earlier, state, key=lambda each: each.cost(costs))
    best, least = improved(state, found, watch, seed, work)
    prices, free = found.prices, Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape), scale=SCALE)
    if (without := bound(model, free)) > least:
        prices, least = free, without
    return told(problem, best, least, watch, prices, must)


def improved(state: State, found: Priced, watch: Watch, seed: int, work: Work = THOROUGH) -> tuple[State, int]:
    """The state made better, and the bound."""
    model = state.model
    costs = TripleCosts(model)
    pool = pooled(model, cheapest(model, found.prices.unscaled(), WANTED))
    search = Search(state, pool, Pricing(model, found.prices.unscaled()), seed)
    rounds = min(4 + model.learners // STEPS, MOST_STEPS) if work.steps is None else work.steps
    for number in range(rounds):
        if not watch.go_on():
            break
        search.step()
        watch.tell(0.3 + 0.6 * number / rounds, state.cost(costs) if watch.on_progress else None, found.least)
    if model.learners > SMALL or watch.stopped or not work.prove:
        return state, found.least
    return proven(state, found, costs, watch)


def proven(state: State, found: Priced, costs: TripleCosts, watch: Watch) -> tuple[State, int]:
    """The best there is.

    What costs little more than the bound is looked for first, then more: few columns can be in it, and so it is soon
    found, or there is soon proof that there is none.
    """
    least = found.least
    for part in PARTS:
        if state.cost(costs) <= least or watch.stopped:
            break
        state, least = best_within(state, found, part, max(least, found.least), costs, watch)
    watch.stopped = watch.stopped or state.cost(costs) > least
    return state, least


def best_within(
    state: State, found: Priced, part: float, least: int, costs: TripleCosts, watch: Watch
) -> tuple[State, int]:
    """The best, when it lies within that part of the gap, and a bound.

    A solution less than the gap above the bound has only columns less than the gap too dear.
    """
    cost = state.cost(costs)
    gap = cost - found.least if part == 1 else (cost - found.least) * (1 + part) / 2
    mip = of_everybody(state, within(state.model, found.prices, gap + 1), costs)
    relaxed, more = mip.tighten()
    surely = max(relaxed, found.least)
    below = min(surely + (cost - surely) * part, found.least + gap) if part < 1 else cost
    if relaxed > below - 1 + CLOSE:
        return state, whole(below)
    near = more <= below - relaxed
    few = of_everybody(state, (mip.learner[near], mip.placement[near], mip.host[near], mip.paid[near]), costs)
    few.tighten()
    mine = starting(few, state.triples(range(state.model.learners)))
    outcome = few.solve(mine, relaxations=MOST_RELAXATIONS, below=below, go_on=watch.go_on)
    if not outcome.proven and part == 1 and watch.go_on():
        outcome = few.solve_by_all_means(outcome.chosen, nodes=MOST_NODES, seconds=watch.left)
    best = State(state.model)
    for column in outcome.chosen.tolist():
        best.put(int(few.learner[column]), int(few.placement[column]), int(few.host[column]))
    bound = whole(outcome.bound) if np.isfinite(outcome.bound) else least
    return (best if best.cost(costs) < cost else state), max(bound, least)


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
