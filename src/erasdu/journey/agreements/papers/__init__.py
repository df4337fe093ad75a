"""The papers of a plan: the learning agreement before the stay, and what was reached after it."""

from erasdu.ground.paperwork.rules import Facts
from erasdu.journey.agreements.papers import learning
from erasdu.journey.agreements.papers.learning import (
    INSURANCE,
    KIND,
    LANGUAGES,
    Pair,
    Reach,
    Told,
    beside,
    clock_text,
    said,
    wording_beside,
)

KINDS = learning.KINDS

__all__ = [
    "INSURANCE", "KIND", "KINDS", "LANGUAGES", "Pair", "Reach", "Told", "beside", "clock_text", "said", "specimen",
    "wording_beside",
]  # fmt: skip


def specimen(name: str, language: str) -> Facts:
    """Invented facts."""
    return learning.specimen(language)
