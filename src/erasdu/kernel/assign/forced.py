"""A choice that is forced on a solution: who had it makes room, and more and more of those near are divided anew."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.pricing import Prices
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.repair import around, put
from erasdu.kernel.assign.search import starting
from erasdu.kernel.assign.state import State

WIDELY = 120  # learners who are looked at in the end
STEPS = ((40, 20), (60, 30), (WIDELY, 20))  # learners, and relaxations: a way with few makes the next step short


def force(state: State, prices: Prices | None, learner: int, holders: Collection[int]) -> None:
    """The learner has nothing yet, and may have only what is forced; `holders` have it now."""
    search = around(state.model, state, prices)
    for size, relaxations in STEPS:
        near = search.neighbourhood(learner, size)
        free: Integers = np.unique(np.concatenate([near, np.array(sorted(holders), np.int64)]))
        columns = search.columns(free)
        before = state.triples(free.tolist())
        for each, _, _ in before:
            state.take(each)
        mip = Mip(state, free, columns)
        chosen = mip.solve(starting(mip, before), relaxations=relaxations).chosen
        put(mip, chosen)
        search.paid[free] = state.model.alone[free]
        search.paid[mip.learner[chosen]] = mip.paid[chosen]
