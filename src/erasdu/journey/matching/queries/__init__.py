"""Reading boards: the facts behind them, what is proposed, and why."""

from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.apart import Apart, told_apart
from erasdu.journey.matching.queries.asides import reason_now, set_aside
from erasdu.journey.matching.queries.asked import (
    asked_about,
    family_question,
    for_own,
    is_shown,
    taken_back,
    to_answer,
    waiting,
    without_mail,
)
from erasdu.journey.matching.queries.boards import (
    Row,
    Summary,
    board_rows,
    differing,
    failed,
    fell,
    latest,
    running,
    state_of,
    summary,
    takes_away,
    warnings_of,
)
from erasdu.journey.matching.queries.broken import gone
from erasdu.journey.matching.queries.changed import against_now, look_again, no_longer_fits, other_days
from erasdu.journey.matching.queries.comparison import comparison
from erasdu.journey.matching.queries.confirming import askable, held_back
from erasdu.journey.matching.queries.figures import Figures, Share, differs, figures, radar_of
from erasdu.journey.matching.queries.guests import Guest, guest
from erasdu.journey.matching.queries.hosts import hosts_of, matched
from erasdu.journey.matching.queries.learner import LearnerPage, learner_page
from erasdu.journey.matching.queries.map import map_of
from erasdu.journey.matching.queries.moves import Moves, decided_by, left_without, made_at, moves, offers_way, undoable
from erasdu.journey.matching.queries.placing import facts
from erasdu.journey.matching.queries.proposed import is_taken
from erasdu.journey.matching.queries.radar import radar
from erasdu.journey.matching.queries.reading import world
from erasdu.journey.matching.queries.reasons import (
    Alternative,
    Why,
    forbids,
    place_free,
    refusals,
    suggestions,
    unplaced,
    why,
    why_not,
)
from erasdu.journey.matching.queries.rows import home, live_matches, locks_of, pairs_of, placement, room
from erasdu.journey.matching.queries.scopes import DIRECTIONS, Scope, receiving_schools, scopes
from erasdu.journey.matching.queries.since import Since, since
from erasdu.journey.matching.queries.solving import Solved, mended, solved
from erasdu.journey.matching.queries.standing import as_rows, standing
from erasdu.journey.matching.queries.told import OWN_DOING, Expected, expected, new_days, parents_of, why_over
from erasdu.journey.matching.queries.untold import untold
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import NEAR

__all__ = [
    "DIRECTIONS",
    "NEAR",
    "OWN_DOING",
    "Alternative",
    "Apart",
    "Board",
    "Expected",
    "Figures",
    "Guest",
    "LearnerPage",
    "Line",
    "Match",
    "Mobility",
    "Moves",
    "Row",
    "Scope",
    "Share",
    "Since",
    "Solved",
    "Summary",
    "Why",
    "World",
    "against_now",
    "as_rows",
    "askable",
    "asked_about",
    "board_rows",
    "comparison",
    "decided_by",
    "differing",
    "differs",
    "expected",
    "facts",
    "failed",
    "family_question",
    "fell",
    "figures",
    "for_own",
    "forbids",
    "gone",
    "guest",
    "held_back",
    "home",
    "hosts_of",
    "is_shown",
    "is_taken",
    "latest",
    "learner_page",
    "left_without",
    "live_matches",
    "locks_of",
    "look_again",
    "made_at",
    "map_of",
    "matched",
    "mended",
    "moves",
    "new_days",
    "no_longer_fits",
    "offers_way",
    "other_days",
    "pairs_of",
    "parents_of",
    "place_free",
    "placement",
    "radar",
    "radar_of",
    "reason_now",
    "receiving_schools",
    "refusals",
    "room",
    "running",
    "scopes",
    "set_aside",
    "since",
    "solved",
    "standing",
    "state_of",
    "suggestions",
    "summary",
    "taken_back",
    "takes_away",
    "to_answer",
    "told_apart",
    "undoable",
    "unplaced",
    "untold",
    "waiting",
    "warnings_of",
    "why",
    "why_not",
    "why_over",
    "without_mail",
    "world",
]
