"""Who fits where, what it costs, and what the optimiser is given."""

from erasdu.journey.matching.rules.changed import OTHER_DAYS, WAYS_OUT, way_out
from erasdu.journey.matching.rules.costs import Cause, bed_causes, place_causes, total, way_causes
from erasdu.journey.matching.rules.facts import Aside, Bed, Learner, Pair, Place, Way
from erasdu.journey.matching.rules.fit import (
    ASK_FIRST,
    LEVELS,
    MAY_SET_ASIDE,
    as_kept,
    bed_refusals,
    goes_with,
    joins,
    left_after,
    may_set_aside,
    most_minutes,
    open_all_along,
    place_refusals,
    way_refusals,
    with_language,
)
from erasdu.journey.matching.rules.groups import apart_causes, group_causes, nudged, points, regions_of, whole_classes
from erasdu.journey.matching.rules.noes import no_is_about
from erasdu.journey.matching.rules.placing import CODES, requirements
from erasdu.journey.matching.rules.placing import Facts as Placing
from erasdu.journey.matching.rules.problem import (
    NO_LOCKS,
    Locks,
    Shared,
    as_problem,
    between,
    far_ways,
    sleeping,
    too_far,
)
from erasdu.journey.matching.rules.staying import stays_put

__all__ = [
    "ASK_FIRST", "CODES", "LEVELS", "MAY_SET_ASIDE", "NO_LOCKS", "OTHER_DAYS", "WAYS_OUT", "Aside", "Bed", "Cause",
    "Learner", "Locks", "Pair", "Place", "Placing", "Shared", "Way", "apart_causes", "as_kept", "as_problem",
    "bed_causes", "bed_refusals", "between", "far_ways", "goes_with", "group_causes", "joins", "left_after",
    "may_set_aside", "most_minutes", "no_is_about", "nudged", "open_all_along", "place_causes", "place_refusals",
    "points", "regions_of", "requirements", "sleeping", "stays_put", "too_far", "total", "way_causes", "way_out",
    "way_refusals", "whole_classes", "with_language",
]  # fmt: skip
