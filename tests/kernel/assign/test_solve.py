"""The solver agrees with trying everything, says how good it is, and gives the same answer twice."""

import itertools
import json
from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.kernel.assign import levels, proving, relaxations, sample
from erasdu.kernel.assign.certificate import recomputed
from erasdu.kernel.assign.highs import quiet
from erasdu.kernel.assign.hulls import Hulls
from erasdu.kernel.assign.mip import Mip
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pool import cheapest
from erasdu.kernel.assign.pricing import Prices, certified
from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem
from erasdu.kernel.assign.reading import parse
from erasdu.kernel.assign.search import starting
from erasdu.kernel.assign.solution import Assignment, check, cost_of, written
from erasdu.kernel.assign.solve import Watch, Work, priced, solve
from erasdu.kernel.assign.state import State
from tests.kernel.assign.instances import Kind, instance, text_of

SLOTS = 3


@st.composite
def small(draw) -> Problem:
    """Up to four learners, three placements and three hosts, with everything that can be between them."""
    number = st.integers(0, 60)
    learners = []
    for each in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, SLOTS - 1))
        learners.append(
            Learner(
                f"L{each}",
                start,
                draw(st.integers(start + 1, SLOTS)),
                draw(st.integers(0, 150)),
                draw(st.sampled_from(["f", "m", None])),
                draw(st.sampled_from([None, 5])),
            )
        )
    capacity = st.tuples(*[st.integers(0, 2)] * SLOTS)
    placements = [Placement(f"P{each}", draw(capacity)) for each in range(draw(st.integers(0, 3)))]
    hosts = [Host(f"H{each}", draw(capacity), draw(st.booleans())) for each in range(draw(st.integers(0, 3)))]

    def some(lefts, rights):
        return [(one.id, two.id, draw(number)) for one in lefts for two in rights if draw(st.integers(0, 9)) < 8]

    return Problem.of(
        SLOTS,
        learners,
        placements,
        hosts,
        learner_placement=some(learners, placements),
        learner_host=some(learners, hosts),
        placement_host=[(*row, draw(st.integers(0, 10))) for row in some(placements, hosts)],
        pairs=[
            (one.id, two.id, draw(st.integers(-30, 120)))
            for one, two in itertools.combinations(learners, 2)
            if draw(st.booleans())
        ],
    )


def by_trying(problem: Problem) -> int:
    """The least cost of all there is, in the plainest way."""
    choices = [None, *itertools.product([each.id for each in problem.placements], [each.id for each in problem.hosts])]
    best = None
    for taken in itertools.product(choices, repeat=len(problem.learners)):
        chosen = [
            Assignment(learner.id, *choice) for learner, choice in zip(problem.learners, taken, strict=True) if choice
        ]
        if allowed(problem, chosen):
            cost = cost_of(problem, chosen)
            best = cost if best is None else min(best, cost)
    return best


def allowed(problem: Problem, chosen: list[Assignment]) -> bool:
    learners = {each.id: each for each in problem.learners}
    arcs = [
        {(problem.learners[a].id, problem.placements[b].id) for a, b in ends(problem.learner_placement)},
        {(problem.learners[a].id, problem.hosts[b].id) for a, b in ends(problem.learner_host)},
    ]
    minutes = {
        (problem.placements[a].id, problem.hosts[b].id): far
        for (a, b), far in zip(ends(problem.placement_host), problem.placement_host.minutes.tolist(), strict=True)
    }
    for learner, placement, host in chosen:
        far, limit = minutes.get((placement, host)), learners[learner].max_minutes
        if (learner, placement) not in arcs[0] or (learner, host) not in arcs[1] or far is None:
            return False
        if limit is not None and far > limit:
            return False
    for slot in range(problem.slots):
        there = [each for each in chosen if learners[each.learner].start <= slot < learners[each.learner].end]
        for thing in problem.placements:
            if sum(each.placement == thing.id for each in there) > thing.capacity[slot]:
                return False
        for thing in problem.hosts:
            guests = [each for each in there if each.host == thing.id]
            if len(guests) > thing.capacity[slot]:
                return False
            if thing.one_gender and len({learners[each.learner].gender for each in guests}) > 1:
                return False
    return True


def ends(arcs):
    return list(zip(arcs.left.tolist(), arcs.right.tolist(), strict=True))


@settings(max_examples=25, deadline=None)
@given(small())
def test_trying_everything_gives_no_less(problem):
    solution = solve(problem)
    assert check(problem, solution) == []
    assert solution.cost == by_trying(problem)
    assert solution.optimal


def test_nothing_to_do():
    assert solve(Problem.of(1, [], [], [], learner_placement=[], learner_host=[], placement_host=[])).cost == 0


def test_a_problem_without_any_feasible_assignment_is_a_clear_answer():
    learners = [Learner("L1", 0, 1, 100), Learner("L2", 0, 1, 100)]
    problem = Problem.of(1, learners, [], [], learner_placement=[], learner_host=[], placement_host=[])
    solution = solve(problem)
    assert (solution.assignments, solution.unassigned) == ((), ("L1", "L2"))
    assert (solution.cost, solution.bound, solution.optimal) == (200, 200, True)


