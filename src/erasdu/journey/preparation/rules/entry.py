"""With what somebody crosses a border and stays: nationality × where they live × destination, as dated rows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

NONE, RESIDENCE, VISA = OUTCOMES = ("none", "residence", "visa")
UNKNOWN = "unknown"
IDENTITY, PASSPORT = DOCUMENTS = ("identity", "passport")
PAPERS = (*DOCUMENTS, RESIDENCE, VISA)
ANY, OTHER = ("any", "other")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `days`: it holds for at most so many; 0: for any number."""

    nationals: str
    home: str
    to: str
    outcome: str
    since: date
    source: str
    verified: bool
    days: int = 0

    def fits(self, nationality: str, home: str, to: str, days: int, on: date) -> bool:
        return (
            _in(nationality, self.nationals)
            and _in(home, self.home)
            and _in(to, self.to)
            and (not self.days or days <= self.days)
            and self.since <= on
        )


_FILE = tomllib.loads((Path(__file__).parent / "entry.toml").read_text("utf-8"))
GROUPS: dict[str, frozenset[str]] = {name: frozenset(codes) for name, codes in _FILE["groups"].items()}
FREE = GROUPS["free"]
RULES = tuple(Rule(**row) for row in _FILE["rules"])


def rule_for(nationality: str, home: str, to: str, days: int, on: date) -> Rule | None:
    """The first that fits; None: this cannot be decided by rule."""
    if not (nationality and home and to):
        return None
    return next((rule for rule in RULES if rule.fits(nationality, home, to, days, on)), None)


def documents_for(nationality: str, to: str) -> tuple[str, ...]:
    """With which document one crosses the border. An identity card serves nationals of free countries there."""
    within = to in FREE and (nationality in FREE or not nationality)
    return DOCUMENTS if within else (PASSPORT,)


def _in(country: str, group: str) -> bool:
    if group == ANY:
        return True
    return country not in FREE if group == OTHER else country in GROUPS[group]
