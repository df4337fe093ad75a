"""Reading nominations: lists, one learner, and what later steps ask."""

from erasdu.journey.nominations.queries.learners import (
    Count,
    Shown,
    counts,
    details,
    faults_of,
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
    "Count",
    "FormState",
    "Shown",
    "counts",
    "details",
    "faults_of",
    "form_state",
    "is_known_otherwise",
    "is_untouched",
    "nominated_names",
    "of_call",
    "same_learner",
    "shown",
    "values_of",
]
