"""Whom to telephone on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from erasdu.office.notices.rules.mail import SELF, Item, Reader
from erasdu.office.notices.rules.moments import has_come
from erasdu.office.notices.rules.planning import in_order
from erasdu.office.notices.rules.table import Table

STAFF = ("contact_point", "coordinator")
CALLER = "caller"  # only telephones about it: mail about it goes by itself


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to telephone about something, and who should do it. `unreachable`: mail does not arrive.

    `person` 0: whoever must act, as readiness knows them; mail is too slow for it.
    """

    item: Item
    person: int
    callers: tuple[int, ...]
    unreachable: bool


def to_call(table: Table, items: Iterable[Item], readers: Mapping[int, Reader], on: date) -> list[Call]:
    """Whom to telephone on that day, most urgent first: the table says so, or mail does not arrive or is too slow."""
    found = []
    for item in in_order(table, items, on):
        if item.urgent:
            callers = sorted({pk for to in (SELF, *STAFF, CALLER) for pk in item.readers.get(to, ())} & _staff(readers))
            found.append(Call(item, 0, tuple(callers), False))
            continue
        rows = [row for row in table.of(item.under) if row.way == "phone" and has_come(row, item, on)]
        for person in item.readers.get(SELF, ()):
            reader = readers.get(person)
            lost = reader is not None and not reader.mail
            relations = {row.to for row in rows} or (set(STAFF) if lost else set())
            callers = sorted({pk for to in relations for pk in item.readers.get(to, ())} - {person})
            if callers:
                found.append(Call(item, person, tuple(callers), lost))
    return found


KNOWN_AT_HOME = ("guardian", "training_company")


def to_ask(role: str, reader: str, *, incoming: bool) -> str:
    """Of whose number nobody wrote down: the role that knows it, for this reader; "" when nobody knows it better.

    Of who goes abroad the learner knows the parents and the company, the school the rest; of who comes here the
    partner knows the learner and the parents.
    """
    if incoming and role in ("learner", "guardian"):
        return "partner"
    if reader == "contact_point":
        return "learner" if role in KNOWN_AT_HOME else "coordinator"
    return "contact_point" if role != "contact_point" else ""


def _staff(readers: Mapping[int, Reader]) -> set[int]:
    return {pk for pk, reader in readers.items() if reader.role in STAFF}
