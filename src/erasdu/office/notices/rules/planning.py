"""The mails of a day, from what waits then. The same function foresees and sends: the day is an argument.

Nothing here knows a clock or a database, so a call can be played on any calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from erasdu.kernel.periods import Period
from erasdu.office.notices.rules.table import Table, Wait, When

HOLD, CANCEL, ADD, EDIT = "hold", "cancel", "add", "edit"
SELF = "self"
SECOND = "second"  # the way of a mail to somebody's other address
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
    waiting, told = _by_person(table, items), _news_of(news)
    found: list[Mail] = []
    for person in sorted({*waiting, *told} & set(readers)):
        reader, mine = readers[person], waiting.get(person, [])
        weekdays = table.days.get(reader.role, EVERY_DAY)
        usual, any_day = (_window(person, which, decisions, on, planned) for which in (weekdays, EVERY_DAY))
        windows = Windows(usual, any_day, weekdays)
        if any_day is not None:
            found += _of_person(table, reader, mine, told.get(person, ()), on, windows, decisions.get((person, on)))
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
    """The plan of each day from `start` on, if nobody does anything meanwhile. `items`: what waits on a day."""
    found: list[Mail] = []
    gone_days = set(planned)
    for number in range(days):
        on = start + timedelta(days=number)
        today = plan(table, items(on), news, readers, decisions, on=on, planned=gone_days)
        gone = {pk for mail in today if not mail.cancelled for pk in mail.news}
        news = [one for one in news if one.pk not in gone]
        found += today
        gone_days.add(on)
    return found


def text_for(table: Table, item: Item, person: int) -> str:
    """The text in which this person reads of it: of who must act, else of the first row that tells them."""
    rows = [row for row in table.of(item.under) if row.way in ("digest", "text")]
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


# -- one person's day ------------------------------------------------------------------------------


def _by_person(table: Table, items: Iterable[Item]) -> dict[int, list[Item]]:
    """Person → what waits for them, and of others what the table tells them."""
    found: dict[int, list[Item]] = {}
    for item in items:
        relations = {SELF} | {row.to for row in table.of(item.under) if row.way in ("digest", "text")}
        for person in {pk for relation in relations for pk in item.readers.get(relation, ())}:
            found.setdefault(person, []).append(item)
    return found


def _news_of(news: Iterable[News]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for one in news:
        found[one.person] = (*found.get(one.person, ()), one.pk)
    return found


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that a mail of today answers for: of the reader's own weekdays, and of what cannot wait for them."""

    usual: Period | None
    any_day: Period | None
    weekdays: Collection[int]

    def contain(self, day: date) -> bool:
        window = self.usual if day.weekday() in self.weekdays else self.any_day
        return window is not None and window.contains(day)


def _window(
    person: int, weekdays: Collection[int], decisions: Decisions, on: date, planned: Collection[date]
) -> Period | None:
    """The days that this person's mail of today answers for; None when none goes today."""
    if not _goes(person, weekdays, decisions, on):
        return None
    first, earliest = on, min(planned, default=on)
    while first > earliest:
        before = first - timedelta(days=1)
        if before in planned and _goes(person, weekdays, decisions, before):
            break
        first = before
    return Period(first, on)


def _goes(person: int, weekdays: Collection[int], decisions: Decisions, day: date) -> bool:
    return day.weekday() in weekdays and not any(
        kind.kind == HOLD and kind.until is not None and held <= day < kind.until
        for (whose, held), kind in decisions.items()
        if whose == person
    )


def _of_person(
    table: Table,
    reader: Reader,
    items: Sequence[Item],
    news: tuple[int, ...],
    on: date,
    windows: Windows,
    decision: Decision | None,
) -> Iterator[Mail]:
    found = [_due(table, reader, item, on, windows) for item in in_order(table, items, on)]
    dues = tuple(due for due in found if due is not None)
    said = tuple(due for due in dues if due.rows)
    note = decision.note if decision else ""
    own = (decision.subject, decision.body) if decision and decision.kind == EDIT else None
    cancelled = decision is not None and decision.kind == CANCEL
    if reader.mail and (any(due.by_way("digest") for due in dues) or (news and windows.usual is not None)):
        yield Mail(reader.pk, on, "digest", dues, news, note, cancelled, own)
    again = tuple(_to_second(table, reader, items, on, windows)) if reader.second and reader.mail else ()
    if again:
        yield Mail(reader.pk, on, SECOND, again, (), "", cancelled)
    texted = tuple(due for due in said if due.by_way("text") or not reader.mail)
    if reader.phone and texted:
        yield Mail(reader.pk, on, "text", texted, (), "", cancelled)


def _due(table: Table, reader: Reader, item: Item, on: date, windows: Windows) -> Due | None:
    """What this person hears of it: said today by rows, there as well, or nothing yet."""
    rows = [row for row in table.of(item.under) if row.way in ("digest", "text") and _is_for(reader, row, item)]
    said = tuple(row for row in rows if _says(row, item, windows))
    last = item.safe or item.by
    near = last is not None and last <= on + NEAR and reader.pk in item.readers.get(SELF, ())
    shown = said or near or any(has_come(row, item, on) for row in rows)
    return Due(item, said) if shown else None


def _to_second(table: Table, reader: Reader, items: Sequence[Item], on: date, windows: Windows) -> Iterator[Due]:
    """What they still must do after silence, on the days that the table names for their other address."""
    for item in in_order(table, items, on):
        mine = reader.pk in item.readers.get(SELF, ())
        rows = tuple(row for row in table.of(item.under) if row.way == SECOND and _says(row, item, windows))
        if mine and rows:
            yield Due(item, rows)


def _says(row: Wait, item: Item, windows: Windows) -> bool:
    return any(day >= item.since and windows.contain(day) for day in days_of(row, item, windows.weekdays))


def _is_for(reader: Reader, row: Wait, item: Item) -> bool:
    return reader.pk in item.readers.get(row.to, ())


def in_order(table: Table, items: Iterable[Item], on: date) -> list[Item]:
    """What still waits then. By harm: what it holds up, what is too late, the nearest last day, the table's order."""

    def harm(item: Item) -> tuple[int, bool, date, int, date, str]:
        late = item.by is not None and item.by < on
        return (item.harm, not late, item.safe or item.by or date.max, table.rank(item.under), item.since, item.key)

    return sorted((item for item in items if item.until is None or on <= item.until), key=harm)
