"""The weekly programme: what is a fault, for whom, by which rule; and what days count as."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.agreements.rules import (
    Day,
    Facts,
    counted,
    faults,
    first_draft,
    lacking,
    requirements,
    source_of,
)
from erasdu.journey.agreements.rules.days import KINDS
from erasdu.journey.agreements.rules.programme import ADULT, HOLIDAYS, PROGRAMME, TOO_FEW, YOUNG
from erasdu.journey.agreements.rules.sources import ROWS
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
    names = {"w": "work", "l": "lesson", "v": "visit", "f": "free", "t": "travel"}
    made = [(MONDAY + timedelta(days=n), names[letter]) for n, letter in enumerate(kinds)]
    return [
        Day(on, kind) if kind in ("free", "travel") else Day(on, kind, time(starts), time(ends)) for on, kind in made
    ]


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
        ("fffff", ["too_few_working_days"]),
        ("tlffffffffft", ["too_few_in_part_of_week"] * 2),  # from Monday to Friday of the next week
        ("twwlvffwwlvt", []),  # the same two weeks with two days of work in each
        ("twlvfffwwlvt", ["too_few_in_part_of_week"]),
        ("twlvt", []),  # three days at hand: one is worked
        ("tlvft", ["too_few_in_part_of_week"]),
        ("ttfft", ["no_working_day"]),
        ("tt", []),
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


@given(st.integers(6, 13), st.integers(0, 8 * 60), st.none() | st.integers(0, 90), st.booleans())
def test_a_minor_has_half_an_hour_of_break_in_more_than_four_and_a_half_hours(hour, long, pause, minor) -> None:
    ends = hour * 60 + long
    day = Day(MONDAY, "work", time(hour), time(ends // 60, ends % 60), pause)
    found = [fault for fault in faults([day], minor=minor) if fault.code == "break_too_short"]
    present = day.last - day.first  # an end at the start is on the next day
    assert [(fault.source, fault.hard) for fault in found] == (
        [(YOUNG, True)] if minor and present > 270 and pause is not None and pause < 30 else []
    )


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


@pytest.mark.parametrize(
    ("days", "code", "on"),
    [
        ([Day(MONDAY, "work", time(9), time(9))], "day_without_rest", 0),
        ([Day(MONDAY, "work", time(0), time(23, 59))], "day_without_rest", 0),
        ([Day(MONDAY, "work", time(8), time(21))], "", 0),
        (week("wwwwwwww", 9, 13), "no_day_of_rest", 0),
        (week("wwwwwwfw", 9, 13), "", 0),
        (week("fwwwwwwwwwwlwf", 9, 13), "", 0),  # twelve days in a row: both weeks have their day of rest
        (week("fwwwwwwwwwwwwwf", 9, 13), "no_day_of_rest", 7),
    ],
)
def test_rest_of_an_adult(days: list[Day], code: str, on: int) -> None:
    found = [(each.code, each.source, each.on, each.hard) for each in faults(days, minor=False)]
    assert found == ([(code, ADULT, MONDAY + timedelta(days=on), False)] if code else [])


def test_public_holidays_are_a_warning_with_their_country_and_only_for_work() -> None:
    closed = {MONDAY: {"PT", "BE"}, MONDAY + timedelta(days=3): {"PT"}}
    found = faults(week("wwwlvff"), minor=True, holidays=closed)
    assert [(each.what, each.source, each.hard) for each in found] == [("BE", HOLIDAYS, False), ("PT", HOLIDAYS, False)]


def test_days_outside_the_stay_twice_or_without_hours() -> None:
    stay = Period(MONDAY, MONDAY + timedelta(days=3))
    days = [*week("wwww"), *week("wwwww")[4:], Day(MONDAY, "work")]
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
    of_adults = {"day_without_rest", "no_day_of_rest"}
    assert {each.code for each in adult} - of_adults <= {each.code for each in young}
    assert all(each.hard for each in young)
    assert young == sorted(young, key=lambda each: each.on)


@given(DAYS)
def test_a_programme_without_work_hours_has_no_fault_of_hours(days: list[Day]) -> None:
    free = [Day(day.on) for day in days]
    assert {each.code for each in faults(free, minor=True)} <= {*TOO_FEW, "no_working_day"}


@pytest.mark.requirement("R32")
@given(st.integers(0, 6), st.integers(3, 17))
def test_a_first_draft_on_usual_days_is_never_refused_for_too_little_work(first: int, length: int) -> None:
    start = MONDAY + timedelta(days=first)
    drafted = first_draft(Period(start, start + timedelta(days=length)))
    assert not {each.code for each in faults(drafted, minor=True)} & {*TOO_FEW}


@pytest.mark.requirement("R32")
@given(st.permutations("wwlvf"), st.integers(0, 5))
def test_in_a_part_of_a_week_at_most_two_days_are_without_work(kinds: list[str], journey: int) -> None:
    """The first days are in another week or a journey; what is left is held against the same two days."""
    days = week("t" * journey + "".join(kinds)[journey:])
    idle = sum(day.kind in ("lesson", "visit", "free") for day in days)
    found = {each.code for each in faults(days, minor=True)} & {*TOO_FEW}
    assert bool(found) == (idle > 2)
    assert found <= {TOO_FEW[journey > 0]}


@pytest.mark.requirement("R32")
@given(DAYS)
def test_each_day_counts_once_as_working_as_learning_as_travel_or_as_free(days: list[Day]) -> None:
    found = counted(days)
    assert found.working_days + found.learning_days + found.travel_days + found.free_days == len(days)
    assert found.working_days == sum(day.kind == "work" for day in days)
    assert found.working_minutes + found.learning_minutes == sum(day.minutes for day in days)


@given(st.integers(0, 400), st.integers(1, 30), st.sets(st.integers(1, 7), min_size=3, max_size=5))
def test_a_first_draft_covers_the_stay_and_keeps_what_was_known(offset: int, length: int, works: set[int]) -> None:
    stay = Period(MONDAY + timedelta(days=offset), MONDAY + timedelta(days=offset + length - 1))
    known = {stay.start: Day(stay.start, "visit", time(10), time(12))}
    days = first_draft(stay, days=sorted(works), closed={stay.end}, known=known)
    assert [day.on for day in days] == [stay.start + timedelta(days=n) for n in range(length)]
    assert days[0] == known[stay.start]
    assert all((day.kind == "free") == (day.on.isoweekday() not in works) for day in days[1:-1])
    assert all(day.kind == "travel" for day in days[1:][-1:])


@pytest.mark.requirement("R32")
@given(st.integers(0, 20), st.integers(1, 30), st.integers(0, 20), st.integers(1, 30), st.booleans())
def test_a_stay_that_moves_has_each_of_its_days_and_the_journey_on_its_ends(
    was: int, long: int, now: int, length: int, minor: bool
) -> None:
    before, after = (
        Period(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + days - 1))
        for first, days in ((was, long), (now, length))
    )
    lesson = {
        day.on: Day(day.on, "lesson", time(10), time(12)) if day.kind == "work" else day for day in first_draft(before)
    }
    moved = first_draft(after, known=lesson)
    assert not {"day_missing", "day_outside_stay", "busy_on_travel_day"} & {
        fault.code for fault in faults(moved, minor=minor, stay=after)
    }
    assert {day.on for day in moved if day.kind == "travel"} == {after.start, after.end}
    ends = {after.start, after.end}
    assert all(
        lesson[day.on] == day for day in moved if day.on in lesson and day.on not in ends | {before.start, before.end}
    )


def test_a_day_of_the_stay_that_is_left_out_is_a_fault_and_hours_on_the_journey_a_warning() -> None:
    stay = Period(MONDAY, MONDAY + timedelta(days=6))
    assert [(each.code, each.on) for each in faults(week("wwww"), minor=False, stay=stay) if each.hard] == [
        ("day_missing", MONDAY + timedelta(days=number)) for number in (4, 5, 6)
    ]
    [warned] = faults(week("wwwlvff"), minor=True, stay=stay)
    assert (warned.code, warned.on, warned.hard) == ("busy_on_travel_day", MONDAY, False)
    assert faults(week("twwwtff"), minor=True, stay=stay) == []  # three days between the journeys
    free_outside = [*week("twwwlvt"), Day(MONDAY + timedelta(days=7))]
    assert faults(free_outside, minor=True, stay=stay) == []


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


# -- the law where they work -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "starts", "ends", "found"),
    [
        (0, 9, 17, set()),
        (6, 9, 17, {"minor_on_sunday"}),
        (6, 12, 20, {"minor_on_sunday"}),
        (5, 13, 21, {"minor_in_evening"}),
        (5, 5, 13, {"works_at_night"}),  # what the directive forbids is said once
        (3, 9, 17, {"minor_on_holiday"}),
    ],
)
def test_who_comes_here_as_a_minor_is_warned_of_the_law_of_this_country(
    day: int, starts: int, ends: int, found: set[str]
) -> None:
    on = MONDAY + timedelta(days=day)
    closed = {MONDAY + timedelta(days=3): {"BE"}}
    one = [Day(on, "work", time(starts), time(ends))]
    told = faults(one, minor=True, host="BE", holidays=closed)
    assert {each.code for each in told} == found
    assert all(each.hard == (each.source == YOUNG) for each in told)
    assert {each.code for each in faults(one, minor=False, host="BE")} == set()
    elsewhere = faults(one, minor=True, host="PT", holidays=closed)
    assert not {each.code for each in elsewhere} & {"minor_in_evening", "minor_on_holiday"}


@pytest.mark.parametrize("day", [5, 6])
def test_the_days_of_rest_of_a_minor_comprise_sunday_in_each_country(day: int) -> None:
    one = [Day(MONDAY + timedelta(days=day), "work", time(9), time(17))]
    for host, source in (("PT", YOUNG), ("IT", "it_minors_act"), ("BE", "labour_act"), ("", "")):
        found = [each for each in faults(one, minor=True, host=host) if each.code == "minor_on_sunday"]
        assert [(each.source, each.hard, each.what) for each in found] == [(source, False, host)] * (
            day == 6 and bool(host)
        )
        assert faults(one, minor=False, host=host) == []


@pytest.mark.parametrize(
    ("host", "kinds", "hours", "found"),
    [
        ("DE", "wwwwwff", (9, 17), []),
        ("DE", "fwwwwwf", (9, 17), ["minor_on_saturday"]),
        ("DE", "wwwwwff", (12, 20), []),
        ("DE", "wwwffff", (13, 21), ["minor_in_evening"] * 3),
        ("FR", "wwwwwff", (9, 17), ["minor_week_too_long"]),  # 37.5 hours
        ("FR", "wwwwwff", (9, 16), []),
        ("FR", "wwwwwff", (8, 17), []),  # more than forty hours: what the directive stops is said once
        ("FR", "wwfwwfw", (9, 16), ["minor_days_apart"]),
        ("ES", "wwfwwfw", (9, 17), ["minor_days_apart"]),
        ("ES", "wwwffww", (9, 17), []),
        ("ES", "fwwwwwf", (9, 17), []),  # the Sunday and the Monday after it, which nobody works
        ("ES", "wfwwwwf", (9, 17), []),
        ("ES", "wfwwwwfwwwwwff", (9, 17), ["minor_days_apart"]),
        ("BE", "wwfwwwf", (9, 17), []),
        ("BE", "wwfwwwfwwwwwff", (9, 17), ["minor_day_by_sunday"]),
        ("BE", "wwwwwff", (9, 17), []),
        ("PT", "wwfwwwfwwwwwff", (9, 17), []),
    ],
)
def test_what_is_stricter_there_than_the_directive(
    host: str, kinds: str, hours: tuple[int, int], found: list[str]
) -> None:
    young = faults(week(kinds, *hours), minor=True, host=host)
    own = [each for each in young if each.source not in (PROGRAMME, YOUNG)]
    assert [each.code for each in own] == found
    assert {(each.hard, each.what) for each in own} <= {(False, host)}
    assert not [each for each in faults(week(kinds, *hours), minor=False, host=host) if each.source != ADULT]


def test_each_rule_of_law_has_an_article_and_says_when_and_where_somebody_read_it() -> None:
    bad = [Day(MONDAY + timedelta(days=n), "work", time(4), time(23)) for n in range(7)]
    young, adult = (faults(bad, minor=minor, host="BE") for minor in (True, False))
    by_law = [each for each in (*young, *adult) if each.source not in (PROGRAMME, HOLIDAYS)]
    assert {each.code for each in by_law} >= {"day_too_long", "week_too_long", "works_at_night", "rest_too_short"}
    assert None not in {source_of(each.source, each.code) for each in by_law}
    for row in ROWS:
        assert row.article.startswith(("art. ", "§ "))
        assert row.where.startswith("https://") if row.checked else not row.where
        assert row.checked is None or row.checked <= date(2026, 11, 26)
    assert len({(row.source, row.code) for row in ROWS}) == len(ROWS)
