"""The table of notices as data: which line or waiting thing, to whom, which text, when, by which way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, cast

Anchor = Literal["asked", "due", "undated"]
LINE_WAYS = ("mail", "digest")
PHONE = "phone"
WAIT_WAYS = ("digest", "second", "text", PHONE)
PRESS_WAYS = ("mail", "text")
LETTERS_OF = "/letters/"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PRESSED = "press"  # why nobody stops what a step writes: who pressed counts on it
ANY = "*"  # what waits and has no rows of its own
_TEMPLATE = re.compile(rf"[a-z]+{LETTERS_OF}[a-z_]+")
_WHEN = re.compile(r"(asked|due|undated)(?:\s*([+-])\s*(\d{1,3}))?")


class TableFaulty(ValueError):
    """A row that cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class When:
    """So many days after the anchor (before it, when negative). "undated": since it waits, of what has no last day."""

    anchor: Anchor
    days: int

    def day(self, since: date, by: date | None) -> date | None:
        """The day on the calendar; None for a last day that is not there, or is there after all."""
        if self.anchor == "undated":
            return since + timedelta(days=self.days) if by is None else None
        start = since if self.anchor == "asked" else by
        return start + timedelta(days=self.days) if start is not None else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal becomes a mail of its own at once, or news in the next digest."""

    what: str
    to: str
    text: str
    way: str

    @property
    def code(self) -> str:
        return _code(self)


@dataclass(frozen=True, slots=True)
class Wait:
    """What waits is said again on these days. `to`: "self" is who must act."""

    what: str
    to: str
    text: str
    way: str
    when: tuple[When, ...]

    @property
    def code(self) -> str:
        return _code(self)


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody asks for something, and its step writes the letter in that moment. `text`: the letter's template."""

    what: str
    to: str
    text: str
    way: str

    @property
    def name(self) -> str:
        """Of its text among those of the table."""
        return self.text.replace(LETTERS_OF, "-")


def _code(row: Line | Wait) -> str:
    """Which row it is, in whatever order they stand."""
    return f"{row.what}/{row.to}/{row.text}/{row.way}"


