"""Where the rules of a programme stand: article and the day on which somebody read it, as rows of `sources.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

SUNDAY, HOLIDAY, EVENING = "minor_on_sunday", "minor_on_holiday", "minor_in_evening"


@dataclass(frozen=True, slots=True)
class Source:
    """One rule at its source. `checked`: None as long as nobody read it there.

    `country`: where it holds, for who is not 18; empty: anywhere. `after`, `before`: the hours that it leaves.
    """

    source: str
    code: str
    article: str
    checked: date | None = None
    country: str = ""
    after: time | None = None
    before: time | None = None


def _read(row: dict[str, str]) -> Source:
    checked, after, before = (row.get(name, "") for name in ("checked", "after", "before"))
    return Source(
        row["source"], row["code"], row["article"], date.fromisoformat(checked) if checked else None,
        row.get("country", ""), time.fromisoformat(after) if after else None,
        time.fromisoformat(before) if before else None,
    )  # fmt: skip


_FILE = tomllib.loads((Path(__file__).parent / "sources.toml").read_text("utf-8"))
ROWS: tuple[Source, ...] = tuple(_read(row) for row in _FILE["rules"])
_BY = {(row.source, row.code): row for row in ROWS}


def source_of(source: str, code: str) -> Source | None:
    """None of a rule of the programme itself, or of a calendar."""
    return _BY.get((source, code))


def laws_of(country: str) -> list[Source]:
    """What the law of that country asks of who is not 18, besides the directive."""
    return [row for row in ROWS if country and row.country == country]
