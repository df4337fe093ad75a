"""The words of the CV form, from the two content files beside this app: Dutch on screen, English on the CV."""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

FOLDER = Path(__file__).resolve().parent.parent
Pair = tuple[str, str]  # Dutch, English
ABROAD = ("fr", "de", "es", "pt")  # the order of a row of `abroad.toml`


@dataclass(frozen=True, slots=True)
class Occupation:
    """`tasks`: code → Dutch and English."""

    code: str
    sector: str
    nl: str
    en: str
    tasks: Mapping[str, Pair]


@dataclass(frozen=True, slots=True)
class Starter:
    """A sentence to finish in English, the Dutch beside it; or a question with a first half to go on from."""

    code: str
    nl: str
    en: str
    example: str


def _pairs(table: Mapping[str, list[str]]) -> dict[str, Pair]:
    return {code: (nl, en) for code, (nl, en) in table.items()}


_form = tomllib.loads((FOLDER / "form.toml").read_text("utf-8"))
_occupations = tomllib.loads((FOLDER / "occupations.toml").read_text("utf-8"))

OCCUPATIONS: dict[str, Occupation] = {
    code: Occupation(code, each["sector"], each["nl"], each["en"], _pairs(each["tasks"]))
    for code, each in _occupations.items()
}
TICKS: dict[str, dict[str, Pair]] = {name: _pairs(table) for name, table in _form["ticks"].items()}
STARTERS: dict[str, Starter] = {
    code: Starter(code, each["nl"], each["en"], each["example"]) for code, each in _form["starters"].items()
}
TEXTS: dict[str, Starter] = {
    code: Starter(code, each["nl"], each["en"], each["start"]) for code, each in _form["texts"].items()
}
SKILLS: dict[str, Pair] = _pairs(_form["skills"])
CAN_DO: dict[str, tuple[str, ...]] = {skill: tuple(examples) for skill, examples in _form["can_do"].items()}
LANGUAGES: dict[str, Pair] = _pairs(_form["languages"])
SPOKEN_IN: dict[str, str] = _form["spoken_in"]
ALWAYS_ASKED = "en"
OF_THE_SCHOOL = "nl"


def occupations_in(sector: str) -> list[Occupation]:
    """Those of one sector, or all of them when none of them is in it."""
    found = [each for each in OCCUPATIONS.values() if each.sector == sector]
    return found or list(OCCUPATIONS.values())


def languages_of(countries: list[str]) -> list[str]:
    """English, and the language of each country, in that order and each once; not Dutch, which all of them speak."""
    spoken = [SPOKEN_IN.get(country, ALWAYS_ASKED) for country in countries]
    return [code for code in dict.fromkeys([ALWAYS_ASKED, *spoken]) if code != OF_THE_SCHOOL]


@cache
def occupations_abroad() -> dict[str, Any]:
    """Occupation → `name`, and `tasks` by code: each in the order of `ABROAD`."""
    return tomllib.loads((FOLDER / "abroad.toml").read_text("utf-8"))


@cache
def said_abroad() -> dict[str, list[str]]:
    """English → what the form of a learner says there, in the order of `ABROAD`."""
    return tomllib.loads((FOLDER / "said_abroad.toml").read_text("utf-8"))


def in_language(pair: Pair, language: str) -> str:
    """Dutch, the language abroad where the words are known in it, else English."""
    dutch, english_text = pair
    if language in ABROAD and english_text in said_abroad():
        return said_abroad()[english_text][ABROAD.index(language)]
    return dutch if language == "nl" else english_text


def english(pairs: Mapping[str, Pair], codes: list[str]) -> list[str]:
    """The English of those ticked, in the order of the list; a code that went out of use is left out."""
    return [en for code, (_nl, en) in pairs.items() if code in codes]


def country_name(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in Dutch or English; an unknown code stays as it is."""
    return _countries(language).get(code, code)


def countries(language: str) -> list[tuple[str, str]]:
    """Code and name of every country, Belgium first and then by name, to choose from."""
    named = sorted(_countries(language).items(), key=lambda each: each[1])
    return sorted(named, key=lambda each: each[0] != "BE")


@cache
def _countries(language: str) -> dict[str, str]:
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    return {each.alpha_2: names.gettext(getattr(each, "common_name", each.name)) for each in pycountry.countries}
