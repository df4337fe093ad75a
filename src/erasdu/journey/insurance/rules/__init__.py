"""Covers against the days of a stay, what a country asks, and what must be in order before leaving. Plain Python."""

from erasdu.journey.insurance.rules.asked import ROWS, Asked, Row, is_allowed, rules_on
from erasdu.journey.insurance.rules.covers import (
    ACTIVITIES,
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
    NO_PLACE,
    OTHER_DAYS,
    YES,
    Facts,
    document_of,
    document_on,
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
from erasdu.journey.insurance.rules.home import CARDS, HOME, Card, card_of

__all__ = [
    "ACTIVITIES", "CARDS", "CODES", "DECLARED", "DOCUMENTS", "GROUPS", "HOLDERS", "HOME", "KINDS", "KIND_OF",
    "NATIONALITIES", "NO_PLACE", "OTHER_DAYS", "ROWS", "RULES", "SPANS", "YES", "Asked", "Card", "Cover", "Facts",
    "Gap", "Need", "Row", "Rule", "Span", "card_of", "countries_of", "document_of", "document_on", "gaps", "gaps_of",
    "is_allowed", "needs_of", "reaches", "reopened", "requirements", "rule_for", "rules_on", "spans_of",
]  # fmt: skip
