"""The mails of a day, from what waits then. The same function foresees and sends: the day is an argument.

Nothing here knows a clock or a database, so a call can be played on any calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from erasdu.office.notices.rules.table import Table, Wait, When

HOLD, CANCEL, ADD, EDIT = "hold", "cancel", "add", "edit"
SELF = "self"
SECOND = "second"  # the way of a mail to somebody's other address
MAILED = ("digest", "text")
EVERY_DAY = frozenset(range(7))
LONGEST = timedelta(days=30)  # so long a mail can be held
NEAR = timedelta(days=21)  # what has its last day later than this stands in no mail yet


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits. `readers`: relation ("self", "contact_point", …) → persons.

    `safe`: the last day to begin so that it is in time, where that is known: from there the days of a mail are counted
    back, and only those that come after it from the last day itself. `urgent`: readiness says that a mail is too slow.
    `until`: the last day on which it waits, whatever nobody does. `harm`: 0 holds up a file or a departure, then come
    payment, closing, and nothing at all. `rows`: those of the table that it follows, where they are not its own.
    """

    what: str
    kind: str
    pk: int
    since: date
    by: date | None
    readers: Mapping[str, tuple[int, ...]] = field(hash=False)
    safe: date | None = None
    urgent: bool = False
    harm: int = 0
    rows: str = ""
    until: date | None = None

    @property
    def under(self) -> str:
        """What it stands under in the table."""
        return self.rows or self.what

    @property
    def key(self) -> str:
        return f"{self.what}:{self.kind}:{self.pk}"


@dataclass(frozen=True, slots=True)
class Reader:
    """A person to write to. `role`: "contact_point" or "coordinator" of staff, whose days the table sets.

    `second`: they have another address, and mail arrives at the first one.
    """

    pk: int
    role: str = ""
    mail: bool = True
    phone: bool = False
    second: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened and could wait for the next digest of this person."""

    pk: int
    person: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What the coordinator said about one person's mail of one day: hold it until a day, cancel it, add a note, or
    `subject` and `body` in place of what it would say.
    """

    kind: str
    until: date | None = None
    note: str = ""
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing in a mail. `rows`: those of the table that make this a day to say it; none: it is there as well."""

    item: Item
    rows: tuple[Wait, ...] = ()

    def by_way(self, way: str) -> bool:
        return any(row.way == way for row in self.rows)


@dataclass(frozen=True, slots=True)
class Mail:
    """What one person gets on one day: a digest by mail, what of it goes to their other address, or a text message.

    `cancelled`: it would have gone.

    `own`: subject and text that somebody wrote for it.
    """

    person: int
    on: date
    way: str
    dues: tuple[Due, ...] = ()
    news: tuple[int, ...] = ()
    note: str = ""
    cancelled: bool = False
    own: tuple[str, str] | None = None


Decisions = Mapping[tuple[int, date], Decision]


def plan(
    table: Table,
    items: Sequence[Item],
    news: Sequence[News],
    readers: Mapping[int, Reader],
    decisions: Decisions,
    *,
    on: date,
    planned: Collection[date],
) -> list[Mail]:
    """The mails of `on`, by person. `planned`: the days whose mails went; what fell on others since comes today."""
    return _plan(Sayings(table, readers).of(items), news, decisions, on=on, planned=planned)


def _plan(
    waiting: Waiting, news: Sequence[News], decisions: Decisions, *, on: date, planned: Collection[date]
) -> list[Mail]:
    says, told, going = waiting.says, _news_of(news), Going(decisions, on, planned)
    found: list[Mail] = []
    for person in sorted({*waiting.items, *told} & set(says.readers)):
        reader, mine = says.readers[person], waiting.items.get(person, [])
        windows = going.windows(person, says.weekdays(reader))
        if windows is not None and (person in told or waiting.may_say(person, windows)):
            found += _of_person(says, reader, mine, told.get(person, ()), on, windows, decisions.get((person, on)))
    return found


def forecast(
    table: Table,
    items: Callable[[date], Sequence[Item]],
    news: Sequence[News],
    readers: Mapping[int, Reader],
    decisions: Decisions,
    *,
    start: date,
    days: int,
    planned: Collection[date],
) -> list[Mail]:
    """The plan of each day from `start` on, if nobody does anything meanwhile. `items`: what waits on a day.

    Quick where days share the same sequence of items, and where they share items.
    """
    found: list[Mail] = []
    gone_days, says = set(planned), Sayings(table, readers)
    for number in range(days):
        on = start + timedelta(days=number)
        today = _plan(says.of(items(on)), news, decisions, on=on, planned=gone_days)
        gone = {pk for mail in today if not mail.cancelled for pk in mail.news}
        news = [one for one in news if one.pk not in gone]
        found += today
        gone_days.add(on)
    return found


def text_for(table: Table, item: Item, person: int) -> str:
    """The text in which this person reads of it: of who must act, else of the first row that tells them."""
    rows = [row for row in table.of(item.under) if row.way in MAILED]
    mine = [row for row in rows if person in item.readers.get(row.to, ())]
    return min(mine, key=lambda row: row.to != SELF).text if mine else ""


def days_of(row: Wait, item: Item, weekdays: Iterable[int] = EVERY_DAY) -> Sequence[date]:
    """The days on which a row says this, moved to the weekdays of its reader: what has a last day to an earlier one.

    Another weekday only when there is none of the reader's between the first day on which it waits and the last one.
    """
    own = frozenset(weekdays)
    days = _days(row.when, item.since, item.by, item.by, own)
    if item.safe is not None:
        before = _days(row.when, item.since, item.safe, item.by, own)
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


# -- what is said of whom, found out once for all days -----------------------------------------------


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
            rows, weekdays = self.table.of(item.under), self.weekdays(reader)
            self._said[key] = item, [_said(row, item, weekdays) for row in rows if _reaches(reader, row, item)]
        return self._said[key][1]

    def _told(self, item: Item) -> Collection[int]:
        """For whom it waits, and of others whom the table tells of it."""
        if id(item) not in self._persons:
            rows = self.table.of(item.under)
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


# -- one person's day ------------------------------------------------------------------------------


def _news_of(news: Iterable[News]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for one in news:
        found[one.person] = (*found.get(one.person, ()), one.pk)
    return found


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that a mail of today answers for: of the reader's own weekdays, and of what cannot wait for them.

    `usual`: whether a mail of their own weekdays goes today.
    """

    usual: bool
    days: frozenset[date]

    def say(self, days: Iterable[date]) -> bool:
        """Whether one of these days is among them."""
        return not self.days.isdisjoint(days)


