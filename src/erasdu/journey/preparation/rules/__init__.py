"""Rules of getting ready, in plain Python."""

from erasdu.journey.preparation.rules.arriving import CHECKS, HEALTH, PRESENCE, RISK, Arrival
from erasdu.journey.preparation.rules.arriving import CODES as CODES_HERE
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
    "ANY", "CHECKS", "CODES", "CODES_HERE", "DOCUMENTS", "GROUPS", "HEALTH", "NONE", "OTHER", "OUTCOMES", "PAPERS",
    "PRESENCE", "RESIDENCE", "RISK", "RULES", "UNKNOWN", "VISA", "WHO", "Arrival", "Facts", "Rule", "Seen", "entry_of",
    "requirements",
]  # fmt: skip
