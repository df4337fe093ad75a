"""A text with places to fill in: `{school}`. A paragraph with a place that has nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACES = re.compile(r"[{}]")


def places_in(text: str) -> set[str]:
    return set(PLACE.findall(text))


def unknown(text: str, known: Collection[str]) -> list[str]:
    """The places in a text for which nothing is known, as they are written."""
    return sorted(places_in(text) - set(known))


def stray(text: str) -> bool:
    """Whether a brace stands there that is no place."""
    return bool(_BRACES.search(PLACE.sub("", text)))


def with_sentence(text: str, sentence: str) -> str:
    """A sentence of somebody's own below the greeting, above the rest."""
    greeting, _, rest = text.strip().partition("\n\n")
    return "\n\n".join(part for part in (greeting, sentence.strip(), rest) if part)


def without(text: str, lacking: Collection[str]) -> str:
    """Without the paragraphs that have one of these places."""
    return "\n\n".join(part for part in _paragraphs(text) if not places_in(part) & set(lacking))


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text.strip())


def filled(text: str, values: Mapping[str, str]) -> str:
    """Nothing inside a value is filled in again."""
    kept = [part for part in _paragraphs(text) if all(values.get(name) for name in places_in(part))]
    return "\n\n".join(PLACE.sub(lambda match: values[match[1]], part) for part in kept)
