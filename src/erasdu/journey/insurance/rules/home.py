"""With what a foreign learner gets medical care here, by the country of home: rows of `home.toml`, and own ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HOME = "home"  # the code of such a row of the coordinator


@dataclass(frozen=True, slots=True)
class Card:
    """One row; without countries: of every other one. `since`: from when we go by it.

    `row`: id of the coordinator's own, of which the later stands; 0: of the file.
    """

    countries: frozenset[str]
    document: str
    since: date
    source: str
    verified: bool
    note: str = ""
    row: int = 0

    def fits(self, country: str, on: date) -> bool:
        """What the file says counts at all times: there is nothing else to go by."""
        return (country in self.countries or not self.countries) and (not self.row or self.since <= on)


_FILE = tomllib.loads((Path(__file__).parent / "home.toml").read_text("utf-8"))
CARDS = tuple(Card(**{**row, "countries": frozenset(row["countries"])}) for row in _FILE["cards"])


def card_of(country: str, on: date, own: Iterable[Card] = ()) -> Card:
    """Of the country before all others, the coordinator's before the file's, the later before the earlier."""
    found = [card for card in (*CARDS, *own) if card.fits(country, on)]
    return max(found, key=lambda card: (bool(card.countries), card.row > 0, card.since if card.row else on, card.row))
