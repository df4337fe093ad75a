"""Reading nominations: lists, one learner, and what later steps ask."""

from erasdu.journey.nominations.queries.dividing import Board, board, keepers_of, lendable, lent_in
from erasdu.journey.nominations.queries.learners import (
    Count,
    Shown,
    counts,
    details,
    faults_of,
    first_day,
    is_known_otherwise,
    is_untouched,
    nominated_names,
    of_call,
    same_learner,
    shown,
    values_of,
)
from erasdu.journey.nominations.queries.profiles import FormState, form_state

__all__ = [
    "Board",
    "Count",
    "FormState",
    "Shown",
    "board",
    "counts",
    "details",
    "faults_of",
    "first_day",
    "form_state",
    "is_known_otherwise",
    "is_untouched",
    "keepers_of",
    "lendable",
    "lent_in",
    "nominated_names",
    "of_call",
    "same_learner",
    "shown",
    "values_of",
]
