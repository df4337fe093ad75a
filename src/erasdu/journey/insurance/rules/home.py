"""With what a foreign learner gets medical care here, by the country of home: rows of `home.toml`, and own ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

HOME = "home"  # the code of such a row of the coordinator


@dataclass(frozen=True, slots=True)
class Card:
    """One row; without countries: of every other one. `since`: from when we go by it.

    `row`: id of the coordinator's own, of which the later stands; 0: of the file. `entered`, `ended`: from when until
    when the coordinator said it.
    """

    countries: frozenset[str]
    document: str
    since: date
    source: str
    verified: bool
    note: str = ""
    row: int = 0
    entered: datetime | None = None
    ended: datetime | None = None

    def fits(self, country: str, on: date, told: datetime | None = None) -> bool:
        """What the file says counts at all times: there is nothing else to go by."""
        mine = country in self.countries or not self.countries
        return mine and (not self.row or (self.since <= on and self._said(told)))

    def _said(self, told: datetime | None) -> bool:
        """Whether the coordinator said it at that moment; without one: whether it is still said."""
        if told is None:
            return self.ended is None
        return (self.entered is None or self.entered <= told) and (self.ended is None or told < self.ended)


_FILE = tomllib.loads((Path(__file__).parent / "home.toml").read_text("utf-8"))
CARDS = tuple(Card(**{**row, "countries": frozenset(row["countries"])}) for row in _FILE["cards"])


def card_of(country: str, on: date, own: Iterable[Card] = (), told: datetime | None = None) -> Card:
    """Of the country before all others, the coordinator's before the file's, the later before the earlier.

    For a stay that begins `on`, as it was said at the moment `told`; without one as it is said now.
    """
    found = [card for card in (*CARDS, *own) if card.fits(country, on, told)]
    return max(found, key=lambda card: (bool(card.countries), card.row > 0, card.since if card.row else on, card.row))
