"""The mails of each day reckoned once more, the slow way: with the table as it is written, a day at a time.

Shares nothing with the code that plans: what it reads of the table, how it counts days and what it remembers of a
person are its own. It walks forward through the calendar and keeps of everybody which days their mails answered.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from erasdu.office import notices

TABLE = tomllib.loads((Path(notices.__file__).parent / "table.toml").read_text())
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One message of one day. `points`: what stands in it, and whether that is said by the table today."""

    person: int
    on: date
    way: str
    points: tuple[tuple[str, bool], ...]
    news: tuple[int, ...] = ()
    cancelled: bool = False


@dataclass
class Person:
    """What a person's mails answered until now: on days of their own, and on any day."""

    own: set[date] = field(default_factory=set)
    any: set[date] = field(default_factory=set)


class Daybook:
    """`start`: the first day there is; whatever the table says of days before it is nobody's concern."""

    def __init__(self, start: date, decisions: Mapping[tuple[int, date], Any]) -> None:
        self.start, self.decisions = start, decisions
        self.people: dict[int, Person] = {}

    def morning(
        self, on: date, items: Iterable[Any], news: Iterable[Any], readers: Mapping[int, Any]
    ) -> Sequence[Told]:
        """What goes on that day, by person; on a day on which nobody works at it this is not called."""
        told: list[Told] = []
        items, news = list(items), list(news)
        for pk in sorted(readers):
            if not self._is_held(pk, on):
                told += self._of(readers[pk], on, items, [one.pk for one in news if one.person == pk])
        return told

    def _is_held(self, pk: int, on: date) -> bool:
        held = [(day, one.until) for (who, day), one in self.decisions.items() if who == pk and one.kind == "hold"]
        return any(first <= on < until for first, until in held)

    def _of(self, reader: Any, on: date, items: Sequence[Any], news: Sequence[int]) -> Sequence[Told]:
        weekdays, past = days_of_role("days", reader.role), _calendar(self.start, on)
        person, usual = self.people.setdefault(reader.pk, Person()), on.weekday() in weekdays
        today = {day for day in past if day.weekday() not in weekdays and day not in person.any}
        if usual:
            today |= {day for day in past if day.weekday() in weekdays and day not in person.own}
            person.own |= set(past)
        person.any |= set(past)
        cancelled = (decision := self.decisions.get((reader.pk, on))) is not None and decision.kind == "cancel"
        waiting = sorted((one for one in items if one.until is None or one.until >= on), key=lambda one: _harm(one, on))
        points = [(one, *self._heard(one, reader, weekdays, today, on)) for one in waiting]
        found = []
        told = tuple((one.key, bool(rows)) for one, rows, shown in points if shown and _in_mail(one, reader))
        asks = any("digest" in rows for one, rows, shown in points if shown and _in_mail(one, reader))
        fresh = usual and any(day.weekday() in days_of_role("news", reader.role) for day in today)
        if reader.mail and (asks or (news and fresh)):
            found.append(Told(reader.pk, on, "digest", told, tuple(news), cancelled))
        if reader.mail and reader.second:
            again = [one for one in waiting if self._again(one, reader, weekdays, today)]
            found += [Told(reader.pk, on, "second", tuple((one.key, True) for one in again), (), cancelled)] * bool(
                again
            )
        texts = tuple((one.key, True) for one, rows, _shown in points if rows and ("text" in rows or not reader.mail))
        if reader.phone and texts:
            found.append(Told(reader.pk, on, "text", texts, (), cancelled))
        return found

    def _heard(
        self, one: Any, reader: Any, weekdays: Collection[int], today: Collection[date], on: date
    ) -> tuple[set[str], bool]:
        """By which ways this is said today, and whether it stands in the mail at all."""
        rows = [row for row in rows_of(one) if row["way"] in ("digest", "text") and reader.pk in _to(one, row)]
        said = {row["way"] for row in rows if set(days(row, one, weekdays)) & set(today)}
        last = one.safe or one.by
        near = last is not None and last - on <= timedelta(days=21) and reader.pk in one.readers.get("self", ())
        begun = any((first := min(moments(row, one, range(7)), default=None)) and first <= on for row in rows)
        return said, bool(said) or near or begun

    def _again(self, one: Any, reader: Any, weekdays: Collection[int], today: Collection[date]) -> bool:
        rows = [row for row in rows_of(one) if row["way"] == "second" and reader.pk in one.readers.get("self", ())]
        return any(set(days(row, one, weekdays)) & set(today) for row in rows)


