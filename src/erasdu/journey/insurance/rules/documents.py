"""With what somebody gets medical care abroad: rows of `documents.toml`, with the coordinator's own above them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from erasdu.kernel.periods import Period

EHIC, TREATY, PRIVATE = DOCUMENTS = ("ehic", "treaty", "private")
ALL, EEA, OTHER = NATIONALITIES = ("all", "eea", "other")
DOCUMENT = "document"  # the code of such a row of the coordinator, beside other kinds of rules
EVERYWHERE = ""  # the country of the row for all that have none of their own
# What serves where a document is asked: private insurance does what a treaty does, and more.
SERVES = {EHIC: frozenset({EHIC}), TREATY: frozenset({TREATY, PRIVATE}), PRIVATE: frozenset({PRIVATE})}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one country asks of some nationalities from a day on. `form`, `days`: of a treaty, and for how long.

    `row`: id of the coordinator's own, of which the later stands; 0: of the file. `checked`, `where`: of those of the
    file, the day on which somebody read it at that address.
    """

    country: str
    nationalities: str
    document: str
    since: date
    source: str
    verified: bool = False
    form: str = ""
    days: int = 0
    assistance: bool = False
    note: str = ""
    row: int = 0
    checked: date | None = None
    where: str = ""

    def concerns(self, country: str, nationality: str, on: date) -> bool:
        """Whether it says something of that nationality in that country on that day."""
        group = EEA if nationality in GROUPS["eea"] else OTHER
        return self.country in (country, EVERYWHERE) and self.nationalities in (ALL, group) and self.since <= on

    @property
    def answer(self) -> tuple[str, str, int, bool]:
        """What it comes down to."""
        return self.document, self.form, self.days, self.assistance


def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "documents.toml").read_text("utf-8"))


_FILE = _read()
GROUPS: dict[str, frozenset[str]] = {name: frozenset(codes) for name, codes in _FILE["groups"].items()}
RULES = tuple(
    Rule(country=country, **{name: value for name, value in row.items() if name != "countries"})
    for row in _FILE["rules"]
    for country in row["countries"] or [EVERYWHERE]
)
BY_COUNTRY = {rule.country: tuple(each for each in RULES if each.country == rule.country) for rule in RULES}


@lru_cache(maxsize=2048)
def rule_for(country: str, nationality: str, on: date, own: tuple[Rule, ...] = ()) -> Rule | None:
    """What is asked; None as long as that depends on a nationality that is not known."""
    rules = [*BY_COUNTRY.get(country, ()), *BY_COUNTRY[EVERYWHERE], *own]
    if nationality:
        return _standing(rules, country, nationality, on)
    inside, outside = _standing(rules, country, "BE", on), _standing(rules, country, "", on)
    return outside if inside and outside and inside.answer == outside.answer else None


def may_need_assistance(country: str, stay: Period | None, own: tuple[Rule, ...] = ()) -> bool:
    """Whether there are nationalities whose document there brings nobody home."""
    if not country or stay is None:
        return False
    rules = [*BY_COUNTRY.get(country, ()), *BY_COUNTRY[EVERYWHERE], *own]
    found = (_standing(rules, country, nationality, stay.start) for nationality in ("BE", ""))
    return any(rule is not None and rule.assistance for rule in found)


def _standing(rules: Iterable[Rule], country: str, nationality: str, on: date) -> Rule | None:
    """The country's before everywhere, the coordinator's before the file's, the later before the earlier."""
    found = [rule for rule in rules if rule.concerns(country, nationality, on)]
    return max(found, key=lambda rule: (rule.country != EVERYWHERE, rule.row > 0, rule.since, rule.row), default=None)


def countries_of(territory: Collection[str]) -> frozenset[str] | None:
    """Countries and groups as countries; None for the whole world."""
    if "world" in territory:
        return None
    return frozenset().union(*(GROUPS.get(code, frozenset({code})) for code in territory))
