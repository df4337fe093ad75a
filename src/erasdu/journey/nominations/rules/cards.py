"""With what a foreign learner gets medical care here, by the country that sends, as dated rows (`cards.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

EHIC, TREATY, PRIVATE = DOCUMENTS = ("ehic", "treaty", "private")
_read = tomllib.loads((Path(__file__).resolve().parent.parent / "cards.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Card:
    """One row; without countries: of every other one. `since`: from when we go by it."""

    countries: frozenset[str]
    document: str
    since: date
    source: str
    verified: bool


CARDS = tuple(Card(**{**row, "countries": frozenset(row["countries"])}) for row in _read["cards"])


def card_of(country: str) -> Card:
    """The first row that has this country, or the one of all others."""
    return next(card for card in CARDS if country in card.countries or not card.countries)
