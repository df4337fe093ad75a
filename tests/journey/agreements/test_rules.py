"""The weekly programme: what is a fault, for whom, by which rule; and what days count as."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.agreements.rules import Day, Facts, counted, faults, first_draft, lacking, requirements
from erasdu.journey.agreements.rules.days import KINDS
from erasdu.journey.agreements.rules.programme import ADULT, HOLIDAYS, PROGRAMME, YOUNG
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, blocking

MONDAY = date(2027, 3, 8)
TIMES = st.times(min_value=time(0), max_value=time(23, 59))
DAYS = st.lists(
    st.builds(Day, st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n)), st.sampled_from(KINDS), TIMES, TIMES),
    unique_by=lambda day: day.on,
)


def week(kinds: str, starts: int = 9, ends: int = 17) -> list[Day]:
    """`"wwlvwff"`: from Monday on, by first letter."""
    names = {"w": "work", "l": "lesson", "v": "visit", "f": "free"}
    made = [(MONDAY + timedelta(days=n), names[letter]) for n, letter in enumerate(kinds)]
    return [Day(on) if kind == "free" else Day(on, kind, time(starts), time(ends)) for on, kind in made]


def codes(days: list[Day], **how: object) -> list[tuple[str, bool]]:
    return [(fault.code, fault.hard) for fault in faults(days, **{"minor": True, **how})]


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        ("wwwwwff", []),
        ("wwwlvff", []),
        ("wwflvff", ["too_few_working_days"]),
        ("wwwllff", ["too_many_lesson_days"]),
        ("wwwvvff", ["too_many_visit_days"]),
        ("wwwlvwf", ["too_few_free_days", "week_too_long"]),
        ("ww", []),  # only two days of the week lie in the stay
        ("fffffff", ["too_few_working_days"]),
    ],
)
def test_a_week_of_a_minor(kinds: str, found: list[str]) -> None:
    assert codes(week(kinds)) == [(code, True) for code in found]


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        (9, 17, set()),
        (8, 17, {"day_too_long", "week_too_long"}),
        (15, 23, {"works_at_night"}),
        (5, 13, {"works_at_night"}),
        (22, 5, {"works_at_night"}),
    ],
)
def test_hours_of_a_minor_and_what_of_them_an_adult_may_do(starts: int, ends: int, found: set[str]) -> None:
    days = week("wwwwwff", starts, ends)
    assert {code for code, _hard in codes(days)} == found
    assert codes(days, minor=False) == []


def test_rest_between_two_days() -> None:
    late = [Day(MONDAY, "work", time(14), time(22)), Day(MONDAY + timedelta(days=1), "work", time(9), time(17))]
    [fault] = faults(late, minor=True)
    assert (fault.code, fault.source, fault.on, fault.hard) == ("rest_too_short", YOUNG, late[1].on, True)
    later = [late[0], Day(late[1].on, "work", time(8, 30), time(17))]
    [adult] = faults(later, minor=False)
    assert (adult.code, adult.source, adult.hard) == ("rest_too_short", ADULT, False)
    assert faults([late[0], Day(late[1].on, "work", time(10), time(17))], minor=True) == []


def test_an_adult_with_too_long_a_week_is_warned() -> None:
    [fault] = faults(week("wwwwwwf", 9, 18), minor=False)
    assert (fault.code, fault.source, fault.hard) == ("week_too_long", ADULT, False)


def test_public_holidays_are_a_warning_with_their_country_and_only_for_work() -> None:
    closed = {MONDAY: {"PT", "BE"}, MONDAY + timedelta(days=3): {"PT"}}
    found = faults(week("wwwlvff"), minor=True, holidays=closed)
    assert [(each.what, each.source, each.hard) for each in found] == [("BE", HOLIDAYS, False), ("PT", HOLIDAYS, False)]


def test_days_outside_the_stay_twice_or_without_hours() -> None:
    stay = Period(MONDAY, MONDAY + timedelta(days=3))
    days = [*week("wwww"), Day(MONDAY + timedelta(days=4)), Day(MONDAY, "work")]
    assert {each.code for each in faults(days, minor=True, stay=stay)} >= {
        "day_outside_stay",
        "day_twice",
        "hours_missing",
    }


@given(DAYS)
def test_each_fault_names_a_rule_and_a_source_and_an_adult_breaks_no_rule_of_minors(days: list[Day]) -> None:
    young, adult = faults(days, minor=True), faults(days, minor=False)
    assert {each.source for each in young} <= {PROGRAMME, YOUNG}
    assert {each.source for each in adult} <= {PROGRAMME, ADULT}
    assert {each.code for each in adult} <= {each.code for each in young}
    assert all(each.hard for each in young)
    assert young == sorted(young, key=lambda each: each.on)


@given(DAYS)
def test_a_programme_without_work_hours_has_no_fault_of_hours(days: list[Day]) -> None:
    free = [Day(day.on) for day in days]
    assert {each.code for each in faults(free, minor=True)} <= {"too_few_working_days"}


@pytest.mark.requirement("R32")
@given(DAYS)
def test_each_day_counts_once_as_working_as_learning_or_as_free(days: list[Day]) -> None:
    found = counted(days)
    assert found.working_days + found.learning_days + found.free_days == len(days)
    assert found.working_days == sum(day.kind == "work" for day in days)
    assert found.working_minutes + found.learning_minutes == sum(day.minutes for day in days)


@given(st.integers(0, 400), st.integers(1, 30), st.sets(st.integers(1, 7), min_size=3, max_size=5))
def test_a_first_draft_covers_the_stay_and_keeps_what_was_known(offset: int, length: int, works: set[int]) -> None:
    stay = Period(MONDAY + timedelta(days=offset), MONDAY + timedelta(days=offset + length - 1))
    known = {stay.start: Day(stay.start, "visit", time(10), time(12))}
    days = first_draft(stay, days=sorted(works), closed={stay.end}, known=known)
    assert [day.on for day in days] == [stay.start + timedelta(days=n) for n in range(length)]
    assert days[0] == known[stay.start]
    assert all(day.is_free == (day.on.isoweekday() not in works or day.on == stay.end) for day in days[1:])


def test_the_usual_week_breaks_no_rule_of_minors() -> None:
    assert faults(first_draft(Period(MONDAY, MONDAY + timedelta(days=13))), minor=True) == []


@pytest.mark.requirement("R33")
def test_an_agreement_blocks_departure_until_it_is_signed_and_says_who_must_act() -> None:
    stay = Period(MONDAY, MONDAY + timedelta(days=9))
    [none] = requirements(Facts(stay), MONDAY - timedelta(days=30))
    assert (none.state, none.who, none.by) == ("open", "contact_point", MONDAY)
    [asked] = requirements(Facts(stay, who="host"), MONDAY)
    assert (asked.state, asked.who) == ("waiting", "host")
    assert requirements(Facts(stay, who="host"), MONDAY + timedelta(days=1))[0].state == "overdue"
    assert blocking([none, asked], DEPART) == [none, asked]
    assert blocking(requirements(Facts(stay, signed=True), MONDAY), DEPART) == []


def test_what_is_empty_is_told_in_the_order_of_the_page() -> None:
    filled = {"qualification", "learner_address", "parents", "tasks", "evaluation"}
    assert lacking(dict.fromkeys(filled, True))[:2] == ["outcomes", "programme"]
