"""Solves a problem: prices and a bound, a first solution, better ones; small problems to the proven best.

The work is limited in rounds, not in seconds, so the same problem and seed give the same answer; `seconds` only
stops it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from erasdu.kernel.assign.ascent import Climb, Smooth
from erasdu.kernel.assign.dive import dive
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pool import Columns, Pool, cheapest, pooled
from erasdu.kernel.assign.pricing import SCALE, Prices, Pricing, bound
from erasdu.kernel.assign.problem import Problem
from erasdu.kernel.assign.proving import SMALL, proven
from erasdu.kernel.assign.search import Search, fill
from erasdu.kernel.assign.solution import Solution, cost_of
from erasdu.kernel.assign.state import State, TripleCosts
from erasdu.kernel.assign.watch import Watch
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up

HOT, WARM, COLD = 1.0, 1 / 300, 1e-4  # temperatures: parts of what it is worth to a learner to have something
ROUNDS_HOT, ROUNDS = 100, 60  # at each temperature, half of the one before: down to the warm one and below it
WANTED = 30  # columns of a learner by which it finds neighbours
STEPS, MOST_STEPS = 10, 600  # one neighbourhood for so many learners, and in all
BEFORE_PROOF = 6  # neighbourhoods: a proof finds the best itself, and hardly begins sooner with a better start
NARROW, WIDE = 25, 50  # columns of a learner, down to the warm temperature and below it


@dataclass(frozen=True)
class Work:
    """How much is done: rounds of the ascent at each temperature, neighbourhoods (None: by size), and proving.

    The dive is done with `columns` of each learner, at `dive` times the warm temperature.
    """

    hot: int = ROUNDS_HOT
    cold: int = ROUNDS
    steps: int | None = None
    prove: bool = True
    columns: int = 60
    dive: float = 0.5


MANY = 3000  # learners: from there on a round takes so long that there are fewer, and a better dive pays more
THOROUGH, LARGE = Work(), Work(hot=40, cold=40, columns=90)
QUICK = Work(hot=12, cold=8, steps=4, prove=False)  # something to begin from, soon


@dataclass
class Priced:
    """Prices, the bound that they prove, and where a dive begins."""

    prices: Prices
    least: int
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
            some = taken(smooth, hot=climb.heat > worth * WARM)
            del smooth, pool  # they are much: away with them before there are new ones
            pool = repriced(climb, some, worth)
        watch.tell(0.3 * (number + 1) / levels)
    prices = climb.prices.rounded(SCALE)
    return Priced(prices, bound(model, prices), warm)


def hottest(pool: Pool) -> float:
    """What having something is worth to a learner, in the middle."""
    model = pool.model
    least = np.minimum.reduceat(pool.cost, pool.from_learner[:-1])
    return max(float(np.median(model.alone - least)), 10.0)


def taken(smooth: Smooth, *, hot: bool) -> Columns:
    """What somebody takes."""
    pool = smooth.pool
    keep = np.flatnonzero((smooth.share > (1e-3 if hot else 1e-5)) & (pool.host < smooth.model.hosts))
    return pool.learner[keep], pool.placement[keep], pool.host[keep], pool.cost[keep]


def repriced(climb: Climb, some: Columns, worth: float) -> Pool:
    """The cheapest columns at the prices of now, and some of before."""
    most = NARROW if climb.heat > worth * WARM else WIDE
    return pooled(climb.model, cheapest(climb.model, climb.prices, most, climb.heat * 15 + worth / 100), some)


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
    work = LARGE if model.learners > MANY and work is THOROUGH else work
    found = priced(model, watch, work)
    found.warm.heat *= work.dive
    state = dive(found.warm, pooled(model, cheapest(model, found.prices.unscaled(), work.columns)))
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
    small = work.prove and model.learners <= SMALL
    rounds = min(4 + model.learners // STEPS, BEFORE_PROOF if small else MOST_STEPS)
    rounds = rounds if work.steps is None else work.steps
    for number in range(rounds):
        if not watch.go_on():
            break
        search.step()
        watch.tell(0.3 + 0.6 * number / rounds, state.cost(costs) if watch.on_progress else None, found.least)
    if not small or watch.stopped:
        return state, found.least
    return proven(state, found.prices, found.least, watch)


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
