"""Public holidays of a country, and of a region of it where the calendar knows them apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from erasdu.kernel.periods import Period

# Country → region as the gazetteer of towns codes it → as the calendar does. Left out where its regions are not those
# that have days of their own: the provinces of Italy, Alsace, towns.
_GERMAN = "BW BY HB HH HE NI NW RP SL SH BB MV SN ST TH BE"  # 01 to 16
_SPANISH = (
    "07IB 27RI 29MD 31MC 32NC 34AS 39CB 51AN 52AR 53CN 54CM 55CL 56CT 57EX 58GA 59PV 60VC CECE MLML"  # two letters each
)
_SWISS = "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH"
REGIONS = {
    "AT": {f"{number:02}": str(number) for number in range(1, 10)},
    "CH": {each: each for each in _SWISS.split()},
    "DE": {f"{number:02}": each for number, each in enumerate(_GERMAN.split(), 1)},
    "ES": {each[:2]: each[2:] for each in _SPANISH.split()},
    "GB": {each: each for each in ("ENG", "NIR", "SCT", "WLS")},
    "PT": {"10": "30", "23": "20"},
}


def celebrated(country: str, years: Iterable[int], reader: str = "", region: str = "") -> dict[date, str]:
    """Day → what is celebrated, where the calendar has it in the language of the reader, else in that of the country.

    `country`: its ISO code; one that is not known has none. `region`: of the gazetteer; one without days of its own
    adds none.
    """
    if country not in _known():
        return {}
    language = "en_US" if reader == "en" else reader
    spoken: dict[str, list[str]] = holidays.list_localized_countries(include_aliases=False)
    own = holidays.country_holidays(country).default_language  # else the language of the machine
    named = language if language in spoken.get(country, ()) else own
    part = REGIONS.get(country, {}).get(region)
    return dict(holidays.country_holidays(country, subdiv=part, years=years, language=named))


@lru_cache(maxsize=4096)
def closed_in(country: str, days: Period, region: str = "") -> frozenset[date]:
    """The public holidays among these days."""
    found = {day for year in range(days.start.year, days.end.year + 1) for day in _of_year(country, year, region)}
    return frozenset(day for day in found if days.contains(day))


@lru_cache(maxsize=512)
def _of_year(country: str, year: int, region: str) -> frozenset[date]:
    return frozenset(celebrated(country, [year], region=region))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))
