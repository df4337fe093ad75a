"""What a message may hold: its placeholders, and what they become."""

from __future__ import annotations

import re
from collections.abc import Mapping

LEARNER, GUARDIANS, CONTACT_POINT, PANEL = "learner", "guardians", "contact_point", "panel"
ROLES = (LEARNER, GUARDIANS, CONTACT_POINT, PANEL)

PLACEHOLDERS = {
    "first_name": ("first_name", "voornaam"),
    "candidate": ("candidate", "kandidaat"),
    "school": ("school",),
    "call": ("call", "oproep"),
}
"""Each placeholder with the ways to write it: `{first_name}` of who gets the letter, `{candidate}` first names."""

_MARK = re.compile(r"\{([^{}]*)\}")
_KNOWN = {written: name for name, ways in PLACEHOLDERS.items() for written in ways}
MOST = 500  # dossiers in one message


def unknown(text: str) -> list[str]:
    """The placeholders in a text that do not exist, each once, as they are written."""
    return list(dict.fromkeys(mark for mark in _MARK.findall(text) if mark.strip().lower() not in _KNOWN))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; nothing inside a value is filled in again."""

    def value(match: re.Match[str]) -> str:
        name = _KNOWN.get(match.group(1).strip().lower())
        return match.group(0) if name is None else values.get(name, "")

    return _MARK.sub(value, text)


def together(names: list[str], last: str) -> str:
    """ "Noor", "Noor and Sam", "Noor, Sam and Ada"; `last` is the word before the last name."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""
