"""What is said of whom, found out once for all days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.office.notices.rules.going import Windows
from erasdu.office.notices.rules.mail import MAILED, SECOND, SELF, Item, Reader
from erasdu.office.notices.rules.moments import EVERY_DAY, days_of
from erasdu.office.notices.rules.table import Table, Wait


@dataclass(frozen=True, slots=True)
class Said:
    """One row that tells a reader of one thing, and on which days. `come`: the first of them in any week, if any."""

    row: Wait
    days: Sequence[date]
    come: date | None


class Sayings:
    """Which rows of the table say what to whom, and when."""

    def __init__(self, table: Table, readers: Mapping[int, Reader]) -> None:
        self.table, self.readers = table, readers
        self._said: dict[tuple[int, int], tuple[Item, Sequence[Said]]] = {}  # the item too: its number is its own
        self._waiting: dict[int, tuple[Sequence[Item], Waiting]] = {}
        self._persons: dict[int, tuple[Item, Collection[int]]] = {}

    def weekdays(self, reader: Reader) -> frozenset[int]:
        return self.table.days.get(reader.role, EVERY_DAY)

    def tell_news(self, reader: Reader, windows: Windows) -> bool:
        """Whether news alone make a mail today: one of the days that it answers for is a day of news."""
        days = self.table.news.get(reader.role, EVERY_DAY)
        return windows.usual and any(day.weekday() in days for day in windows.days)

    def of(self, items: Sequence[Item]) -> Waiting:
        if id(items) not in self._waiting:
            by_person: dict[int, list[Item]] = {}
            for item in items:
                for person in self._told(item):
                    by_person.setdefault(person, []).append(item)
            self._waiting[id(items)] = items, Waiting(self, by_person)
        return self._waiting[id(items)][1]

    def said(self, reader: Reader, item: Item) -> Sequence[Said]:
        """By the rows for this reader, whatever the way."""
        key = reader.pk, id(item)
        if key not in self._said:
            rows, weekdays = self.table.heard(item.under, item.stopped), self.weekdays(reader)
            self._said[key] = item, [_said(row, item, weekdays) for row in rows if _reaches(reader, row, item)]
        return self._said[key][1]

    def _told(self, item: Item) -> Collection[int]:
        """For whom it waits, and of others whom the table tells of it."""
        if id(item) not in self._persons:
            rows = self.table.heard(item.under, item.stopped)
            relations = {SELF} | {row.to for row in rows if row.way in MAILED}
            self._persons[id(item)] = item, {pk for each in relations for pk in item.readers.get(each, ())}
        return self._persons[id(item)][1]


class Waiting:
    """What waits for each person, and of others what the table tells them."""

    def __init__(self, says: Sayings, items: Mapping[int, Sequence[Item]]) -> None:
        self.says, self.items = says, items
        self._days: dict[int, set[date]] = {}

    def may_say(self, person: int, windows: Windows) -> bool:
        """Whether any of it has a day in these windows; else no mail goes, unless there is news."""
        if person not in self._days:
            reader = self.says.readers[person]
            self._days[person] = {
                day for item in self.items.get(person, ()) for one in self.says.said(reader, item) for day in one.days
            }
        return windows.say(self._days[person])


def _said(row: Wait, item: Item, weekdays: frozenset[int]) -> Said:
    days = [day for day in days_of(row, item, weekdays) if day >= item.since]
    any_day = days_of(row, item)
    return Said(row, days, any_day[0] if any_day else None)


def _reaches(reader: Reader, row: Wait, item: Item) -> bool:
    """By mail or text whoever it is for; at another address who must act."""
    if row.way in MAILED:
        return reader.pk in item.readers.get(row.to, ())
    return row.way == SECOND and reader.pk in item.readers.get(SELF, ())
