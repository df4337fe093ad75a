"""What is asked of every insurance, whatever the country: rows of `asked.toml`, the coordinator's own above them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from erasdu.journey.insurance.rules import covers, documents
from erasdu.journey.insurance.rules.covers import ACTIVITIES, ANYBODY, BY_SENDER, NAMED, WORKPLACE, Need

ASPECTS = ("activities", "territory", "holders", "confirmation")
BOUGHT = tuple(kind for kind in covers.KINDS if kind != covers.MUTUAL)  # membership of a mutual has no days of its own
CARD_DAYS, DECLARED, ASSISTANCE = "card.days", "internship.declared", "assistance.when"
STAY, WORLD = "stay", "world"  # where: in the country of the stay; everywhere
ASKED, NOT_ASKED = "asked", "not_asked"
BY_COUNTRY, ALWAYS, NEVER = "by_country", "always", "never"
MOST_DAYS = 99

# What may be chosen of each aspect and rule. Of activities, holders and confirmations several together, else one.
OF_ASPECT = {
    "activities": ACTIVITIES,
    "territory": (STAY, *documents.GROUPS, WORLD),
    "holders": ANYBODY,
    "confirmation": NAMED,
}
ALONE = {DECLARED: (ASKED, NOT_ASKED), ASSISTANCE: (BY_COUNTRY, ALWAYS, NEVER)}
CHOICES: Mapping[str, tuple[str, ...]] = {
    **{f"{kind}.{aspect}": OF_ASPECT[aspect] for kind in BOUGHT for aspect in ASPECTS}, **ALONE,
}  # fmt: skip
CODES = (*CHOICES, CARD_DAYS)


@dataclass(frozen=True, slots=True)
class Row:
    """What one rule says from a day on. `row`: id of the coordinator's own, the later stands; 0: of the file."""

    code: str
    values: tuple[str, ...]
    since: date
    source: str
    verified: bool = False
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules of one day: of each the row that stands. `named`: kinds whose confirmation must name the workplace.

    `needs`: what was composed of them before, for the next stay.
    """

    rows: Mapping[str, Row]
    named: frozenset[str]
    needs: dict[tuple[str, str, frozenset[str]], Need] = field(default_factory=dict, compare=False)

    def values(self, code: str) -> tuple[str, ...]:
        return self.rows[code].values

    def activities(self, kind: str) -> frozenset[str]:
        """What it must cover."""
        return frozenset(self.values(f"{kind}.activities"))

    def holders(self, kind: str) -> frozenset[str]:
        """In whose name it may be; a membership in anybody's."""
        return frozenset(self.values(f"{kind}.holders")) if kind in BOUGHT else frozenset(ANYBODY)

    def names(self, kind: str) -> frozenset[str]:
        """What the insurer's written confirmation must name; empty when none is needed."""
        return frozenset(self.values(f"{kind}.confirmation"))

    def by_sender(self, kind: str) -> bool:
        """Whether only who sends may have it: the organisation itself, or its board or group."""
        return self.holders(kind) <= BY_SENDER

    @property
    def card_takes(self) -> timedelta:
        """How long before leaving the card or form is asked for."""
        return timedelta(days=int(self.values(CARD_DAYS)[0]))

    @property
    def declared(self) -> bool:
        """Whether the school says if it declared the internship."""
        return ASKED in self.values(DECLARED)

    def assistance(self, *, by_country: bool) -> bool:
        """Whether assistance and the journey home must be insured. `by_country`: what the row of the country says."""
        return by_country if BY_COUNTRY in self.values(ASSISTANCE) else ALWAYS in self.values(ASSISTANCE)

    @property
    def assistance_by_country(self) -> bool:
        return BY_COUNTRY in self.values(ASSISTANCE)

    def need(self, kind: str, country: str, papers: frozenset[str] = frozenset()) -> Need:
        """What the gap checker is asked of this kind, for a stay in that country."""
        key = (kind, country, papers)
        if (found := self.needs.get(key)) is None:
            found = self.needs[key] = self._need(*key)
        return found

    def _need(self, kind: str, country: str, papers: frozenset[str]) -> Need:
        (where,) = self.values(f"{kind}.territory")
        reach = None if where == WORLD else documents.GROUPS.get(where, frozenset())
        return Need(kind, country, papers, self.activities(kind), self.holders(kind), reach, self.names(kind))


def _read() -> tuple[Row, ...]:
    found = tomllib.loads((Path(__file__).parent / "asked.toml").read_text("utf-8"))["rules"]
    return tuple(Row(**{**row, "values": tuple(row["values"])}) for row in found)


ROWS = _read()


@lru_cache(maxsize=2048)
def rules_on(on: date, own: tuple[Row, ...] = ()) -> Asked:
    """The coordinator's before the file's, the later before the earlier; before all of them the first of the file."""
    rows = {code: _standing(code, on, own) for code in CODES}
    return Asked(rows, frozenset(kind for kind in BOUGHT if WORKPLACE in rows[f"{kind}.confirmation"].values))


def _standing(code: str, on: date, own: Iterable[Row]) -> Row:
    rows = [row for row in (*ROWS, *own) if row.code == code]
    found = [row for row in rows if row.since <= on]
    return max(found, key=lambda row: (row.row > 0, row.since, row.row), default=rows[0])


def is_allowed(code: str, values: Iterable[str]) -> bool:
    """Whether a rule can say this: known values, one where one is needed; only a confirmation may need nothing."""
    given = list(values)
    if code == CARD_DAYS:
        return len(given) == 1 and given[0].isdecimal() and int(given[0]) <= MOST_DAYS
    if code not in CHOICES or not set(given) <= set(CHOICES[code]) or len(set(given)) != len(given):
        return False
    if code in ALONE or code.endswith(".territory"):
        return len(given) == 1
    return bool(given) or code.endswith(".confirmation")
