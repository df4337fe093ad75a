"""The mails of a day, from what waits then. The same function foresees and sends: the day is an argument.

Nothing here knows a clock or a database, so a call can be played on any calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from erasdu.office.notices.rules.going import Going, Windows
from erasdu.office.notices.rules.mail import (
    CANCEL,
    DIGEST,
    EDIT,
    MAILED,
    SECOND,
    SELF,
    Decision,
    Decisions,
    Due,
    Item,
    Mail,
    News,
    Reader,
)
from erasdu.office.notices.rules.saying import Sayings, Waiting
from erasdu.office.notices.rules.table import Table

LONGEST = timedelta(days=30)  # so long a mail can be held
NEAR = timedelta(days=21)  # what has its last day later than this stands in no mail yet


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
    rows = [row for row in table.heard(item.under, item.stopped) if row.way in MAILED]
    mine = [row for row in rows if person in item.readers.get(row.to, ())]
    return min(mine, key=lambda row: row.to != SELF).text if mine else ""


def still_tells(table: Table, item: Item, person: int, way: str) -> bool:
    """Whether a mail of this way still says it to this person: some of its rows may be stopped since."""
    if not item.stopped:
        return True
    ways = (SECOND,) if way == SECOND else (way,) if way == DIGEST else MAILED
    rows = [row for row in table.heard(item.under, item.stopped) if row.way in ways]
    return any(person in item.readers.get(SELF if way == SECOND else row.to, ()) for row in rows)


# -- one person's day ------------------------------------------------------------------------------


def _news_of(news: Iterable[News]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for one in news:
        found[one.person] = (*found.get(one.person, ()), one.pk)
    return found


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
    heard = tuple(due for due in found if due is not None)
    dues = tuple(due for due in heard if still_tells(says.table, due.item, reader.pk, DIGEST))
    said = tuple(due for due in heard if due.rows)
    note = decision.note if decision else ""
    own = (decision.subject, decision.body) if decision and decision.kind == EDIT else None
    cancelled = decision is not None and decision.kind == CANCEL
    if reader.mail and (any(due.by_way("digest") for due in dues) or (news and says.tell_news(reader, windows))):
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
