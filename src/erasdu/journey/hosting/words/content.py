"""The words for what hosts tick: what one learns, animals, diets. Dutch and English, pure data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from erasdu.journey.candidacies.words.content import LANGUAGES, OCCUPATIONS, SPOKEN_IN, TICKS, Pair

FOLDER = Path(__file__).resolve().parent.parent
HOBBIES = TICKS["hobbies"]
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")

PETS: dict[str, Pair] = {
    "dog": ("hond", "dog"),
    "cat": ("kat", "cat"),
    "bird": ("vogel", "bird"),
    "rodent": ("knaagdier", "rodent"),
    "horse": ("paard", "horse"),
    "other": ("ander dier", "another animal"),
}
DIETS: dict[str, Pair] = {
    "vegetarian": ("vegetarisch", "vegetarian"),
    "vegan": ("veganistisch", "vegan"),
    "halal": ("halal", "halal"),
    "kosher": ("koosjer", "kosher"),
    "no_pork": ("zonder varkensvlees", "without pork"),
    "lactose": ("zonder lactose", "without lactose"),
    "gluten": ("zonder gluten", "without gluten"),
    "nuts": ("zonder noten", "without nuts"),
}


# The forms of codes: a detailed field of ISCED-F 2013, a unit group of ISCO-08, the identity of an occupation in ESCO.
FORMS = {
    "isced_f": re.compile(r"[0-9]{4}"),
    "isco": re.compile(r"[0-9]{4}"),
    "esco": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
}

# What must be in order before somebody may do this work.
PROOFS: dict[str, Pair] = {
    "food_hygiene": ("bewijs van voedselhygiëne", "proof of food hygiene"),
    "hepatitis_b": ("vaccinatie tegen hepatitis B", "vaccination against hepatitis B"),
    "health_check": ("medisch onderzoek vooraf", "health check beforehand"),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """What one learns in an occupation. `isced_f`, `isco`, `esco`: codes, "" while not known.

    Raises ValueError for a code that none of these lists can hold.
    """

    isced_f: str
    isco: str
    esco: str
    outcomes: Mapping[str, Pair]

    def __post_init__(self) -> None:
        for name, form in FORMS.items():
            if (code := getattr(self, name)) and not form.fullmatch(code):
                raise ValueError(f"no code of {name}: {code!r}")

    @property
    def esco_address(self) -> str:
        """Where ESCO tells of it; "" while none of its occupations is the same."""
        return f"http://data.europa.eu/esco/occupation/{self.esco}" if self.esco else ""


OUTCOMES: dict[str, Learned] = {
    code: Learned(
        each["isced_f"], each["isco"], each["esco"], {name: (nl, en) for name, (nl, en) in each["outcomes"].items()}
    )
    for code, each in tomllib.loads((FOLDER / "outcomes.toml").read_text("utf-8")).items()
}


def shown(pairs: Mapping[str, Pair], codes: Iterable[str], language: str) -> list[str]:
    """The words of codes, in the order of the list; a code that went out of use stays as it is."""
    codes = list(codes)
    known = [pair[language != "nl"] for code, pair in pairs.items() if code in codes]
    return known + [code for code in codes if code not in pairs]


def choices(pairs: Mapping[str, Pair], language: str) -> list[tuple[str, str]]:
    """For a list to tick."""
    return [(code, pair[language != "nl"]) for code, pair in pairs.items()]


def occupation_name(code: str, language: str) -> str:
    found = OCCUPATIONS.get(code)
    return (found.nl if language == "nl" else found.en) if found else code


def occupation_choices(language: str) -> list[tuple[str, str]]:
    """All occupations, by their name in that language."""
    return sorted(
        ((code, occupation_name(code, language)) for code in OCCUPATIONS), key=lambda each: each[1].casefold()
    )


def language_name(code: str, language: str) -> str:
    return LANGUAGES[code][language != "nl"] if code in LANGUAGES else code


USUAL = ("en", "nl", "fr", "de", "es", "pt", "it", "pl", "tr", "ar")


def spoken_choices(language: str, *also: str) -> list[tuple[str, str]]:
    """The languages that hosts speak most, and those that are asked for besides: a list that one can take in."""
    kept = [code for code in LANGUAGES if code in USUAL or code in also]
    return [(code, language_name(code, language)) for code in kept]


def language_of(country: str) -> str:
    return SPOKEN_IN.get(country, "")


def language_choices(language: str) -> list[tuple[str, str]]:
    return choices(LANGUAGES, language)


def known(occupation: str) -> bool:
    return occupation in OCCUPATIONS


def tasks_for(occupation: str) -> Mapping[str, Pair]:
    """The tasks of an occupation; none of one that went out of use."""
    return OCCUPATIONS[occupation].tasks if occupation in OCCUPATIONS else {}
