from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.calls import rules
from erasdu.journey.calls.rules import STANDARD_CRITERIA, Criterion, Dates
from erasdu.kernel.periods import Period, end_of_day, start_of_day

AUTUMN_2023 = Dates(
    enrolment_deadline=date(2023, 9, 14),
    files_opening=date(2023, 9, 18),
    files_deadline=date(2023, 10, 4),
    stay=Period(date(2023, 11, 26), date(2023, 12, 10)),
)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
MOMENTS = st.datetimes(datetime(2023, 8, 1), datetime(2024, 1, 1), timezones=st.just(UTC))
TICK = timedelta(microseconds=1)
ORDER = ["enrolling", "preparing", "open", "closed"]


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (datetime(2023, 9, 1, tzinfo=UTC), "enrolling"),
        (end_of_day(date(2023, 9, 14)) - TICK, "enrolling"),
        (end_of_day(date(2023, 9, 14)), "preparing"),
        (start_of_day(date(2023, 9, 18)) - TICK, "preparing"),
        (start_of_day(date(2023, 9, 18)), "open"),
        (end_of_day(date(2023, 10, 4)) - TICK, "open"),
        (end_of_day(date(2023, 10, 4)), "closed"),
    ],
)
def test_the_stage_of_a_published_call_follows_from_its_dates(at: datetime, stage: str) -> None:
    assert rules.stage(AUTUMN_2023, at, published=True) == stage


@given(MOMENTS, MOMENTS)
def test_a_stage_never_goes_back(one: datetime, other: datetime) -> None:
    earlier, later = sorted([one, other])
    first, second = (rules.stage(AUTUMN_2023, at, published=True) for at in (earlier, later))
    assert ORDER.index(first) <= ORDER.index(second)


@given(MOMENTS, st.booleans())
def test_drafts_and_archived_calls_have_no_dates(at: datetime, published: bool) -> None:
    assert rules.stage(AUTUMN_2023, at, published=False) == "draft"
    assert rules.stage(AUTUMN_2023, at, published=published, archived=True) == "archived"


@pytest.mark.requirement("R16")
@given(st.booleans(), st.booleans(), st.booleans(), MOMENTS)
def test_only_an_active_member_enrols_once_and_in_time(
    active: bool, enrolled: bool, published: bool, at: datetime
) -> None:
    deadline = AUTUMN_2023.enrolment_deadline
    verdict = rules.may_enrol(active_member=active, enrolled=enrolled, at=at, deadline=deadline, published=published)
    late = at >= datetime(2023, 9, 14, 22, tzinfo=UTC)
    assert verdict.allowed == (active and published and not enrolled and not late)


def test_a_refusal_says_what_is_missing() -> None:
    at, deadline = datetime(2023, 9, 20, tzinfo=UTC), date(2023, 9, 14)
    late = rules.may_enrol(active_member=True, enrolled=False, at=at, deadline=deadline, published=True)
    assert (late.code, late.params) == ("enrolment_closed", (("deadline", "2023-09-14"),))


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("day", [date(2023, 3, 26), date(2023, 10, 29), date(2023, 10, 4)])
def test_the_last_second_is_in_time_and_midnight_is_late(day: date) -> None:
    assert not rules.is_late(end_of_day(day) - TICK, day)
    assert rules.is_late(end_of_day(day), day)
    assert rules.days_left(end_of_day(day) - TICK, day) == 0
    assert rules.days_left(end_of_day(day), day) == -1


@given(DAYS)
def test_a_file_before_the_opening_day_counts_as_not_handed_in(opening: date) -> None:
    assert rules.before_opening(start_of_day(opening) - TICK, opening)
    assert not rules.before_opening(start_of_day(opening), opening)


@pytest.mark.requirement("R20")
def test_the_standard_weights_are_40_30_15_15_and_sound() -> None:
    assert [item.weight for item in STANDARD_CRITERIA] == [40, 30, 15, 15]
    assert rules.check_criteria(STANDARD_CRITERIA)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_weights_sum_to_100_and_none_is_nothing(weights: list[int]) -> None:
    criteria = [Criterion(f"C{number}", weight) for number, weight in enumerate(weights)]
    assert rules.check_criteria(criteria).allowed == (sum(weights) == 100 and min(weights) > 0)


