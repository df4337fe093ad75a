"""Public holidays of a country."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from erasdu.kernel.periods import Period


def celebrated(country: str, years: Iterable[int], reader: str = "") -> dict[date, str]:
    """Day → what is celebrated, where the calendar has it in the language of the reader, else in that of the country.

    `country`: its ISO code; one that is not known has none.
    """
    if country not in _known():
        return {}
    language = "en_US" if reader == "en" else reader
    spoken: dict[str, list[str]] = holidays.list_localized_countries(include_aliases=False)
    own = holidays.country_holidays(country).default_language  # else the language of the machine
    named = language if language in spoken.get(country, ()) else own
    return dict(holidays.country_holidays(country, years=years, language=named))


@lru_cache(maxsize=4096)
def closed_in(country: str, days: Period) -> frozenset[date]:
    """The public holidays among these days."""
    found = {day for year in range(days.start.year, days.end.year + 1) for day in _of_year(country, year)}
    return frozenset(day for day in found if days.contains(day))


@lru_cache(maxsize=512)
def _of_year(country: str, year: int) -> frozenset[date]:
    return frozenset(celebrated(country, [year]))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))
