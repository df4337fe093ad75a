"""Reading networks: what is free, what rules need, and what a learner hears."""

from erasdu.journey.hosting.queries.capacity import (
    free_beds,
    free_places,
    live,
    nights_of,
    offers_of,
    taken_beds,
    taken_places,
)
from erasdu.journey.hosting.queries.facts import (
    PlacementFacts,
    UnitFacts,
    home_facts,
    placement_facts,
    placements_for_board,
    schedule_of,
    unit_facts,
    units_for_board,
    welcome_of,
)
from erasdu.journey.hosting.queries.learner import what_learner_sees

__all__ = [
    "PlacementFacts", "UnitFacts", "free_beds", "free_places", "home_facts", "live", "nights_of", "offers_of",
    "placement_facts", "placements_for_board", "schedule_of", "taken_beds", "taken_places", "unit_facts",
    "units_for_board", "welcome_of", "what_learner_sees",
]  # fmt: skip
