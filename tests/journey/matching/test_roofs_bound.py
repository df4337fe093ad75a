"""What the bound of a board says where homes have several rooms: never more than the best division there is."""

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.journey.matching.queries.roofs import counted_too_much, under_one_roof
from erasdu.journey.matching.queries.solving import Solved
from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem
from erasdu.kernel.assign.solution import Assignment, cost_of
from erasdu.kernel.assign.solve import solve
from tests.kernel.assign.test_solve import allowed

ALONE = 300  # what having nothing costs
COSTS = st.integers(0, 60)


@st.composite
def with_rooms(draw: st.DrawFn) -> tuple[Problem, Any]:
    """Up to four learners, two places and up to three rooms of one or two homes; who belongs together pays apart."""
    names = [f"L{number}" for number in range(draw(st.integers(2, 3)))]
    homes = draw(st.lists(st.integers(1, 2), min_size=2, max_size=3))
    rooms = [f"H{home}.{number}" for number, home in enumerate(homes)]
    places = [f"P{number}" for number in range(draw(st.integers(1, 2)))]
    some = {(one, room) for one in names for room in rooms if draw(st.integers(0, 5))}
    pairs = draw(st.lists(st.sampled_from([(a, b) for a in names for b in names if a < b]), max_size=3, unique=True))
    problem = Problem.of(
        1,
        [Learner(name, 0, 1, ALONE, draw(st.sampled_from("fm"))) for name in names],
        [Placement(place, (draw(st.integers(1, 3)),)) for place in places],
        [Host(room, (draw(st.integers(1, 2)),), one_gender=draw(st.booleans())) for room in rooms],
        learner_placement=[(name, place, draw(COSTS)) for name in names for place in places],
        learner_host=[(*each, draw(COSTS)) for each in sorted(some)],
        placement_host=[(place, room, draw(COSTS), 10) for place in places for room in rooms],
        pairs=[(*pair, draw(st.integers(1, 200))) for pair in pairs],
    )
    return problem, SimpleNamespace(bed={room[1:]: SimpleNamespace(home=room[1]) for room in rooms})


def least(problem: Problem, found: Any) -> int:
    """By trying everything: two in two rooms of one home are together."""
    choices = [None, *product([each.id for each in problem.placements], [each.id for each in problem.hosts])]
    best = sum(each.unassigned_cost for each in problem.learners)
    for taken in product(choices, repeat=len(problem.learners)):
        chosen = [Assignment(one.id, *to) for one, to in zip(problem.learners, taken, strict=True) if to]
        if allowed(problem, chosen):
            best = min(best, cost_of(problem, chosen) - counted_too_much(found, problem, chosen))
    return best


@pytest.mark.requirement("R14")
@settings(max_examples=30, deadline=None)
@given(with_rooms())
def test_no_division_costs_less_than_the_bound_where_two_rooms_of_one_home_are_together(made) -> None:
    problem, found = made
    best = solve(problem)
    joined = under_one_roof(found, problem, best, (), lambda: False)
    truth = least(problem, found)
    for each in (best, joined):
        told = Solved(found, {}, problem, each)
        assert told.bound <= truth <= told.cost
        assert told.cost > told.bound or told.cost == truth


def test_the_bound_of_the_solver_alone_would_be_too_high() -> None:
    """A brother and a sister who get a room each in one home: for the solver they are apart, and pay for it."""
    names = ("L0", "L1")
    problem = Problem.of(
        1,
        [Learner(name, 0, 1, ALONE, gender) for name, gender in zip(names, "fm", strict=True)],
        [Placement("P0", (2,))],
        [Host("H1.0", (1,)), Host("H1.1", (1,))],
        learner_placement=[(name, "P0", 0) for name in names],
        learner_host=[(name, room, 0) for name in names for room in ("H1.0", "H1.1")],
        placement_host=[("P0", room, 0, 10) for room in ("H1.0", "H1.1")],
        pairs=[(*names, 50)],
    )
    found: Any = SimpleNamespace(bed={"1.0": SimpleNamespace(home="1"), "1.1": SimpleNamespace(home="1")})
    best = solve(problem)
    told = Solved(found, {}, problem, best)
    assert (best.bound, least(problem, found)) == (50, 0)
    assert (told.cost, told.bound) == (0, 0)
