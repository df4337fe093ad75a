"""Occupations, tasks and what one learns, in the language of who offers a place: six of them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from erasdu.journey.candidacies.words.content import ABROAD, OCCUPATIONS, occupations_abroad
from erasdu.journey.hosting.words.content import OUTCOMES

FOLDER = Path(__file__).resolve().parent.parent / "content"


@cache
def _learned() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "outcomes.toml").read_text("utf-8"))


def _reader() -> str:
    return (get_language() or "nl")[:2]


def occupation_word(code: str, language: str = "") -> str:
    """The name of an occupation; a code that went out of use stays as it is."""
    known, spoken = OCCUPATIONS.get(code), language or _reader()
    if known is None:
        return code
    if spoken in ABROAD and code in occupations_abroad():
        return str(occupations_abroad()[code]["name"][ABROAD.index(spoken)])
    return known.nl if spoken == "nl" else known.en


def task_words(occupation: str, language: str = "") -> dict[str, str]:
    """Code of each task → what it says."""
    known, spoken = OCCUPATIONS.get(occupation), language or _reader()
    if known is None:
        return {}
    tasks = {code: nl if spoken == "nl" else en for code, (nl, en) in known.tasks.items()}
    if spoken in ABROAD and occupation in occupations_abroad():
        told = occupations_abroad()[occupation]["tasks"]
        tasks |= {code: told[code][ABROAD.index(spoken)] for code in tasks if code in told}
    return tasks


def outcome_words(occupation: str, language: str = "") -> dict[str, str]:
    """Code of each learning outcome → what it says."""
    learned, spoken = OUTCOMES.get(occupation), language or _reader()
    if learned is None:
        return {}
    found = {code: nl if spoken == "nl" else en for code, (nl, en) in learned.outcomes.items()}
    if spoken in ABROAD:
        told = _learned().get(occupation, {})
        found |= {code: told[code][ABROAD.index(spoken)] for code in found if code in told}
    return found


def outcomes_confirmed_by(language: str) -> str:
    """Who grew up with that language and read what one learns in it; empty while nobody did."""
    return str(_learned()["confirmed_by"].get(language, ""))


def occupation_choices(sectors: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Those of the sectors first, each part by name."""
    found = [(occupation_word(each.code), each) for each in OCCUPATIONS.values()]
    found.sort(key=lambda pair: (pair[1].sector not in sectors, pair[0].casefold()))
    return [(each.code, word) for word, each in found]
