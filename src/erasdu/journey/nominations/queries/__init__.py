"""Reading nominations: lists, one learner, and what later steps ask."""

from erasdu.journey.nominations.queries.departing import facts, turned_by_cards
from erasdu.journey.nominations.queries.dividing import Board, board, keepers_of, lendable, lent_in
from erasdu.journey.nominations.queries.doing import accepted_keys, page_of
from erasdu.journey.nominations.queries.learners import (
    Count,
    Shown,
    counts,
    details,
    faults_of,
    first_day,
    is_known_otherwise,
    is_untouched,
    last_day,
    nominated_names,
    of_call,
    same_learner,
    shown,
    values_of,
)
from erasdu.journey.nominations.queries.ledger import LedgerLine, ledger
from erasdu.journey.nominations.queries.papers import (
    PaperLine,
    bare_days,
    card_for,
    clause_text,
    paper_of,
    papers_of,
    terms_now,
)
from erasdu.journey.nominations.queries.profiles import FormState, form_state, has_open, own_words
from erasdu.journey.nominations.queries.receiving import Found, found_for

__all__ = [
    "Board",
    "Count",
    "FormState",
    "Found",
    "LedgerLine",
    "PaperLine",
    "Shown",
    "accepted_keys",
    "bare_days",
    "board",
    "card_for",
    "clause_text",
    "counts",
    "details",
    "facts",
    "faults_of",
    "first_day",
    "form_state",
    "found_for",
    "has_open",
    "is_known_otherwise",
    "is_untouched",
    "keepers_of",
    "last_day",
    "ledger",
    "lendable",
    "lent_in",
    "nominated_names",
    "of_call",
    "own_words",
    "page_of",
    "paper_of",
    "papers_of",
    "same_learner",
    "shown",
    "terms_now",
    "turned_by_cards",
    "values_of",
]