def days_of_role(part: str, role: str) -> frozenset[int]:
    return frozenset(NAMES.index(name) for name in TABLE[part].get(role, NAMES))


def rows_of(one: Any) -> list[dict[str, Any]]:
    """Its own rows, or those of anything; without what is stopped."""
    own = [row for row in TABLE["waits"] if row["what"] == (one.rows or one.what)]
    rows = own or [row for row in TABLE["waits"] if row["what"] == "*"]
    return [row for row in rows if "{what}/{to}/{text}/{way}".format(**row) not in one.stopped]


def _to(one: Any, row: Mapping[str, str]) -> Collection[int]:
    return one.readers.get(row["to"], ())


def _in_mail(one: Any, reader: Any) -> bool:
    """What is stopped stands in no mail by the way."""
    return not one.stopped or any(row["way"] == "digest" and reader.pk in _to(one, row) for row in rows_of(one))


def days(row: Mapping[str, Any], one: Any, weekdays: Collection[int]) -> list[date]:
    """When a row says this: not before it waits."""
    return [day for day in moments(row, one, weekdays) if day >= one.since]


def moments(row: Mapping[str, Any], one: Any, weekdays: Collection[int]) -> list[date]:
    """The days of the table on the calendar, each on a weekday of the reader."""
    whens = [_when(given) for given in row["when"]]
    found = {day for when in whens for day in _on(when, one.since, one.by, one.by, weekdays)}
    if one.safe is not None:  # counted back from the day on which it must begin; after that day from the last one
        back = [(anchor, number) for anchor, number in whens if not (anchor == "due" and number > 0)]
        found = {day for day in found if day > one.safe}
        found |= {day for when in back for day in _on(when, one.since, one.safe, one.by, weekdays)}
    if row["way"] == "digest" and one.by is not None and found and max(found) < one.since:
        found.add(_in_time(one.since, one.since, one.by, weekdays))
    return sorted(found)


def _when(given: str) -> tuple[str, int]:
    anchor, *rest = given.split()
    return anchor, int("".join(rest) or 0)


def _on(
    when: tuple[str, int], since: date, by: date | None, last: date | None, weekdays: Collection[int]
) -> list[date]:
    anchor, number = when
    if anchor == "asked" or (anchor == "undated" and by is None):
        return [next(day for day in _from(since + number * DAY) if day.weekday() in weekdays)]
    if anchor != "due" or by is None:
        return []
    day = by + number * DAY
    earlier = [each for each in _calendar(max(since + DAY, day - 6 * DAY), day) if each.weekday() in weekdays]
    return [max(earlier) if earlier else _in_time(day, since, max(day, last or day), weekdays)]


def _in_time(day: date, since: date, last: date, weekdays: Collection[int]) -> date:
    later = [each for each in _calendar(day, last) if each.weekday() in weekdays]
    return min(later, default=since)


def _harm(one: Any, on: date) -> tuple[Any, ...]:
    whats = [row["what"] for row in TABLE["waits"]]
    what = one.rows or one.what
    place = whats.index(what) if what in whats else len(whats)
    late = one.by is not None and one.by < on
    return one.harm, 0 if late else 1, one.safe or one.by or date.max, place, one.since, one.key


def _calendar(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def _from(day: date) -> list[date]:
    return _calendar(day, day + 6 * DAY)
