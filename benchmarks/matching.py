"""Matching: cost, bound, time and memory against other ways: python benchmarks/matching.py [100|1000|10000] [seed…].

In one process each, as the command does it: the matcher; greedy by hand (each in turn takes the cheapest that is free);
places by assignment, then beds by assignment; the same with the cheapest bed anticipated in the cost of a place.
Everything is checked. Ends with 1 when a target is missed; times are given as CPU seconds as well.
"""

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import highspy  # noqa: E402
import numpy as np  # noqa: E402

from erasdu.kernel.assign.model import Model  # noqa: E402
from erasdu.kernel.assign.pricing import Prices, Pricing  # noqa: E402
from erasdu.kernel.assign.search import fill  # noqa: E402
from erasdu.kernel.assign.solution import check, cost_of  # noqa: E402
from erasdu.kernel.assign.solve import solve  # noqa: E402
from erasdu.kernel.assign.state import State  # noqa: E402
from erasdu.kernel.assign.wishes import assigned  # noqa: E402
from tests.kernel.assign.instances import Kind, instance  # noqa: E402

KINDS = {
    "100": [Kind(100), Kind(100, pairs=False), Kind(100, slots=4)],
    "1000": [Kind(1000), Kind(1000, pairs=False), Kind(1000, slots=4), Kind(1000, slots=4, pairs=False)],
    "10000": [Kind(10000, slots=12)],
}
SEEDS = {"100": range(1, 4), "1000": range(1, 6), "10000": range(1, 2)}


def main(size: str = "100", *seeds: str) -> int:
    print(
        "learners slots pairs seed |  cost     gap    unmatched | wall s  CPU s  MB | by hand  beds after  anticipated"
    )
    missed = [
        not measured(kind, seed, peers=size != "10000")
        for kind in KINDS[size]
        for seed in (map(int, seeds) if seeds else SEEDS[size])
    ]
    print(f"{sum(missed)} of {len(missed)} missed a target")
    return int(any(missed))


def measured(kind: Kind, seed: int, *, peers: bool) -> bool:
    """Prints one line; whether every target is met."""
    problem = instance(kind, seed)
    wall, cpu = time.monotonic(), time.process_time()
    solution = solve(problem)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    faults = check(problem, solution)
    if faults:
        print(faults)
    others = (
        [solution.cost / cost for cost in (by_hand(problem), staged(problem, 0), staged(problem, 1))] if peers else []
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind.learners:8} {kind.slots:5} {kind.pairs!s:5} {seed:4} | {solution.cost:8} {solution.gap:7.2%}"
        f" {len(solution.unassigned):6}      | {wall:6.1f} {cpu:6.1f} {memory:4.0f} | "
        + "  ".join(f"{ratio:8.2f}" for ratio in others),
        flush=True,
    )
    if kind.learners <= 150:
        return solution.optimal and cpu < 3 and not faults
    most = 0.02 if kind.slots in (1, 12) else 0.05
    ratios = not others or (others[0] <= 0.86 and others[2] <= 0.95)
    return solution.gap <= most and ratios and cpu < (10 if kind.learners <= 1000 else 90) and not faults


def by_hand(problem) -> int:
    model = Model.of(problem)
    state = State(model)
    fill(state, Pricing(model, nothing(model)), np.arange(model.learners))
    return cost_of(problem, assigned(problem, state))


def nothing(model) -> Prices:
    return Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))


def staged(problem, anticipated: bool) -> int:
    """Places first, then beds near them, each by assignment; who cannot have a bed of its gender takes what is left."""
    model = Model.of(problem)
    pricing = Pricing(model, nothing(model))
    rows = [[], [], []]
    choices = {}
    for learner in range(model.learners):
        placement, host, cost = choices[learner] = pricing.everything(learner)
        first, last = model.placed_from[learner : learner + 2]
        own = dict(zip(model.placed.right[first:last].tolist(), model.placed.cost[first:last].tolist(), strict=True))
        for place in np.unique(placement).tolist():
            rows[0].append(learner)
            rows[1].append(place)
            rows[2].append(cost[placement == place].min() if anticipated else own[place])
    place = divided(model, *map(np.array, rows), model.room)
    rows = [[], [], []]
    for learner, chosen in place.items():
        placement, host, cost = choices[learner]
        there = placement == chosen
        rows[0] += [learner] * int(there.sum())
        rows[1] += host[there].tolist()
        rows[2] += cost[there].tolist()
    host = divided(model, *map(np.array, rows), model.beds)
    state = State(model)
    for learner in sorted(host):
        if state.fits(learner, place[learner], host[learner]):
            state.put(learner, place[learner], host[learner])
    fill(state, pricing, state.unassigned())
    return cost_of(problem, assigned(problem, state))


def divided(model, learner, thing, cost, capacity) -> dict[int, int]:
    """The cheapest assignment of learners to things with capacities in slots, as HiGHS finds it."""
    count = len(learner)
    at = [learner]
    which = [np.arange(count)]
    for slot in range(model.slots):
        there = np.flatnonzero((model.start[learner] <= slot) & (slot < model.end[learner]))
        at.append(model.learners + thing[there] * model.slots + slot)
        which.append(there)
    at, which = np.concatenate(at), np.concatenate(which)
    order = np.argsort(which, kind="stable")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    lp = highspy.HighsLp()
    size = model.learners + capacity.size
    lp.num_col_, lp.num_row_ = count, size
    lp.col_cost_ = cost - model.alone[learner]
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.row_lower_ = np.full(size, -np.inf)
    lp.row_upper_ = np.concatenate([np.ones(model.learners), capacity.ravel()]).astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(which[order], np.arange(count + 1)).astype(np.int32)
    lp.a_matrix_.index_ = at[order].astype(np.int32)
    lp.a_matrix_.value_ = np.ones(len(at))
    if model.slots > 1:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * count
        solver.setOptionValue("mip_rel_gap", 0.005)
    solver.passModel(lp)
    solver.run()
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
    return dict(zip(learner[chosen].tolist(), thing[chosen].tolist(), strict=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
