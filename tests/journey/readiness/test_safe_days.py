"""By when each thing must begin: plain rules, drawn at random."""

from dataclasses import replace
from datetime import date, timedelta
from graphlib import TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.preparation.rules import CODES as PREPARATION
from erasdu.journey.readiness.rules.replies import STATED, WAYS, Way, corrected, days_for, usual
from erasdu.journey.readiness.rules.safe_days import Safe, Window, plan
from erasdu.kernel.requirement import DEPART, PAYMENT, Requirement

ON, LEAVES = date(2026, 11, 26), date(2027, 1, 10)
HOLDS = frozenset({DEPART})


def thing(code: str, who: str = "host", state: str = "open", by: date | None = LEAVES) -> Requirement:
    return Requirement(code, state, who, by, HOLDS)  # type: ignore[arg-type]


def of(found: list[Safe], code: str) -> Safe:
    return next(each for each in found if each.item.code == code)


def test_an_agreement_waits_for_the_place_and_the_place_for_the_days() -> None:
    items = [thing("stay_planned", "coordinator"), thing("internship_place", "coordinator"),
             thing("learning_agreement", "contact_point")]  # fmt: skip
    found = plan(items, LEAVES, ON, STATED)
    agreement, place, days = (of(found, each.code) for each in reversed(items))
    assert (agreement.days, place.days, days.days) == (3 + 7 + 3, 2 + 7, 2)
    assert agreement.start_by == LEAVES - timedelta(13)
    assert place.start_by == agreement.start_by - timedelta(9)
    assert days.start_by == place.start_by - timedelta(2)
    assert (days.can_begin, place.can_begin, agreement.can_begin) == (True, False, False)
    assert agreement.ready_on == ON + timedelta(2 + 9 + 13)
    assert not any(each.gone for each in found)


def test_who_has_no_days_yet_must_still_leave_within_the_call() -> None:
    assert Window(date(2027, 1, 24), 10).last_start == date(2027, 1, 15)
    assert Window(date(2027, 1, 24), 1).last_start == date(2027, 1, 24)


def test_whom_to_telephone_today() -> None:
    late = LEAVES - timedelta(9)
    found = plan([thing("learning_agreement", "host", "waiting")], LEAVES, late, STATED)
    assert (found[0].slack, found[0].to_telephone, found[0].gone) == (-1, True, True)
    assert (found[0].by_phone, found[0].saved) == (late + timedelta(3 + 1), True)  # the host and the learner
    hopeless = plan([thing("learning_agreement", "host", "waiting")], LEAVES, LEAVES - timedelta(2), STATED)
    assert (hopeless[0].by_phone, hopeless[0].saved) == (LEAVES + timedelta(2), False)
    earlier = plan([thing("learning_agreement", "host", "waiting")], LEAVES, late - timedelta(2), STATED)
    assert (earlier[0].slack, earlier[0].to_telephone, earlier[0].by_phone) == (1, False, None)
    items = [thing("stay_planned", "coordinator"), thing("bed", "coordinator")]
    assert [each.to_telephone for each in plan(items, LEAVES, LEAVES, STATED)] == [True, False]  # the days come first


def test_a_passport_that_must_be_asked_for_begins_weeks_ahead_and_one_that_is_only_to_be_shown_does_not() -> None:
    shown = replace(thing("travel_document", "contact_point"), why="document_not_seen")
    new = replace(shown, why="document_ends")
    days = {item.why: plan([item], LEAVES, ON, STATED)[0].days for item in (shown, new)}
    assert days == {"document_not_seen": 3, "document_ends": 3 + 14 + 3}


@given(st.integers(0, 60), st.integers(0, 60))
def test_who_comes_to_a_session_waits_for_its_day_only(until: int, leaving: int) -> None:
    day, leaves = ON + timedelta(until), ON + timedelta(leaving)
    comes = replace(thing("session_learner", "learner", "waiting", day), why="session_comes")
    found = plan([comes], leaves, ON, STATED)[0]
    assert (found.ready_on, found.start_by, found.gone) == (day, None, day > leaves)
    assert found.to_telephone == (day > leaves)
    asked = plan([replace(comes, why="session_to_answer")], leaves, ON, STATED)[0]
    assert asked.ready_on == ON + timedelta(3)