class Going:
    """On which days the mails of people go, seen from one day."""

    def __init__(self, decisions: Decisions, on: date, planned: Collection[date]) -> None:
        self.on, self.planned, self.earliest = on, planned, min(planned, default=on)
        self.held: dict[int, list[tuple[date, date]]] = {}
        for (person, day), decision in decisions.items():
            if decision.kind == HOLD and decision.until is not None:
                self.held.setdefault(person, []).append((day, decision.until))
        self._usual: dict[frozenset[int], Windows | None] = {}  # of whom nothing was ever held

    def windows(self, person: int, weekdays: frozenset[int]) -> Windows | None:
        """The days that this person's mail of today answers for; None when none goes today."""
        if person in self.held:
            return self._windows(self.held[person], weekdays)
        if weekdays not in self._usual:
            self._usual[weekdays] = self._windows((), weekdays)
        return self._usual[weekdays]

    def _windows(self, held: Collection[tuple[date, date]], weekdays: frozenset[int]) -> Windows | None:
        usual, any_day = self._window(held, weekdays), self._window(held, EVERY_DAY)
        if not any_day:
            return None
        mine = {day for day in usual if day.weekday() in weekdays}
        return Windows(bool(usual), frozenset(mine | {day for day in any_day if day.weekday() not in weekdays}))

    def _window(self, held: Collection[tuple[date, date]], weekdays: Collection[int]) -> list[date]:
        """From today back to the day after the one before on which a mail of these weekdays went; none if none goes."""
        if not _goes(held, weekdays, self.on):
            return []
        found = [self.on]
        while found[-1] > self.earliest:
            before = found[-1] - timedelta(days=1)
            if before in self.planned and _goes(held, weekdays, before):
                break
            found.append(before)
        return found


def _goes(held: Iterable[tuple[date, date]], weekdays: Collection[int], day: date) -> bool:
    return day.weekday() in weekdays and not any(first <= day < until for first, until in held)


def _of_person(
    says: Sayings,
    reader: Reader,
    items: Sequence[Item],
    news: tuple[int, ...],
    on: date,
    windows: Windows,
    decision: Decision | None,
) -> Iterator[Mail]:
    waiting = in_order(says.table, items, on)
    found = [_due(says, reader, item, on, windows) for item in waiting]
    dues = tuple(due for due in found if due is not None)
    said = tuple(due for due in dues if due.rows)
    note = decision.note if decision else ""
    own = (decision.subject, decision.body) if decision and decision.kind == EDIT else None
    cancelled = decision is not None and decision.kind == CANCEL
    if reader.mail and (any(due.by_way("digest") for due in dues) or (news and windows.usual)):
        yield Mail(reader.pk, on, "digest", dues, news, note, cancelled, own)
    again = tuple(_to_second(says, reader, waiting, windows)) if reader.second and reader.mail else ()
    if again:
        yield Mail(reader.pk, on, SECOND, again, (), "", cancelled)
    texted = tuple(due for due in said if due.by_way("text") or not reader.mail)
    if reader.phone and texted:
        yield Mail(reader.pk, on, "text", texted, (), "", cancelled)


def _due(says: Sayings, reader: Reader, item: Item, on: date, windows: Windows) -> Due | None:
    """What this person hears of it: said today by rows, there as well, or nothing yet."""
    rows = [one for one in says.said(reader, item) if one.row.way in MAILED]
    said = tuple(one.row for one in rows if windows.say(one.days))
    last = item.safe or item.by
    near = last is not None and last <= on + NEAR and reader.pk in item.readers.get(SELF, ())
    shown = said or near or any(one.come is not None and one.come <= on for one in rows)
    return Due(item, said) if shown else None


def _to_second(says: Sayings, reader: Reader, waiting: Sequence[Item], windows: Windows) -> Iterator[Due]:
    """What they still must do after silence, on the days that the table names for their other address."""
    for item in waiting:
        found = (one for one in says.said(reader, item) if one.row.way == SECOND)
        rows = tuple(one.row for one in found if windows.say(one.days))
        if rows:
            yield Due(item, rows)


def in_order(table: Table, items: Iterable[Item], on: date) -> list[Item]:
    """What still waits then. By harm: what it holds up, what is too late, the nearest last day, the table's order."""

    def harm(item: Item) -> tuple[int, bool, date, int, date, str]:
        late = item.by is not None and item.by < on
        return (item.harm, not late, item.safe or item.by or date.max, table.rank(item.under), item.since, item.key)

    return sorted((item for item in items if item.until is None or on <= item.until), key=harm)
