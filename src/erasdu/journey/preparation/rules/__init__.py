"""Rules of getting ready, in plain Python."""

from erasdu.journey.preparation.rules.arriving import CHECKS, HEALTH, PRESENCE, RISK, Arrival
from erasdu.journey.preparation.rules.arriving import CODES as CODES_HERE
from erasdu.journey.preparation.rules.attending import NO_PARENT, ORGANISERS, UNCONFIRMED, organiser
from erasdu.journey.preparation.rules.departing import ANOTHER, CODES, WHO, crossing_of, entry_of, requirements
from erasdu.journey.preparation.rules.entry import (
    ANY,
    CROSSING,
    DOCUMENTS,
    GROUPS,
    NONE,
    OTHER,
    OUTCOMES,
    PAPERS,
    RESIDENCE,
    RULES,
    SERVING,
    TOO,
    UNKNOWN,
    VISA,
    Rule,
    Ruling,
    Serving,
)
from erasdu.journey.preparation.rules.facts import Facts, Seen, Uninvited

__all__ = [
    "ANOTHER", "ANY", "CHECKS", "CODES", "CODES_HERE", "CROSSING", "DOCUMENTS", "GROUPS", "HEALTH", "NONE", "NO_PARENT",
    "ORGANISERS", "OTHER", "OUTCOMES", "PAPERS", "PRESENCE", "RESIDENCE", "RISK", "RULES", "SERVING", "TOO",
    "UNCONFIRMED", "UNKNOWN", "VISA", "WHO", "Arrival", "Facts", "Rule", "Ruling", "Seen", "Serving", "Uninvited",
    "crossing_of", "entry_of", "organiser", "requirements",
]  # fmt: skip