@dataclass(frozen=True)
class Table:
    """`days`: role of staff → weekdays (Monday is 0) on which its digest goes; everybody else's goes on every day.

    `news`: role → on which of them news alone make a mail; of who is not named, on each.

    `variants`: text → the texts of their own that it has besides.

    `kept`: what nobody stops for a call → the reason.
    """

    lines: tuple[Line, ...]
    waits: tuple[Wait, ...]
    days: Mapping[str, frozenset[int]]
    presses: tuple[Press, ...] = ()
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    news: Mapping[str, frozenset[int]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def texts_of(self, text: str) -> tuple[str, ...]:
        """The text itself, and its variants."""
        return (text, *(f"{text}_{variant}" for variant in self.variants.get(text, ())))

    def of(self, what: str) -> tuple[Wait, ...]:
        """The rows of what waits, in their order; those for anything when it has none of its own."""
        return self._rows.get(what) or self._rows.get(ANY, ())

    def heard(self, what: str, stopped: Collection[str]) -> tuple[Wait, ...]:
        """The same without the rows that are stopped, by their codes."""
        rows = self.of(what)
        return tuple(row for row in rows if row.code not in stopped) if stopped else rows

    def kept_because(self, row: Line | Wait | Press) -> str:
        """Why nobody stops it for a call; "" when somebody may."""
        if isinstance(row, Press) or row.way == PHONE:
            return PRESSED if isinstance(row, Press) else PHONE
        return self.kept.get(row.what, "")

    @cached_property
    def stoppable(self) -> Mapping[str, Line | Wait]:
        """The rows that may be stopped for a call, by their codes, in the table's order."""
        rows: tuple[Line | Wait, ...] = (*self.waits, *self.lines)
        return {row.code: row for row in rows if not self.kept_because(row)}

    @cached_property
    def _rows(self) -> dict[str, tuple[Wait, ...]]:
        found: dict[str, tuple[Wait, ...]] = {}
        for row in self.waits:
            found[row.what] = (*found.get(row.what, ()), row)
        return found

    def rank(self, what: str) -> int:
        """Its place in the table: what stands higher does more harm."""
        return self._ranks.get(what, len(self.waits))

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {row.what: number for number, row in reversed(list(enumerate(self.waits)))}


def parse_table(given: Mapping[str, object]) -> Table:
    """The table as it stands in its file; `TableFaulty` for a row that says something else."""
    lines = tuple(Line(**_row(row, ("what", "to", "text", "way"), LINE_WAYS)) for row in _rows(given, "lines"))
    waits = tuple(_wait(row) for row in _rows(given, "waits"))
    presses = tuple(_press(row) for row in _rows({"presses": [], **given}, "presses"))
    variants = _variants(given, {row.text for row in lines} | {row.text for row in waits})
    days, news = _days(given, "days"), _days(given, "news")
    if strange := [role for role in news if role in days and not news[role] <= days[role]]:
        raise TableFaulty(f"{', '.join(strange)}: news go on days of a digest")
    kept = _kept(given, {row.what for row in lines} | {row.what for row in waits})
    return Table(lines, waits, days, presses, variants, news, kept)


def _kept(given: Mapping[str, object], known: Collection[str]) -> dict[str, str]:
    found = cast(Mapping[str, list[str]], given.get("kept", {}))
    reasons = {what: reason for reason, all_of in found.items() for what in all_of}
    if strange := set(reasons) - set(known):
        raise TableFaulty(f"{', '.join(sorted(strange))}: no row is about it")
    return reasons


def _variants(given: Mapping[str, object], texts: Collection[str]) -> dict[str, tuple[str, ...]]:
    found = cast(Mapping[str, list[str]], given.get("variants", {}))
    if strange := set(found) - set(texts):
        raise TableFaulty(f"{', '.join(sorted(strange))}: no row has such a text")
    return {text: tuple(names) for text, names in found.items()}


def _press(row: Mapping[str, object]) -> Press:
    found = Press(**_row(row, ("what", "to", "text", "way"), PRESS_WAYS))
    if not _TEMPLATE.fullmatch(found.text):
        raise TableFaulty(f"{found.text}: a letter is named by its step, as 'paperwork/letters/sign'")
    return found


def _wait(row: Mapping[str, object]) -> Wait:
    when = row.get("when")
    if not isinstance(when, list) or not when:
        raise TableFaulty(f"{row.get('what')}: 'when' must be a list of days")
    rest = {name: value for name, value in row.items() if name != "when"}
    return Wait(**_row(rest, ("what", "to", "text", "way"), WAIT_WAYS), when=tuple(_when(str(one)) for one in when))


def _when(given: str) -> When:
    found = _WHEN.fullmatch(given.strip())
    if found is None:
        raise TableFaulty(f"{given!r}: write 'asked + 3' or 'due - 7'")
    days = int(found[3] or 0)
    return When(cast(Anchor, found[1]), -days if found[2] == "-" else days)


def _row(row: Mapping[str, object], names: tuple[str, ...], ways: tuple[str, ...]) -> dict[str, str]:
    if set(row) != set(names) or not all(isinstance(value, str) and value for value in row.values()):
        raise TableFaulty(f"{dict(row)}: a row has {', '.join(names)}")
    if row["way"] not in ways:
        raise TableFaulty(f"{row['what']}: the way is one of {', '.join(ways)}")
    return {name: str(row[name]) for name in names}


def _rows(given: Mapping[str, object], name: str) -> Iterable[Mapping[str, object]]:
    rows = given.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TableFaulty(f"{name}: a list of rows is needed")
    return cast(list[Mapping[str, object]], rows)


def _days(given: Mapping[str, object], name: str) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for role, days in cast(Mapping[str, list[str]], given.get(name, {})).items():
        if not days or set(days) - set(WEEKDAYS):
            raise TableFaulty(f"{role}: days are {', '.join(WEEKDAYS)}")
        found[role] = frozenset(WEEKDAYS.index(day) for day in days)
    return found