def test_a_criterion_without_weight_is_refused() -> None:
    assert rules.check_criteria([Criterion("A", 100), Criterion("B", 0)]).code == "criterion_without_weight"


@pytest.mark.parametrize(
    "criteria",
    [
        [Criterion("A", 50), Criterion("A", 50)],
        [Criterion("A", 50, ("X", "X")), Criterion("B", 50)],
        [Criterion("A", 50, ("X", "Y")), Criterion("A", 50)],
    ],
)
def test_a_criterion_or_part_comes_once(criteria: list[Criterion]) -> None:
    assert rules.check_criteria(criteria).code == "criterion_twice"


def test_two_criteria_may_have_parts_of_the_same_name() -> None:
    assert rules.check_criteria([Criterion("A", 50, ("X", "Y")), Criterion("B", 50, ("X", "Y"))])


@pytest.mark.requirement("R17")
@given(st.integers(1, 120), st.integers(1, 120), st.integers(1, 120))
def test_days_are_10_to_89_and_fit_the_window(shortest: int, longest: int, window: int) -> None:
    stay = Period(date(2024, 1, 1), date(2024, 1, 1) + timedelta(window - 1))
    sound = 10 <= shortest <= longest <= 89 and longest <= window
    assert rules.check_days(shortest, longest, stay).allowed == sound


@given(
    DAYS,
    DAYS,
    DAYS,
    st.builds(lambda start, days: Period(start, start + timedelta(days)), DAYS, st.integers(0, 90)),
)
def test_dates_come_in_order(enrolment: date, opening: date, deadline: date, stay: Period) -> None:
    sound = opening <= deadline < stay.start and enrolment <= deadline
    assert rules.check_dates(Dates(enrolment, opening, deadline, stay)).allowed == sound


@pytest.mark.requirement("R16", "R17")
def test_the_call_of_autumn_2023_may_be_published() -> None:
    assert rules.may_publish(AUTUMN_2023, STANDARD_CRITERIA, 10, 15)
    assert rules.may_publish(AUTUMN_2023, STANDARD_CRITERIA, 10, 16).code == "days_exceed_window"
    assert rules.may_publish(AUTUMN_2023, STANDARD_CRITERIA[1:], 10, 15).code == "weights_not_100"


def days(dates: Dates) -> list[date]:
    return [
        dates.enrolment_deadline,
        dates.files_opening,
        dates.files_deadline,
        dates.stay.start,
        dates.stay.end,
    ]


@given(st.integers(-200, 200), st.integers(-10, 10))
def test_shifted_dates_keep_weekday_distance_and_season(weeks: int, years: int) -> None:
    moved = rules.shifted(AUTUMN_2023, weeks=weeks, years=years)
    gaps = {new - old for old, new in zip(days(AUTUMN_2023), days(moved), strict=True)}
    assert len(gaps) == 1
    assert gaps.pop().days % 7 == 0
    assert rules.check_dates(moved)
    drift = rules.shifted(AUTUMN_2023, years=years).files_deadline - date(2023 + years, 10, 4)
    assert abs(drift.days) <= 4


def test_a_leap_day_can_be_shifted() -> None:
    leap = Dates(date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 20), Period(date(2024, 5, 1), date(2024, 5, 20)))
    assert rules.shifted(leap, years=1).enrolment_deadline == date(2025, 2, 27)


def test_what_to_check_names_dates_left_as_they_were_and_faults() -> None:
    assert "files_deadline_same" in rules.things_to_check(AUTUMN_2023, AUTUMN_2023)
    new = rules.shifted(AUTUMN_2023, years=1)
    assert not [code for code in rules.things_to_check(AUTUMN_2023, new) if code.endswith("_same")]
    broken = Dates(new.enrolment_deadline, new.files_opening, new.stay.end, new.stay)
    assert "stay_before_files_deadline" in rules.things_to_check(AUTUMN_2023, broken)
