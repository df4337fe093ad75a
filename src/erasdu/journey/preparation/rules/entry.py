"""With what somebody crosses a border and stays: nationality × where they live × destination, as dated rows."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from erasdu.kernel.periods import Period

NONE, RESIDENCE, VISA = OUTCOMES = ("none", "residence", "visa")
UNKNOWN = "unknown"
TOO = {"card_too": RESIDENCE, "visa_too": VISA}  # of the coordinator's own rows: such a paper serves elsewhere too
IDENTITY, PASSPORT = DOCUMENTS = ("identity", "passport")
PAPERS = (*DOCUMENTS, RESIDENCE, VISA)
ANY, OTHER = ("any", "other")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: of a group of countries, or one country. `days`: it holds for at most so many; 0: for any number.
    `outcome`: what is needed to stay, or with which document one crosses.

    `row`: id of the coordinator's own, of which the later stands; 0: of the file. `checked`, `where`: of those of the
    file, the day on which somebody read it at that address.
    """

    nationals: str
    home: str
    to: str
    outcome: str
    since: date
    source: str
    verified: bool
    days: int = 0
    row: int = 0
    checked: date | None = None
    where: str = ""

    def fits(self, nationality: str, home: str, to: str, days: int, on: date) -> bool:
        return (
            _in(nationality, self.nationals)
            and _in(home, self.home)
            and _in(to, self.to)
            and (not self.days or days <= self.days)
            and self.since <= on
        )


@dataclass(frozen=True, slots=True)
class Serving:
    """One row: a paper that a state of one group gave serves in the other group too, for at most so many days; 0: not.

    `row`: id of the coordinator's own, 0: of the file.
    """

    kind: str
    given: str
    to: str
    days: int
    since: date
    source: str
    verified: bool
    row: int = 0
    checked: date | None = None
    where: str = ""

    def concerns(self, kind: str, given: str, to: str, on: date) -> bool:
        return kind == self.kind and _in(given, self.given) and _in(to, self.to) and self.since <= on


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the coordinator decided for one stay, with the stay as it was then; `until`: its last day, once known."""

    outcome: str
    nationality: str
    to: str
    days: int = 0
    until: date | None = None

    def is_of(self, nationality: str, to: str) -> bool:
        return (self.nationality, self.to) == (nationality, to)

    def lasts(self, stay: Period | None) -> bool:
        """Whether it was asked for so many days and until then."""
        return stay is None or (self.until is not None and stay.end <= self.until and stay.days <= self.days)


_FILE = tomllib.loads((Path(__file__).parent / "entry.toml").read_text("utf-8"))
GROUPS: dict[str, frozenset[str]] = {name: frozenset(codes) for name, codes in _FILE["groups"].items()}
FREE = GROUPS["free"]
RULES = tuple(Rule(**row) for row in _FILE["rules"])
CROSSING = tuple(Rule(**row) for row in _FILE["documents"])
SERVING = tuple(Serving(**row) for row in _FILE["papers"])


def rule_for(nationality: str, home: str, to: str, days: int, on: date, own: Iterable[Rule] = ()) -> Rule | None:
    """The coordinator's own before the file's, the later before the earlier; None: this cannot be decided by rule."""
    if not (nationality and home and to):
        return None
    fitting = (rule for rule in (*_newest(own, OUTCOMES), *RULES) if rule.fits(nationality, home, to, days, on))
    return next(fitting, None)


def crossing(nationality: str, home: str, to: str, days: int, on: date, own: Iterable[Rule] = ()) -> Rule | None:
    """The row that says with which document one crosses the border; None while nationality or country is unknown.

    A passport serves everywhere, so nobody needs to know that of who has one.
    """
    if not (nationality and to):
        return None
    fitting = (rule for rule in (*_newest(own, DOCUMENTS), *CROSSING) if rule.fits(nationality, home, to, days, on))
    return next(fitting, None)


def serving(kind: str, given: str, to: str, days: int, on: date, own: Iterable[Rule] = ()) -> Serving | None:
    """The row by which a paper of another country serves there as well; what the coordinator says counts alone."""
    if not (given and to):
        return None
    said = [row for row in map(serving_of, _newest(own, TOO)) if row.concerns(kind, given, to, on)]
    found = said[:1] or [row for row in SERVING if row.concerns(kind, given, to, on)]
    return next((row for row in found if days <= row.days), None)


def serving_of(rule: Rule) -> Serving:
    """A row of the coordinator about where a paper serves too: `home` is who gave it."""
    return Serving(
        TOO[rule.outcome], rule.home, rule.to, rule.days, rule.since, rule.source, rule.verified, rule.row
    )  # fmt: skip


def _newest(own: Iterable[Rule], outcomes: Collection[str]) -> list[Rule]:
    """The coordinator's own rows that answer this question, the later first."""
    rows = [rule for rule in own if rule.outcome in outcomes]
    return sorted(rows, key=lambda rule: (rule.since, rule.row), reverse=True)


def _in(country: str, group: str) -> bool:
    if group in (ANY, country):
        return True
    if group not in (*GROUPS, OTHER):
        return False
    return country not in FREE if group == OTHER else country in GROUPS[group]
