"""On which days a row of the table says something: counted from when it waits or to its last day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from erasdu.office.notices.rules.mail import Item
from erasdu.office.notices.rules.table import Wait, When

EVERY_DAY = frozenset(range(7))


def days_of(row: Wait, item: Item, weekdays: Iterable[int] = EVERY_DAY) -> Sequence[date]:
    """The days on which a row says this, moved to the weekdays of its reader: what has a last day to an earlier one.

    Another weekday only when there is none of the reader's between the first day on which it waits and the last one.
    """
    own = frozenset(weekdays)
    days = _days(row.when, item.since, item.by, item.by, own)
    if item.safe is not None:
        back = tuple(when for when in row.when if when.anchor != "due" or when.days <= 0)
        before = _days(back, item.since, item.safe, item.by, own)
        days = sorted({*before, *(day for day in days if day > item.safe)})
    if row.way == "digest" and item.by is not None and days and days[-1] < item.since:
        return [*days, _in_time(item.since, item.since, item.by, own)]  # it began to wait after all of them
    return days


@lru_cache(maxsize=20_000)
def _days(
    whens: tuple[When, ...], since: date, by: date | None, last: date | None, weekdays: frozenset[int]
) -> Sequence[date]:
    """`by`: from which day is counted back; `last`: after which it is too late to say it."""
    return tuple(sorted({day for when in whens if (day := _moved(when, since, by, last, weekdays)) is not None}))


def _moved(when: When, since: date, by: date | None, last: date | None, weekdays: Collection[int]) -> date | None:
    day = when.day(since, by)
    if day is None:
        return None
    if when.anchor != "due":
        return _first(day, 1, weekdays)
    earlier = _first(day, -1, weekdays)
    if earlier > since:
        return earlier
    return _in_time(day, since, max(day, last or day), weekdays)


def _in_time(day: date, since: date, last: date, weekdays: Collection[int]) -> date:
    """The reader's next day; when that comes too late, the day on which it began to wait."""
    later = _first(day, 1, weekdays)
    return later if later <= last else since


def _first(day: date, step: int, weekdays: Collection[int]) -> date:
    while day.weekday() not in weekdays:
        day += timedelta(days=step)
    return day


def has_come(row: Wait, item: Item, on: date) -> bool:
    days = days_of(row, item)
    return bool(days) and days[0] <= on