def test_the_cost_is_the_same_whatever_the_pieces_in_which_arcs_are_looked_through(monkeypatch):
    problem = instance(Kind(30, slots=3), 2)
    found = solve(problem, work=Work(steps=2, prove=False))
    assert len(problem.learner_host) > 100
    monkeypatch.setattr("erasdu.kernel.assign.solution.PIECE", 7)
    assert cost_of(problem, found.assignments) == found.cost
    assert check(problem, found) == []


def test_leaving_closed_columns_out_of_a_dive_changes_nothing(monkeypatch):
    problem = instance(Kind(40, slots=3), 3)
    short = Work(steps=0, prove=False)
    narrow = solve(problem, work=short)
    monkeypatch.setattr("erasdu.kernel.assign.dive.OPEN", 0.0)
    assert solve(problem, work=short).assignments == narrow.assignments
    assert len(narrow.assignments) > 20


def test_the_same_twice():
    problem = instance(Kind(26), 5)
    one, two = solve(problem, seed=3), solve(problem, seed=3)
    assert (one.assignments, one.bound) == (two.assignments, two.bound)
    assert check(problem, one) == []
    assert one.optimal


def test_it_can_be_stopped_and_keeps_the_best_so_far():
    problem = instance(Kind(60, slots=4), 5)
    heard = []
    solution = solve(
        problem, should_stop=lambda: len(heard) > 8, on_progress=lambda part, cost, least: heard.append(part)
    )
    assert solution.stopped
    assert check(problem, solution) == []
    assert heard == sorted(heard)
    assert len(solution.assignments) > 0
    at_once = solve(problem, seconds=1e-9)
    assert at_once.stopped
    assert check(problem, at_once) == []


def test_a_proof_says_how_far_it_is_and_can_be_stopped():
    problem, heard = instance(Kind(60, slots=4), 5), []
    solution = solve(
        problem, should_stop=lambda: bool(heard) and heard[-1][0] >= 0.9, on_progress=lambda *what: heard.append(what)
    )
    assert (solution.stopped, solution.optimal, check(problem, solution)) == (True, False, [])
    part, cost, least = heard[-1]
    assert 0.9 <= part < 1
    assert least < cost
    assert cost >= solution.cost


@pytest.mark.parametrize("fails", [False, True])
def test_highs_by_all_means_can_be_stopped(fails):
    """What goes wrong while it is asked comes out."""
    model = Model.of(instance(Kind(60, slots=4), 5))
    free = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
    whole = Mip(State(model), np.arange(model.learners), cheapest(model, free, 20))
    asked = []

    def go_on() -> bool:
        asked.append(1)
        if fails:
            raise OSError
        return False

    nobody = np.zeros(0, np.int64)
    with pytest.raises(OSError) if fails else nullcontext():
        outcome = whole.solve_by_all_means(nobody, nodes=10**6, seconds=None, go_on=go_on)
        assert not outcome.proven
    assert asked


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [True, False])
def test_hundred_learners_to_the_proven_best(pairs):
    problem = instance(Kind(100, pairs=pairs), 1)
    solution = solve(problem)
    assert check(problem, solution) == []
    assert solution.optimal


@pytest.mark.slow
def test_highs_on_the_whole_model_agrees():
    """Every combination of a hundred learners with pairs, given to HiGHS at once, without prices or a start."""
    problem = instance(Kind(100, pairs=True, per_region=25), 3)
    model = Model.of(problem)
    everybody = np.arange(model.learners)
    free = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
    whole = Mip(State(model), everybody, cheapest(model, free, 10**9))
    outcome = whole.solve_by_all_means(np.zeros(0, np.int64), nodes=10**6, seconds=None)
    assert outcome.proven
    assert whole.value(outcome.chosen) == solve(problem).cost


@pytest.mark.parametrize(("pairs", "slots", "seed"), [(True, 1, 4), (True, 3, 5), (False, 3, 6)])
def test_looking_among_few_columns_first_and_making_problems_smaller_misses_nothing(monkeypatch, pairs, slots, seed):
    """Beside HiGHS on the whole model: many steps of few columns, and a smaller problem at every branch."""
    monkeypatch.setattr(proving, "FIRST", 15)
    monkeypatch.setattr(proving, "RELAXED", 40)
    monkeypatch.setattr(relaxations, "NARROW", 1.0)
    model = Model.of(instance(Kind(24, slots=slots, pairs=pairs), seed))
    found = priced(model, Watch())
    state, reached = proving.proven(State(model), found.prices, found.least, Watch())  # from nobody anywhere
    free = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
    whole = Mip(State(model), np.arange(model.learners), cheapest(model, free, 10**9))
    outcome = whole.solve_by_all_means(np.zeros(0, np.int64), nodes=10**6, seconds=None)
    assert outcome.proven
    assert whole.value(starting(whole, state.triples(range(model.learners)))) == whole.value(outcome.chosen) == reached


