"""Reading candidate files: the seats, who comes next, where each learner of a school stands, what a file holds."""

from erasdu.journey.admissions.queries.content import Extract, cv_of, extract_of, frozen
from erasdu.journey.admissions.queries.lists import (
    Standing,
    counts,
    expected,
    files_of,
    handed_in,
    late_comers,
    leavers,
    outcome,
    standings,
    unanswered,
)
from erasdu.journey.admissions.queries.seating import (
    SchoolSeats,
    Seats,
    division,
    giver,
    last_arrival,
    live,
    next_of_school,
    room_for,
    seats,
    waiting,
)

__all__ = [
    "Extract",
    "SchoolSeats",
    "Seats",
    "Standing",
    "counts",
    "cv_of",
    "division",
    "expected",
    "extract_of",
    "files_of",
    "frozen",
    "giver",
    "handed_in",
    "last_arrival",
    "late_comers",
    "leavers",
    "live",
    "next_of_school",
    "outcome",
    "room_for",
    "seats",
    "standings",
    "unanswered",
    "waiting",
]
