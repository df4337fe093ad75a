"""What is done on a board."""

from erasdu.journey.matching.actions.adopting import adopt
from erasdu.journey.matching.actions.answers import (
    answer,
    answer_all,
    ask,
    ask_all,
    confirm,
    confirm_all,
    read_for_family,
)
from erasdu.journey.matching.actions.boards import (
    MOST_MINUTES,
    board_of,
    drop_own_place,
    forbid,
    lift,
    own_place,
    pair,
    pin,
    set_minutes,
    unpair,
)
from erasdu.journey.matching.actions.matches import end, free_fallen, place, undo
from erasdu.journey.matching.actions.moving import follow_days, move_days
from erasdu.journey.matching.actions.proofs import see_proof, take_proof_back
from erasdu.journey.matching.actions.runs import keep, radar_job, run_job, start, stop

__all__ = [
    "MOST_MINUTES",
    "adopt",
    "answer",
    "answer_all",
    "ask",
    "ask_all",
    "board_of",
    "confirm",
    "confirm_all",
    "drop_own_place",
    "end",
    "follow_days",
    "forbid",
    "free_fallen",
    "keep",
    "lift",
    "move_days",
    "own_place",
    "pair",
    "pin",
    "place",
    "radar_job",
    "read_for_family",
    "run_job",
    "see_proof",
    "set_minutes",
    "start",
    "stop",
    "take_proof_back",
    "undo",
    "unpair",
]
