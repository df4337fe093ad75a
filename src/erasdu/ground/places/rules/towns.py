"""Which towns are kept, how their names are compared, and which of several towns of one name is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from erasdu.kernel.geo import Position, great_circle_km

HOME = "BE"
_MOST = (
    "AD AL AT AX BA BG CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC ME MK MT NL NO "
    "PL PT RS SE SI SK SM XK ZA"
)
# Where people go and come from: the smallest number of inhabitants that makes a place a town here.
FEWEST = {
    HOME: 500,
    **dict.fromkeys(_MOST.split(), 1000),
    **dict.fromkeys(("RO", "TR"), 2000),
    **dict.fromkeys(("MD", "UA"), 5000),
}
KNOWN_ABROAD_FROM = 5000  # of smaller towns elsewhere only their own names are kept
MEANT = 10  # who writes only a name means the town that has this many times the people of each other one
SHORTEST = 2  # signs to begin a search with
FOREIGN_FROM = 4  # and to look among what other languages call a town: fewer would find all sorts
LONGEST = 120
ALIKE = 0.75  # of the signs of two names, from which one may be a mistake for the other
NEAR_DEGREES = (0.15, 0.6, 2.4)  # where the larger town is looked for by which two of one name are told apart

# Letters that are no letter with a sign on it.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h"}
)
_SHORT = {"st": ("sint", "saint"), "ste": ("sainte", "sinte")}


@dataclass(frozen=True, slots=True)
class Found:
    """A town as the gazetteer has it. `others`: what else it is called, folded."""

    id: int
    name: str
    name_nl: str
    name_en: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int
    others: frozenset[str] = field(default_factory=frozenset)


def is_town(name: str, country: str, population: int) -> bool:
    """Large enough, and no district of a city: those have a number in their name."""
    return population >= FEWEST[country] and not re.search(r"\d", name)


def fold(text: str) -> str:
    """For comparing: small letters without signs, and one space where anything else stood."""
    bare = text.casefold().translate(_LETTERS)
    if not bare.isascii():
        plain = unicodedata.normalize("NFKD", bare)
        bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())[:LONGEST]


def spellings(text: str) -> list[str]:
    """The folded text, and the same with "St." written out, in Dutch and in French."""
    folded = fold(text)
    words = folded.split()
    written = {folded: None}
    for turn in (0, 1):
        written[" ".join(_SHORT[word][turn] if word in _SHORT else word for word in words)] = None
    return list(written)


def other_names(names: Iterable[str]) -> frozenset[str]:
    """Those that somebody here may type, folded: no other scripts, no small letters (a script spelt out), no codes."""
    typed = (name for name in names if name[:1].isupper() and not (name.isupper() and len(name) <= 4))
    return frozenset(folded for folded in map(fold, typed) if folded.isascii() and len(folded) >= SHORTEST)


# Towns in the middle of the areas of Belgian postal codes, by their first two figures.
_AREAS = {
    "10 11 12": (50.85, 4.35), "13": (50.72, 4.61), "14": (50.60, 4.33), "15": (50.73, 4.24), "16": (50.77, 4.24),
    "17": (50.91, 4.20), "18": (50.93, 4.43), "19": (50.88, 4.47), "20 21 26": (51.21, 4.42), "22": (51.18, 4.83),
    "23": (51.32, 4.95), "24": (51.19, 5.12), "25": (51.13, 4.57), "28": (51.03, 4.48), "29": (51.31, 4.48),
    "30": (50.88, 4.70), "31": (50.98, 4.64), "32": (50.98, 4.84), "33": (50.81, 4.94), "34": (50.75, 5.08),
    "35": (50.93, 5.34), "36": (50.97, 5.50), "37": (50.78, 5.46), "38": (50.82, 5.19), "39": (51.23, 5.31),
    "40 41 44": (50.63, 5.57), "42": (50.63, 5.20), "43": (50.70, 5.25), "45": (50.52, 5.24), "46": (50.73, 5.70),
    "47": (50.63, 6.03), "48": (50.59, 5.86), "49": (50.43, 6.00), "50 51": (50.47, 4.87), "52": (50.49, 5.10),
    "53": (50.35, 5.10), "55": (50.26, 4.91), "56": (50.20, 4.55), "60 61 62": (50.41, 4.44), "64": (50.15, 4.30),
    "65": (50.34, 4.29), "66": (50.00, 5.72), "67": (49.68, 5.81), "68": (49.85, 5.40), "69": (50.23, 5.34),
    "70 73": (50.45, 3.95), "71": (50.48, 4.19), "75 76": (50.61, 3.39), "77": (50.74, 3.21), "78": (50.63, 3.78),
    "79": (50.60, 3.65), "80 83": (51.21, 3.22), "82": (51.07, 3.10), "84": (51.23, 2.92), "85": (50.83, 3.26),
    "86": (51.05, 2.75), "87": (51.00, 3.33), "88": (50.95, 3.12), "89": (50.85, 2.88), "90": (51.05, 3.72),
    "91": (51.17, 4.14), "92": (51.03, 4.10), "93": (50.94, 4.04), "94": (50.83, 4.02), "95": (50.77, 3.88),
    "96": (50.75, 3.60), "97": (50.85, 3.60), "98": (50.98, 3.53), "99": (51.19, 3.56),
}  # fmt: skip
_MIDDLES = {each: Position(*at) for figures, at in _AREAS.items() for each in figures.split()}


def postal_middle(country: str, postal: str) -> Position | None:
    """Roughly where a postal code lies; only Belgian ones are known."""
    return _MIDDLES.get(postal.strip()[:2]) if country == HOME and re.fullmatch(r"\d{4}", postal.strip()) else None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A town of the name that was written; `own`: it is one of its own names, and not what others call it."""

    id: int
    own: bool
    position: Position
    population: int


def meant(found: Iterable[Namesake], near: Position | None = None) -> list[int]:
    """One town when it is clear which; otherwise all, the largest first; none for an unknown name."""
    everyone = sorted(found, key=lambda each: (-each.population, each.id))
    namesakes = [each for each in everyone if each.own] or everyone
    if near is not None:
        return [min(namesakes, key=lambda each: great_circle_km(each.position, near)).id] if namesakes else []
    if len(namesakes) > 1 and not stands_out([each.population for each in namesakes]):
        return [each.id for each in namesakes]
    return [each.id for each in namesakes[:1]]


def stands_out(populations: list[int]) -> bool:
    """Whether the first of them is so much larger that its bare name says enough."""
    return populations[0] >= MEANT * populations[1]
