"""Where a candidacy stands, what is stuck, and what waits for whom."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.web import rules
from erasdu.web.rules import Facts, School, SchoolDesk, Stuck

ON = date(2026, 11, 23)
DEADLINE = date(2026, 12, 9)
FILES = ("", "preparing", *rules.OF_FILE, "withdrawn")
ALL = [
    Facts(*each)
    for each in product(
        ("draft", "applied", "withdrawn", "refused"),
        (True, False),
        (True, False),
        ("", "selected", "reserve", "not_selected"),
        FILES,
    )
]


@pytest.mark.parametrize(
    ("facts", "stage", "step"),
    [
        (Facts("draft"), "draft", "draft"),
        (Facts("applied", confirmed=False), "unconfirmed", "draft"),
        (Facts("applied"), "applied", "applied"),
        (Facts("applied", assessed=True), "assessed", "assessed"),
        (Facts("applied", outcome="selected"), "selected", "selected"),
        (Facts("applied", outcome="reserve"), "reserve", "assessed"),
        (Facts("applied", outcome="selected", file="preparing"), "selected", "selected"),
        (Facts("applied", outcome="selected", file="returned"), "returned", "handed_in"),
        (Facts("applied", outcome="selected", file="granted"), "granted", "granted"),
        (Facts("applied", outcome="selected", file="withdrawn"), "taken_back", "selected"),
        (Facts("withdrawn", outcome="selected", file="granted"), "withdrawn", "granted"),
        (Facts("refused", confirmed=False), "refused", "draft"),
    ],
)
def test_stage_is_the_furthest_thing_that_is_true_now(facts: Facts, stage: str, step: str) -> None:
    assert rules.stage(facts) == stage
    assert rules.step(facts) == step


def test_every_combination_has_a_stage_a_step_a_box_and_a_next_sentence() -> None:
    for facts in ALL:
        assert rules.stage(facts) in rules.STAGES
        assert rules.step(facts) in rules.ROAD
        assert rules.BOXES[rules.stage(facts)] <= set(rules.ROAD)
        assert rules.next_for_learner(facts, told=True) in rules.NEXT.values()


def test_the_funnel_never_widens_and_counts_nobody_who_stopped() -> None:
    for code in rules.STAGES:
        reached = [box in rules.BOXES[code] for box in rules.ROAD[1:]]
        assert reached == sorted(reached, reverse=True)
    assert rules.BOXES["withdrawn"] == rules.BOXES["refused"] == frozenset()
    assert rules.BOXES["not_selected"] == {"applied", "assessed"}


@given(st.sampled_from(ALL))
def test_a_learner_sees_no_decision_before_being_told(facts: Facts) -> None:
    shown = rules.next_for_learner(facts, told=False)
    assert shown in {"fill_in", "school_selects", "school_decides", "withdrawn", "refused"}


def school(**changes: object) -> School:
    values = {"id": 1, "enrolled_on": date(2026, 11, 2), "expected": 4, "reached": {"applied": 3, "draft": 0}}
    return School(**(values | changes))  # type: ignore[arg-type]


def codes(of: School, *, deadline: date = DEADLINE) -> set[str]:
    return {item.code for item in rules.stuck_at(of, ON, deadline)}


def test_a_school_without_any_learner_is_quiet_after_a_week() -> None:
    quiet = {"reached": {}}
    assert "nobody_applied" in codes(school(**quiet))
    assert "nobody_applied" not in codes(school(**quiet, enrolled_on=ON), deadline=ON + timedelta(days=60))
    assert "nobody_applied" not in codes(school(**quiet, unconfirmed=1))
    assert "nobody_applied" not in codes(school(**quiet), deadline=ON - timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "days", "code"),
    [
        ({"unconfirmed": 2}, 16, "unconfirmed"),
        ({"selection": "open", "input_late": 2}, 16, "input_late"),
        ({"selection": "decided", "decided_on": ON - timedelta(days=3)}, 16, "not_told"),
        ({"selection": "decided", "decided_on": ON}, 3, "not_told"),
        ({"selection": "told", "told_on": ON - timedelta(days=3)}, 16, "report_missing"),
        ({"selection": "closed", "preparing": 2}, 7, "files_near"),
        ({"selection": "closed", "preparing": 2}, -1, "files_missed"),
        ({"selection": "open"}, 7, "not_decided"),
        ({"selection": ""}, 14, "not_started"),
    ],
)
def test_what_is_stuck_says_why(changes: dict[str, object], days: int, code: str) -> None:
    assert code in codes(school(**changes), deadline=ON + timedelta(days=days))


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"selection": "decided", "decided_on": ON - timedelta(days=2)}, 16),
        ({"selection": "told", "told_on": ON - timedelta(days=2)}, 16),
        ({"selection": "closed", "preparing": 2}, 8),
        ({"selection": "closed", "preparing": 0}, 0),
        ({"selection": "closed", "input_late": 2}, 16),
        ({"selection": "open"}, 8),
    ],
)
def test_what_still_has_time_is_not_stuck(changes: dict[str, object], days: int) -> None:
    assert codes(school(**changes), deadline=ON + timedelta(days=days)) == set()


@given(st.permutations([Stuck(code) for code in rules.HARM]))
def test_the_worst_comes_first(items: list[Stuck]) -> None:
    assert [item.code for item in rules.in_order(items)] == list(rules.HARM)


def test_of_the_same_harm_the_soonest_comes_first() -> None:
    later, sooner = Stuck("files_near", by=ON + timedelta(days=3)), Stuck("files_near", by=ON)
    assert rules.in_order([later, sooner]) == [sooner, later]


def desk(stages: dict[str, int], selection: str = "", **changes: object) -> SchoolDesk:
    days = {"files_opening": date(2026, 11, 16), "files_deadline": DEADLINE, "learner_deadline": date(2026, 11, 30)}
    return SchoolDesk(stages, selection, **(days | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (desk({}), {"invite"}),
        (desk({"unconfirmed": 2}), {"confirm"}),
        (desk({"draft": 1}, to_check=1), {"check_eligibility"}),
        (desk({"applied": 2}), {"start_selection"}),
        (desk({"applied": 2}, "open"), {"score"}),
        (desk({"applied": 2}, "open", late_input=1), {"remind_input", "score"}),
        (desk({"assessed": 2}, "open"), {"decide"}),
        (desk({"assessed": 2}, "reopened"), {"decide"}),
        (desk({"selected": 2}, "decided"), {"tell"}),
        (desk({"selected": 2}, "told"), {"issue_report"}),
        (desk({"selected": 2}, "closed"), {"hand_in"}),
        (desk({"selected": 2}, "closed", files_opening=DEADLINE), set()),
        (desk({"selected": 2}, "closed", files_deadline=ON - timedelta(days=1)), set()),
        (desk({"handed_in": 2}, "closed"), set()),
    ],
)
def test_what_a_school_has_to_do(at: SchoolDesk, expected: set[str]) -> None:
    assert {code for code, _number, _by in rules.school_todos(at, ON)} == expected


def test_what_is_urgent_comes_before_what_does_more_harm() -> None:
    far = rules.Todo("file_returned", "a", "/a/")
    near = rules.Todo("invite", "b", "/b/", urgent=True)
    assert rules.sorted_by_harm([far, near], ON) == [near, far]
    sooner, later = rules.Todo("invite", "z", "/z/"), rules.Todo("invite", "y", "/y/")
    assert rules.sorted_by_harm([sooner, later], ON) == [sooner, later], "in every language the same"
    assert rules.urgent(ON + timedelta(days=7), ON)
    assert not rules.urgent(ON + timedelta(days=8), ON)
    assert not rules.urgent(None, ON)


def test_a_departure_tomorrow_comes_before_a_worse_kind_of_thing_that_has_a_month() -> None:
    soon, month = ON + timedelta(days=1), ON + timedelta(days=30)
    visa = rules.Todo("before_departure", "Anna", "/a/", by=soon, urgent=True)
    file, late = rules.Todo("file_returned", "Jef", "/b/", by=month), rules.Todo("follow_up", "Mia", "/c/", by=ON)
    passed = rules.Todo("nominate", "", "/d/", by=ON - timedelta(days=1))
    miss = rules.Todo("will_miss", "Porto", "/e/", late=True, leaves=month)
    assert rules.sorted_by_harm([file, visa, late, passed, miss], ON) == [miss, passed, late, visa, file]


DAYS = st.none() | st.integers(-20, 60).map(lambda days: ON + timedelta(days=days))
TODOS = st.lists(
    st.builds(
        rules.Todo, st.sampled_from(rules.TO_DO), st.just(""), st.just("/"), by=DAYS, leaves=DAYS,
        urgent=st.booleans(), late=st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(TODOS)
def test_what_waits_is_in_order_of_harm(todos: list[rules.Todo]) -> None:
    """Missed departures, then what is too late, then by day; the kind decides only within one day."""
    found = rules.sorted_by_harm(todos, ON)
    assert sorted(map(id, found)) == sorted(map(id, todos))
    for one, two in pairwise(found):
        passed = [not todo.late and todo.by is not None and todo.by < ON for todo in (one, two)]
        assert one.late >= two.late
        if one.late == two.late:
            assert passed[0] >= passed[1]
        if one.late or two.late or passed[0] != passed[1]:
            continue
        if one.by and two.by:
            assert one.by <= two.by
            if one.by == two.by:
                assert rules.TO_DO.index(one.code) <= rules.TO_DO.index(two.code)
        if one.by is None and not one.urgent and two.by:
            assert two.by >= ON + timedelta(days=rules.DAYLESS_DAYS), "what has no day stands behind what is near"


@given(TODOS)
def test_of_departures_that_are_missed_the_soonest_comes_first(todos: list[rules.Todo]) -> None:
    found = [todo.leaves for todo in rules.sorted_by_harm(todos, ON) if todo.late and todo.leaves]
    assert found == sorted(found)
