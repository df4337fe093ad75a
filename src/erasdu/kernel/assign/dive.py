"""A first solution: who is nearly decided by the division is decided, and the prices follow, until everybody is.

Each round the surest learners get the column that they divide over most; what no longer fits beside them is closed,
and the ascent goes on from there, so that the prices say what is scarce among those who are left.
"""

from __future__ import annotations

import numpy as np

from erasdu.kernel.assign.ascent import Climb, Smooth
from erasdu.kernel.assign.fitting import fits
from erasdu.kernel.assign.friends import TURNS, house
from erasdu.kernel.assign.model import Flags, Floats
from erasdu.kernel.assign.pool import Pool
from erasdu.kernel.assign.pricing import Pricing
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.search import fill
from erasdu.kernel.assign.state import NONE, State

SURE = 0.97
AT_LEAST = 40  # of so many one is decided in each round
MOST_ROUNDS = 250  # of deciding
ROUNDS = 8  # of the ascent, in between
OPEN = 0.7  # of the columns: when fewer are open, those that are closed are left out


def dive(climb: Climb, pool: Pool) -> State:
    """Goes on with this ascent, at its temperature."""
    model = climb.model
    state = State(model)
    smooth = Smooth(pool, climb.prices.cuts)
    del pool  # it is much, and soon fewer columns are left
    undecided = np.ones(model.learners, np.bool_)
    climb.run(smooth, 2 * ROUNDS)
    while house(state, Pricing(model, climb.prices), undecided, len(model.couples) // TURNS + 1):
        close(state, smooth, undecided)
        smooth = narrowed(smooth)
        climb.run(smooth, ROUNDS)
    while undecided.any():
        decide(state, smooth, undecided)
        close(state, smooth, undecided)
        smooth = narrowed(smooth)
        climb.run(smooth, ROUNDS)
    fill(state, Pricing(model, climb.prices), state.unassigned())
    return state


def decide(state: State, smooth: Smooth, undecided: Flags) -> None:
    """The surest learners, in that order, take what they would take; what does not fit any more waits."""
    pool, share = smooth.pool, smooth.share
    most = most_wanted(pool, share)
    sure = share[most]
    waiting = np.flatnonzero(undecided)
    order = waiting[np.argsort(-sure[waiting], kind="stable")]
    number = max(int((sure[order] > SURE).sum()), len(order) // AT_LEAST + 1, pool.model.learners // MOST_ROUNDS)
    for learner in order[:number].tolist():
        column = int(most[learner])
        placement, host = int(pool.placement[column]), int(pool.host[column])
        if host == pool.model.hosts:
            undecided[learner] = False
        elif state.fits(learner, placement, host):
            state.put(learner, placement, host)
            undecided[learner] = False


def most_wanted(pool: Pool, share: Floats) -> Integers:
    """[learner]: the first column with its largest share."""
    first = pool.from_learner[:-1]
    largest = np.maximum.reduceat(share, first)
    at = np.flatnonzero(share >= largest[pool.learner])
    return at[np.searchsorted(pool.learner[at], np.arange(pool.model.learners))]


def close(state: State, smooth: Smooth, undecided: Flags) -> None:
    """Only what still fits stays open, and of who is decided only what was taken."""
    pool, cost = smooth.pool, smooth.columns.cost
    real = pool.is_real[np.isfinite(cost[pool.is_real])]
    learner, placement, host = pool.learner[real], pool.placement[real], pool.host[real]
    open_ = undecided[learner] & fits(state, learner, placement, host)
    mine = (state.placement[learner] == placement) & (state.host[learner] == host)
    cost[real[~(open_ | mine)]] = np.inf
    placed = np.flatnonzero(state.placement != NONE)
    cost[pool.from_learner[placed + 1] - 1] = np.inf


def narrowed(smooth: Smooth) -> Smooth:
    """The same without closed columns, when many are closed; everybody divides in the same way."""
    pool, cost = smooth.pool, smooth.columns.cost
    keep = np.isfinite(cost)
    keep[pool.from_learner[1:] - 1] = True
    if keep.sum() > OPEN * len(keep):
        return smooth
    columns = (pool.learner[keep], pool.placement[keep], pool.host[keep], pool.cost[keep])
    found = Smooth(Pool(pool.model, *columns), smooth.cuts)
    found.columns.cost[:] = cost[keep]
    return found
