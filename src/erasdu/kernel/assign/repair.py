"""After something was withdrawn: only those who must move are moved, and few others when that gives them a place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np

from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pool import cheapest, pooled
from erasdu.kernel.assign.pricing import SCALE, Prices, Pricing, bound
from erasdu.kernel.assign.problem import Integers, Problem
from erasdu.kernel.assign.search import Search, starting
from erasdu.kernel.assign.solution import Solution, cost_of
from erasdu.kernel.assign.state import NONE, State
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up

OTHERS = 20  # that may be moved
AROUND = 60  # learners who are looked at for one that has no place
WIDTH = 60  # columns of a learner
RELAXATIONS = 40


def repair(
    problem: Problem,
    previous: Solution,
    removed: Iterable[str] = (),
    *,
    others: int = OTHERS,
    pinned: Iterable[Choice] = (),
    forbidden: Iterable[Choice] = (),
    tell: Callable[[float], bool] | None = None,
) -> Solution:
    """`previous` mended: `removed` are ids of placements and hosts that are there no longer.

    What no longer holds for another reason, such as a bed less, is mended as well. Who had nothing before is not
    looked at. The bound is that of the prices before, which are good while not much was withdrawn. `tell` hears which
    part is done (0 to 1) and says whether to stop with what there is.
    """
    began = time.monotonic()
    smaller = closed(problem, frozenset(removed))
    model = Model.of(smaller)
    narrow(model, problem, pinned, forbidden)
    state = taken_up(model, problem, previous.assignments)
    had = {each.learner for each in previous.assignments}
    lost = np.array(
        [at for at, each in enumerate(problem.learners) if each.id in had and state.placement[at] == NONE], np.int64
    )
    search = around(model, state, previous.prices)
    if len(lost):
        search.improve(lost)
    moved = 0
    for number, learner in enumerate(lost.tolist()):
        if tell and tell(number / len(lost)):
            break
        if state.placement[learner] == NONE and moved < others:
            moved += make_room(search, learner, others - moved)
    assignments = assigned(problem, state)
    cost = cost_of(problem, assignments)
    names = [each.id for each in problem.learners]
    without = tuple(names[each] for each in state.unassigned().tolist())
    prices = search.pricing.prices.rounded(SCALE)
    least = min(bound(Model.of(smaller), prices), cost)
    return Solution(assignments, without, cost, least, time.monotonic() - began, prices=prices)


def closed(problem: Problem, removed: frozenset[str]) -> Problem:
    """The problem without room in these."""
    nothing = (0,) * problem.slots
    return Problem(
        problem.slots,
        problem.learners,
        tuple(type(each)(each.id, nothing) if each.id in removed else each for each in problem.placements),
        tuple(type(each)(each.id, nothing) if each.id in removed else each for each in problem.hosts),
        problem.learner_placement,
        problem.learner_host,
        problem.placement_host,
        problem.pairs,
    )


def around(model: Model, state: State, prices: Prices | None) -> Search:
    """A search from a state, at the prices that are known."""
    same = prices is not None and prices.room.shape == model.room.shape and prices.beds.shape == model.beds.shape
    known = (
        prices.unscaled()
        if prices is not None and same
        else Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
    )
    return Search(state, pooled(model, cheapest(model, known, WIDTH)), Pricing(model, known), 0)


def make_room(search: Search, learner: int, others: int) -> int:
    """Lets others move, as few as it takes, when that gives the learner a place; how many moved."""
    state = search.state
    free = search.neighbourhood(learner, AROUND)
    before = state.triples(free.tolist())
    columns = search.columns(free)
    for each, _, _ in before:
        state.take(each)
    mip = Mip(state, free, columns)
    stay = starting(mip, before)
    moving = float(np.abs(search.model.alone[free]).max()) / (2 * max(others, 1))
    for column in stay.tolist():
        mip.costs[column] -= moving
    mip.rows.add(stay, [-1.0] * len(stay), float(others - len(stay)))
    chosen = mip.solve(stay, relaxations=RELAXATIONS, adapted=True).chosen
    put(mip, chosen if learner in mip.learner[chosen] else stay)
    search.paid[free] = search.model.alone[free]
    used = chosen if learner in mip.learner[chosen] else stay
    search.paid[mip.learner[used]] = mip.paid[used]
    return len(set(before) - set(state.triples(free.tolist())))


def put(mip: Mip, chosen: Integers) -> None:
    for column in chosen.tolist():
        mip.state.put(int(mip.learner[column]), int(mip.placement[column]), int(mip.host[column]))
