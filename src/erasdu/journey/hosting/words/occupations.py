"""Occupations and tasks in the language of who offers a place: Dutch and English as on the CV, and four others."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from erasdu.journey.candidacies.words.content import OCCUPATIONS

ABROAD = ("fr", "de", "es", "pt")
FILE = Path(__file__).resolve().parent.parent / "content" / "occupations.toml"


@cache
def _abroad() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _reader() -> str:
    return (get_language() or "nl")[:2]


def occupation_word(code: str, language: str = "") -> str:
    """The name of an occupation; a code that went out of use stays as it is."""
    known, spoken = OCCUPATIONS.get(code), language or _reader()
    if known is None:
        return code
    if spoken in ABROAD and code in _abroad():
        return str(_abroad()[code]["name"][ABROAD.index(spoken)])
    return known.nl if spoken == "nl" else known.en


def task_words(occupation: str, language: str = "") -> dict[str, str]:
    """Code of each task → what it says."""
    known, spoken = OCCUPATIONS.get(occupation), language or _reader()
    if known is None:
        return {}
    tasks = {code: nl if spoken == "nl" else en for code, (nl, en) in known.tasks.items()}
    if spoken in ABROAD and occupation in _abroad():
        told = _abroad()[occupation]["tasks"]
        tasks |= {code: told[code][ABROAD.index(spoken)] for code in tasks if code in told}
    return tasks


def occupation_choices(sectors: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Those of the sectors first, each part by name."""
    found = [(occupation_word(each.code), each) for each in OCCUPATIONS.values()]
    found.sort(key=lambda pair: (pair[1].sector not in sectors, pair[0].casefold()))
    return [(each.code, word) for word, each in found]
