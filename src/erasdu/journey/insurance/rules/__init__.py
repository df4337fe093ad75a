"""Covers against the days of a stay, what a country asks, and what must be in order before leaving. Plain Python."""

from erasdu.journey.insurance.rules.covers import (
    ACTIVITIES,
    BY_SENDING,
    HOLDERS,
    KINDS,
    SPANS,
    Cover,
    Gap,
    Need,
    Span,
    gaps,
    reaches,
    spans_of,
)
from erasdu.journey.insurance.rules.departing import (
    CODES,
    DECLARED,
    KIND_OF,
    OTHER_DAYS,
    YES,
    Facts,
    document_of,
    gaps_of,
    needs_of,
    reopened,
    requirements,
)
from erasdu.journey.insurance.rules.documents import (
    DOCUMENTS,
    GROUPS,
    NATIONALITIES,
    RULES,
    Rule,
    countries_of,
    rule_for,
)

__all__ = [
    "ACTIVITIES", "BY_SENDING", "CODES", "DECLARED", "DOCUMENTS", "GROUPS", "HOLDERS", "KINDS", "KIND_OF",
    "NATIONALITIES", "OTHER_DAYS", "RULES", "SPANS", "YES", "Cover", "Facts", "Gap", "Need", "Rule", "Span",
    "countries_of", "document_of", "gaps", "gaps_of", "needs_of", "reaches", "reopened", "requirements", "rule_for",
    "spans_of",
]  # fmt: skip
