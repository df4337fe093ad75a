"""Which clauses a paper of a partner's own must hold: a list that is data (`clauses.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from erasdu.kernel.verdict import YES, Verdict, no

DAYS = "days"  # what lacks in a paper that does not hold on all days of the stay
CARD = "ehic"  # only looked at, never kept
_read = tomllib.loads((Path(__file__).resolve().parent.parent / "clauses.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Clause:
    code: str
    nl: str
    en: str
    minor: bool


CLAUSES: dict[str, tuple[Clause, ...]] = {
    kind: tuple(Clause(code, words[0], words[1], "minor" in words[2:]) for code, words in table.items())
    for kind, table in _read.items()
}
KINDS = (CARD, *CLAUSES)


def required(kind: str, *, minor: bool) -> tuple[Clause, ...]:
    """What must stand in a paper of this kind, of this learner."""
    return tuple(clause for clause in CLAUSES[kind] if minor or not clause.minor)


def lacks(kind: str, present: Collection[str], *, minor: bool) -> tuple[str, ...]:
    """Codes of what is not in it, in the order of the list; empty: the paper can be accepted."""
    return tuple(clause.code for clause in required(kind, minor=minor) if clause.code not in present)


def check_card(valid_until: date, last_day: date) -> Verdict:
    """A health card must hold until the return."""
    return YES if valid_until >= last_day else no("card_ends_before_return", day=last_day.isoformat())
