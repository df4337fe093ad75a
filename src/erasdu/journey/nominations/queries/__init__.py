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

__all__ = [
    "Count",
    "Shown",
    "counts",
    "details",
    "faults_of",
    "is_known_otherwise",
    "is_untouched",
    "nominated_names",
    "of_call",
    "same_learner",
    "shown",
    "values_of",
]
