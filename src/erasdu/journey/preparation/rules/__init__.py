"""Rules of getting ready, in plain Python."""

from erasdu.journey.preparation.rules.departing import CODES, WHO, Facts, Seen, entry_of, requirements
from erasdu.journey.preparation.rules.entry import DOCUMENTS, NONE, OUTCOMES, PAPERS, RESIDENCE, UNKNOWN, VISA

__all__ = [
    "CODES", "DOCUMENTS", "NONE", "OUTCOMES", "PAPERS", "RESIDENCE", "UNKNOWN", "VISA", "WHO", "Facts", "Seen",
    "entry_of", "requirements",
]  # fmt: skip
