"""Text that can be set: nothing invisible that misleads, nothing our fonts cannot draw."""

import unicodedata
from collections.abc import Iterator, Mapping

from erasdu.kernel.typeset.fonts import font_pack, fonts_folder

# Zero-width joiner and non-joiner shape Persian, Indic and emoji; the selector asks for the emoji style.
KEPT = frozenset("\u200d\u200c\ufe0f\n")
DROPPED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
BREAKS = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
UNDRAWN = "?"
NONE: frozenset[str] = frozenset()

Coverage = Mapping[int, frozenset[str]]


def safe_text(text: str) -> tuple[str, set[str]]:
    """The text as it will be printed, and the characters that our fonts could not draw.

    NFC; control, format, private and unassigned characters are dropped (a bidi override could
    make a name read as another one); an uncovered character becomes "?", an uncovered mark goes.
    """
    replaced: set[str] = set()
    return safe_string(text, font_pack(fonts_folder()).coverage, replaced), replaced


def undrawable(value: object) -> set[str]:
    """The characters in a JSON-like value that its paper will show as "?", to tell who works on it."""
    replaced: set[str] = set()
    safe_data(value, font_pack(fonts_folder()).coverage, replaced)
    return replaced


def safe_string(text: str, coverage: Coverage, replaced: set[str]) -> str:
    """As safe_text, for a given coverage; adds what was replaced to `replaced`."""
    printed: list[str] = []
    families = NONE  # that can draw the letter last printed together with its marks
    for char in _visible(text):
        if char in KEPT:
            printed.append(char)
            continue
        mark = unicodedata.category(char).startswith("M")
        here = coverage.get(ord(char), NONE)
        families = families & here if mark else here
        if families:
            printed.append(char)
            continue
        replaced.add(char)
        if not mark:
            printed.append(UNDRAWN)
            families = coverage.get(ord(UNDRAWN), NONE)
    return "".join(printed)


def safe_data(value: object, coverage: Coverage, replaced: set[str]) -> object:
    """A JSON-like value with every string in it made safe; keys are the template's and stay."""
    if isinstance(value, str):
        return safe_string(value, coverage, replaced)
    if isinstance(value, Mapping):
        return {key: safe_data(item, coverage, replaced) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [safe_data(item, coverage, replaced) for item in value]
    return value


def _visible(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    for char in unicodedata.normalize("NFC", lines):
        if char in KEPT or unicodedata.category(char) not in DROPPED:
            yield char
