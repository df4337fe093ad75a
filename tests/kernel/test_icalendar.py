"""Calendars as two libraries read them: days, moments over changes of the clock, long and strange texts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from erasdu.kernel.icalendar import Entry, calendar
from erasdu.kernel.periods import BRUSSELS

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
days = st.dates(date(2026, 1, 1), date(2030, 1, 1))
texts = st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=120).filter(
    lambda text: text.strip() == text
)


def only(text: str):
    (event,) = [part for part in Calendar.from_ical(text).walk() if part.name == "VEVENT"]
    return event


@given(days, st.integers(0, 400))
@drawing(max_examples=30)
def test_whole_days_end_on_the_first_day_that_is_free(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    text = calendar("ErasDu", [Entry("a@x", "Verblijf", first, last)], at=AT)
    event = only(text)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, last + timedelta(days=1))
    (read,) = IcsCalendarStream.calendar_from_ics(text).events
    assert (read.dtstart, read.dtend) == (first, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 3, 28, 19, 0), "20260328T180000Z"),
        (datetime(2026, 3, 29, 3, 0), "20260329T010000Z"),  # the hour before it does not exist
        (datetime(2026, 10, 25, 1, 59), "20261024T235900Z"),
        (datetime(2026, 10, 25, 2, 30, fold=0), "20261025T003000Z"),
        (datetime(2026, 10, 25, 2, 30, fold=1), "20261025T013000Z"),
        (datetime(2026, 12, 3, 19, 0), "20261203T180000Z"),
    ],
)
def test_moments_stand_still_when_the_clock_changes(local: datetime, utc: str) -> None:
    start = local.replace(tzinfo=BRUSSELS).astimezone(UTC)
    text = calendar("ErasDu", [Entry("a@x", "Infoavond", start, start + timedelta(hours=2))], at=AT)
    assert f"DTSTART:{utc}" in text
    assert only(text)["DTSTART"].dt == start


@given(texts)
@drawing(max_examples=40)
def test_any_title_comes_back_as_it_was_and_no_line_is_too_long(title: str) -> None:
    text = calendar(title, [Entry("a@x", title, AT, AT, place=title)], at=AT)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event = only(text)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (title, title)


def test_an_update_has_the_same_uid_and_a_higher_sequence() -> None:
    first = Entry("meeting-a@x", "Infoavond", AT, AT + timedelta(hours=1), sequence=0)
    moved = Entry("meeting-a@x", "Infoavond", AT, AT + timedelta(hours=2), sequence=1, cancelled=True)
    before, after = (only(calendar("x", [entry], at=AT)) for entry in (first, moved))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"], str(after["STATUS"])) == (0, 1, "CANCELLED")


@pytest.mark.parametrize(
    ("start", "end"), [(AT, AT - timedelta(1)), (AT, date(2026, 12, 1)), (AT.replace(tzinfo=None),) * 2]
)
def test_what_is_no_time_is_refused(start: date, end: date) -> None:
    with pytest.raises(ValueError):
        Entry("a", "b", start, end)
