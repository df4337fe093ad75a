"""What waits, who reads of it, and what a mail of a day is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from erasdu.office.notices.rules.table import Wait

HOLD, CANCEL, ADD, EDIT = "hold", "cancel", "add", "edit"
SELF = "self"
SECOND = "second"  # the way of a mail to somebody's other address
DIGEST = "digest"
MAILED = (DIGEST, "text")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits. `readers`: relation ("self", "contact_point", …) → persons.

    `safe`: the last day to begin so that it is in time, where that is known: from there the days of a mail are counted
    back, and only those that come after it from the last day itself. `urgent`: readiness says that a mail is too slow.
    `until`: the last day on which it waits, whatever nobody does. `harm`: 0 holds up a file or a departure, then come
    payment, closing, and nothing at all. `rows`: those of the table that it follows, where they are not its own.
    `stopped`: the codes of those that tell nobody of it any more.
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
    stopped: frozenset[str] = frozenset()

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
