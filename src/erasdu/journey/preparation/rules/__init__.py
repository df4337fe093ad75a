"""Rules of getting ready, in plain Python."""

from erasdu.journey.preparation.rules.departing import CODES, WHO, Facts, Seen, entry_of, requirements
from erasdu.journey.preparation.rules.entry import (
    ANY,
    DOCUMENTS,
    GROUPS,
    NONE,
    OTHER,
    OUTCOMES,
    PAPERS,
    RESIDENCE,
    RULES,
    UNKNOWN,
    VISA,
    Rule,
)

__all__ = [
    "ANY", "CODES", "DOCUMENTS", "GROUPS", "NONE", "OTHER", "OUTCOMES", "PAPERS", "RESIDENCE", "RULES",
    "UNKNOWN", "VISA", "WHO", "Facts", "Rule", "Seen", "entry_of", "requirements",
]  # fmt: skip
