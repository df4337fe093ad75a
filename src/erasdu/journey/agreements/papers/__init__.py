"""The papers of a plan: the learning agreement before the stay, and after it the complement with what was reached."""

from erasdu.ground.paperwork.rules import Facts
from erasdu.journey.agreements.papers import complement, learning
from erasdu.journey.agreements.papers.complement import Assessed, Result
from erasdu.journey.agreements.papers.learning import (
    INSURANCE,
    KIND,
    LANGUAGES,
    Pair,
    Reach,
    Told,
    beside,
    clock_text,
    language_name,
    said,
    wording_beside,
    work_language,
)

COMPLEMENT = complement.CODE
KINDS = (learning.LEARNING, complement.COMPLEMENT)

__all__ = [
    "COMPLEMENT", "INSURANCE", "KIND", "KINDS", "LANGUAGES", "Assessed", "Pair", "Reach", "Result", "Told",
    "beside", "clock_text", "complement", "language_name", "said", "specimen", "wording_beside",
    "work_language",
]  # fmt: skip


def specimen(name: str, language: str) -> Facts:
    """Invented facts."""
    return complement.specimen(language) if name == "complement" else learning.specimen(language)
