"""Where the rules of a programme stand: article and the day on which somebody read it, as rows of `sources.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

SATURDAY, SUNDAY, HOLIDAY = "minor_on_saturday", "minor_on_sunday", "minor_on_holiday"
EVENING, WEEK = "minor_in_evening", "minor_week_too_long"
APART, BY_SUNDAY = "minor_days_apart", "minor_day_by_sunday"
EVERYWHERE = "any"


@dataclass(frozen=True, slots=True)
class Source:
    """One rule at its source. `checked`: None as long as nobody read it there; `where`: at which address it was read.

    `country`: where it holds, for who is not 18; "any": where no own law says the same; empty: it is of the directives,
    which know no country. `after`, `before`: the hours that it leaves; `hours`: how many in a week.
    """

    source: str
    code: str
    article: str
    checked: date | None = None
    country: str = ""
    after: time | None = None
    before: time | None = None
    hours: int = 0
    where: str = ""


def _read(row: dict[str, Any]) -> Source:
    checked, after, before = (row.get(name, "") for name in ("checked", "after", "before"))
    return Source(
        row["source"], row["code"], row["article"], date.fromisoformat(checked) if checked else None,
        row.get("country", ""), time.fromisoformat(after) if after else None,
        time.fromisoformat(before) if before else None, row.get("hours", 0), row.get("where", ""),
    )  # fmt: skip


_FILE = tomllib.loads((Path(__file__).parent / "sources.toml").read_text("utf-8"))
ROWS: tuple[Source, ...] = tuple(_read(row) for row in _FILE["rules"])
_BY = {(row.source, row.code): row for row in ROWS}


def source_of(source: str, code: str) -> Source | None:
    """None of a rule of the programme itself, or of a calendar."""
    return _BY.get((source, code))


def laws_of(country: str) -> list[Source]:
    """What is asked there of who is not 18, besides the hours of the directive; of an unknown country nothing."""
    own = [row for row in ROWS if country and row.country == country]
    said = {row.code for row in own}
    return own + [row for row in ROWS if country and row.country == EVERYWHERE and row.code not in said]
