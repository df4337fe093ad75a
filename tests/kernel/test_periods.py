from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from erasdu.kernel.periods import BRUSSELS, Period, brussels_date, end_of_day, start_of_day

TICK = timedelta(microseconds=1)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
PERIODS = st.builds(lambda start, length: Period(start, start + timedelta(length)), DAYS, st.integers(0, 400))
SPRING, AUTUMN = date(2023, 3, 26), date(2023, 10, 29)


def days_of(period: Period) -> set[date]:
    return {period.start + timedelta(number) for number in range(period.days)}


@given(PERIODS, PERIODS, DAYS)
def test_periods_are_sets_of_days(one: Period, other: Period, day: date) -> None:
    assert max(days_of(one)) == one.end
    assert one.overlaps(other) == bool(days_of(one) & days_of(other))
    assert one.contains(other) == (days_of(other) <= days_of(one))
    assert one.contains(day) == (day in days_of(one))


@given(PERIODS, st.integers(-4000, 4000))
def test_a_shifted_period_is_as_long(period: Period, days: int) -> None:
    moved = period.shift(days)
    assert moved.days == period.days
    assert moved.shift(-days) == period


def test_a_period_cannot_run_backwards() -> None:
    with pytest.raises(ValueError):
        Period(date(2023, 12, 10), date(2023, 11, 26))


@given(DAYS)
@example(SPRING)
@example(AUTUMN)
def test_the_last_tick_of_a_day_is_in_time_and_midnight_is_late(day: date) -> None:
    last = (datetime(day.year, day.month, day.day, 23, 59, 59, 999999, BRUSSELS)).astimezone(UTC)
    assert end_of_day(day) - last == TICK
    assert end_of_day(day).tzinfo is UTC
    assert brussels_date(end_of_day(day) - TICK) == day
    assert brussels_date(end_of_day(day)) == day + timedelta(1)


@given(DAYS, st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_in_time_means_that_day_or_earlier_in_brussels(day: date, at: datetime) -> None:
    assert (at < end_of_day(day)) == (brussels_date(at) <= day)


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    ("day", "midnight", "hours"),
    [
        (SPRING, datetime(2023, 3, 26, 22, tzinfo=UTC), 23),
        (AUTUMN, datetime(2023, 10, 29, 23, tzinfo=UTC), 25),
        (date(2023, 10, 4), datetime(2023, 10, 4, 22, tzinfo=UTC), 24),
        (date(2023, 12, 31), datetime(2023, 12, 31, 23, tzinfo=UTC), 24),
    ],
)
def test_days_on_which_the_clock_changes(day: date, midnight: datetime, hours: int) -> None:
    assert end_of_day(day) == midnight
    assert end_of_day(day) - start_of_day(day) == timedelta(hours=hours)


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError):
        brussels_date(datetime(2023, 10, 4, 12))