@pytest.mark.parametrize("seed", range(3))
def test_a_smaller_problem_costs_what_the_large_one_does_with_columns_closed(seed):
    """From the basis of the large one, and of the smaller one again."""
    model = Model.of(instance(Kind(24, slots=3), seed))
    free = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
    mip = Mip(State(model), np.arange(model.learners), cheapest(model, free, 30))
    mip.tighten()
    lp, closed, chance = mip.as_lp(without=mip.idle), np.zeros(len(mip.costs), np.bool_), np.random.default_rng(seed)
    basis, sizes = mip.basis, []
    for _ in range(3):
        closed[: mip.size] |= chance.random(mip.size) < 0.3
        level, large = levels.Level(lp, closed, basis), levels.relaxing(lp)
        shut = np.flatnonzero(closed).astype(np.int32)
        large.changeColsBounds(len(shut), shut, np.zeros(len(shut)), np.zeros(len(shut)))
        still = np.flatnonzero(closed[level.columns]).astype(np.int32)  # what the basis needs stays, and is 0
        level.solver.changeColsBounds(len(still), still, np.zeros(len(still)), np.zeros(len(still)))
        costs = []
        for solver in (level.solver, large):
            solver.run()
            costs.append(solver.getInfo().objective_function_value)
        assert costs[0] == pytest.approx(costs[1], abs=1e-3)
        basis = level.of_whole(level.solver.getBasis(), lp)
        sizes.append((len(level.columns), len(level.rows)))
    assert sizes[0][0] > sizes[1][0] > sizes[2][0]
    assert sizes[0][1] > sizes[2][1]


def test_cuts_found_with_few_columns_hold_with_more():
    """The relaxation costs the same as when all of them are looked for anew, and never more than the best."""
    problem = instance(Kind(60), 2)
    model = Model.of(problem)
    prices, mips = priced(model, Watch()).prices.unscaled(), []
    for many in (15, 60, 60):
        mips.append(Mip(State(model), np.arange(model.learners), cheapest(model, prices, many)))
    few, anew, known = mips
    few.tighten()
    assert few.cuts
    least, again = anew.tighten()[0], known.tighten(few.cuts)[0]
    assert again == pytest.approx(least, rel=1e-4)
    assert known.cuts[: len(few.cuts)] == few.cuts
    assert again <= solve(problem).cost


def test_the_sample_that_fills_the_store_of_machine_code_is_solved():
    solution = sample.solved()
    assert check(sample.sample(), solution) == []
    assert (solution.optimal, len(solution.unassigned)) == (True, 1)


@settings(max_examples=15, deadline=None)
@given(small())
def test_the_bound_follows_from_its_prices_by_plain_arithmetic(problem):
    prices = priced(Model.of(problem), Watch()) if problem.learners else None
    if prices:
        assert recomputed(problem, prices.prices) == prices.least <= by_trying(problem)


def test_a_certificate_in_a_file_proves_the_bound():
    """Of a problem that is stopped before everything is tried, with cuts among its prices."""
    problem = instance(Kind(60), 2)
    solution = solve(problem, work=Work(prove=False))
    written_ = json.loads(written(solution, problem))
    again = parse(text_of(problem))
    assert (again.learners, again.hosts, again.pairs) == (problem.learners, problem.hosts, problem.pairs)
    assert written_["certificate"]["cuts"]
    assert recomputed(problem, certified(problem, written_["certificate"])) == written_["bound"]


def test_the_cuts_of_a_host_keep_what_it_can_take_and_cut_off_two_couples_in_a_room_for_three():
    friends = [Learner(f"L{each}", 0, 1, 1000, "f") for each in range(4)]
    problem = Problem.of(
        1,
        friends,
        [],
        [Host("H", (3,))],
        learner_placement=[],
        learner_host=[],
        placement_host=[],
        pairs=[("L0", "L1", 10), ("L2", "L3", 10)],
    )
    model = Model.of(problem)
    hulls = Hulls(model, model.beds, quiet())
    there = {(each, 0): 0.75 for each in range(4)}
    (cut,) = hulls.broken(there, {(0, 1, 0): 0.75, (2, 3, 0): 0.75})
    for size in range(4):
        for chosen in itertools.combinations(range(4), size):
            couples = [{0, 1} <= set(chosen), {2, 3} <= set(chosen)]
            taken = np.array([*(each in chosen for each in range(4)), *couples], float)
            assert float(cut.weights @ taken) <= 1 + 1e-9
    assert hulls.broken({(each, 0): 0.5 for each in range(4)}, {(0, 1, 0): 0.5}) == []


def test_the_bound_of_many_follows_from_its_prices():
    problem = instance(Kind(60), 2)
    found = priced(Model.of(problem), Watch())
    assert found.prices.cuts
    assert recomputed(problem, found.prices) == found.least
