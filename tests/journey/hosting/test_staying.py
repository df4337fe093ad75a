"""Nights without a bed, and bookings that go along with other days of a stay: rules, held against counting by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.hosting.rules import moved, without_bed
from erasdu.journey.matching.queries.placing import _sleeps
from erasdu.kernel.periods import Period

pytestmark = pytest.mark.requirement("R12")
MONDAY = date(2027, 3, 1)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@st.composite
def periods(draw: st.DrawFn, least: int = 1) -> Period:
    first = draw(st.integers(0, 18))
    return Period(day(first), day(first + draw(st.integers(least, 9))))


@given(periods(), st.lists(periods(), max_size=4))
def test_every_night_between_first_and_last_is_looked_at(stay, beds) -> None:
    nights = [stay.start + timedelta(days=number) for number in range((stay.end - stay.start).days)]
    lacking = [night for night in nights if not any(bed.start <= night < bed.end for bed in beds)]
    assert without_bed(stay, beds) == lacking
    assert _sleeps(stay, beds) == (bool(beds) and not lacking)


def test_a_bed_on_the_first_and_the_last_day_alone_is_not_enough() -> None:
    stay, first, last = Period(day(0), day(14)), Period(day(0), day(5)), Period(day(8), day(14))
    assert without_bed(stay, [last, first]) == [day(5), day(6), day(7)]
    assert not _sleeps(stay, [first, last])
    assert _sleeps(stay, [first, Period(day(5), day(8)), last])
    assert not _sleeps(stay, [])
    assert _sleeps(None, [first])


@given(periods(), periods(), st.lists(st.integers(0, 27), min_size=2, max_size=4, unique=True), st.booleans())
def test_what_covered_a_stay_covers_its_other_days_where_they_have_something_in_common(
    before, after, cuts, beds
) -> None:
    """Booked one after the other for the whole stay, however it is cut."""
    inner = sorted({each for each in map(day, cuts) if before.start < each < before.end})
    edges = [before.start, *inner, before.end]
    step = timedelta(days=0 if beds else 1)
    parts = [
        Period(one, two - (step if two != before.end else timedelta()))
        for one, two in zip(edges, edges[1:], strict=False)
    ]
    now = [each for each in moved(parts, before, after, beds=beds) if each]
    assert all(after.contains(each) for each in now)
    if len(parts) == 1:
        assert now == [after]
    elif beds and before.start < after.end and after.start < before.end:
        assert not without_bed(after, now)
    elif not before.overlaps(after):
        assert now == []


def test_what_does_not_touch_the_edge_keeps_its_days() -> None:
    before, middle = Period(day(0), day(14)), Period(day(4), day(9))
    parts = [Period(day(0), day(4)), middle, Period(day(9), day(14))]
    assert moved(parts, before, Period(day(1), day(16)), beds=True) == [
        Period(day(1), day(4)), middle, Period(day(9), day(16)),
    ]  # fmt: skip
    assert moved(parts, before, Period(day(5), day(9)), beds=True) == [None, Period(day(5), day(9)), None]
    one_day = [Period(day(0), day(3)), Period(day(4), day(14))]
    assert moved(one_day, before, Period(day(0), day(4)), beds=False) == [one_day[0], Period(day(4), day(4))]