def test_a_last_day_that_passed_leaves_the_day_of_departure() -> None:
    soon, passed = ON + timedelta(5), ON - timedelta(5)
    assert plan([thing("photo", "learner", by=soon)], LEAVES, ON, STATED)[0].start_by == soon - timedelta(3)
    assert plan([thing("photo", "learner", by=passed)], LEAVES, ON, STATED)[0].start_by == LEAVES - timedelta(3)
    after = Requirement("report", "open", "learner", None, frozenset({PAYMENT}))
    assert (plan([after], LEAVES, ON, STATED)[0].slack, plan([after], LEAVES, ON, STATED)[0].gone) == (None, False)


def test_what_was_observed_takes_the_place_of_what_was_stated_once_there_is_enough() -> None:
    assert usual([1] * 19) is None
    assert usual([1, 1, 2, 2, 3, 3, 4, 20, 30, 60] * 2) == 20
    assert usual([0] * 20) == 1
    assert usual([1] * 20, [30] * 80) is None  # most of those who were asked never answered
    assert (
        usual([1] * 20 + [9] * 5, [5] * 5) == 9
    )  # within a day two thirds did, and within nine all of whom that is known
    assert usual([1] * 20, [1] * 80) == 1  # asked since: of them nothing is known yet
    found = corrected({"host": 2})
    assert (days_for(found, "host"), days_for(found, "guardian"), days_for(found, "guardian", "paper")) == (2, 5, 12)


def test_the_data_has_no_circle_and_names_only_roles_with_days() -> None:
    list(TopologicalSorter({code: way.after for code, way in WAYS.items()}).static_order())
    assert {step for way in WAYS.values() for step in way.steps} <= set(STATED)
    assert set(PREPARATION) <= set(WAYS)
    assert {code for way in WAYS.values() for code in way.after} <= set(WAYS)


CODES = "abcdef"
NETS = st.fixed_dictionaries(
    {
        code: st.lists(st.sampled_from(CODES[:at]), unique=True, max_size=2) if at else st.just([])
        for at, code in enumerate(CODES)
    }
)
ROLES = st.sampled_from(["learner", "guardian", "host", "coordinator", "partner"])
DRAWN = st.lists(
    st.tuples(st.sampled_from(CODES), ROLES, st.sampled_from(["open", "met"]), st.integers(-20, 60)),
    unique_by=lambda row: row[0],
    min_size=1,
)


@given(NETS, DRAWN, st.integers(-10, 80), st.integers(1, 9))
def test_what_comes_first_begins_first_and_gone_means_too_late(net, drawn, ahead: int, more: int) -> None:
    ways = {code: Way((("host", "mail"),), tuple(after)) for code, after in net.items()}
    items = [thing(code, who, state, ON + timedelta(by)) for code, who, state, by in drawn]
    leaves = ON + timedelta(ahead)
    found = {each.item.code: each for each in plan(items, leaves, ON, STATED, ways)}
    assert set(found) == {item.code for item in items if not item.settled}
    for code, each in found.items():
        assert each.gone == (each.ready_on > leaves)
        assert each.start_by is not None
        assert each.slack == (each.start_by - ON).days
        assert each.start_by + timedelta(each.days) <= leaves
        earlier = [found[first] for first in net[code] if first in found]
        assert each.can_begin == (not earlier)
        for first in earlier:
            assert first.start_by + timedelta(first.days) <= each.start_by
            assert first.ready_on + timedelta(each.days) <= each.ready_on
        if each.gone:  # then it, or something before it, must have begun already
            assert min(one.slack for one in found.values()) < 0
    slower = {step: days + more for step, days in STATED.items()}
    for each in plan(items, leaves, ON, slower, ways):
        assert each.slack <= found[each.item.code].slack
        assert each.gone >= found[each.item.code].gone
