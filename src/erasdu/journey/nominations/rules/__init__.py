"""The rules of nominations: who may be nominated until when, and what still lacks."""

from erasdu.journey.nominations.rules.clauses import CARD, CLAUSES, DAYS, KINDS, check_card, lacks, required
from erasdu.journey.nominations.rules.departing import (
    AGREEMENT,
    CODES,
    DATED,
    GATES,
    WHO,
    Holds,
    from_before,
    gaps,
    requirements,
    with_page,
)
from erasdu.journey.nominations.rules.departing import Facts as Departing
from erasdu.journey.nominations.rules.needs import NEEDS, needs
from erasdu.journey.nominations.rules.nominees import Nominee, faults, is_open, lacking, own_contacts
from erasdu.journey.nominations.rules.profiles import FIELDS, LANGUAGES, ORDER, OTHER_LANGUAGES, following

__all__ = [
    "AGREEMENT",
    "CARD",
    "CLAUSES",
    "CODES",
    "DATED",
    "DAYS",
    "FIELDS",
    "GATES",
    "KINDS",
    "LANGUAGES",
    "NEEDS",
    "ORDER",
    "OTHER_LANGUAGES",
    "WHO",
    "Departing",
    "Holds",
    "Nominee",
    "check_card",
    "faults",
    "following",
    "from_before",
    "gaps",
    "is_open",
    "lacking",
    "lacks",
    "needs",
    "own_contacts",
    "required",
    "requirements",
    "with_page",
]
