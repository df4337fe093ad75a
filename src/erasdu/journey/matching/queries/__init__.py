"""Reading boards: the facts behind them, what is proposed, and why."""

from erasdu.journey.matching.models import Board
from erasdu.journey.matching.queries.asked import to_answer, waiting
from erasdu.journey.matching.queries.boards import (
    Row,
    Summary,
    board_rows,
    fallen,
    latest,
    radar_of,
    running,
    summary,
    warnings_of,
)
from erasdu.journey.matching.queries.guests import Guest, guest
from erasdu.journey.matching.queries.hosts import hosts_of
from erasdu.journey.matching.queries.pages import (
    DIRECTIONS,
    LearnerPage,
    Scope,
    comparison,
    home,
    learner_page,
    live_matches,
    locks_of,
    map_of,
    pairs_of,
    placement,
    receiving_schools,
    room,
    scopes,
)
from erasdu.journey.matching.queries.placing import facts
from erasdu.journey.matching.queries.reasons import Alternative, Why, suggestions, unplaced, why, why_not
from erasdu.journey.matching.queries.told import Expected, expected, parents_of
from erasdu.journey.matching.queries.world import World, world
from erasdu.journey.mobilities.models import Mobility

__all__ = [
    "DIRECTIONS",
    "Alternative",
    "Board",
    "Expected",
    "Guest",
    "LearnerPage",
    "Mobility",
    "Row",
    "Scope",
    "Summary",
    "Why",
    "World",
    "board_rows",
    "comparison",
    "expected",
    "facts",
    "fallen",
    "guest",
    "home",
    "hosts_of",
    "latest",
    "learner_page",
    "live_matches",
    "locks_of",
    "map_of",
    "pairs_of",
    "parents_of",
    "placement",
    "radar_of",
    "receiving_schools",
    "room",
    "running",
    "scopes",
    "suggestions",
    "summary",
    "to_answer",
    "unplaced",
    "waiting",
    "warnings_of",
    "why",
    "why_not",
    "world",
]  # fmt: skip
