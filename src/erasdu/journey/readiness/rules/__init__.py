"""What a call asks beside the steps, where a stay stands, and by when each thing must begin."""

from erasdu.journey.mobilities.rules import DAYS, in_order
from erasdu.journey.readiness.rules.board import LEFT, SHOWS, Line, kept_by
from erasdu.journey.readiness.rules.own import (
    AFTERWARDS,
    CANNOT,
    GATES_TO_CHOOSE,
    PREFIX,
    ROLES,
    SAID,
    SAYERS,
    Own,
    Touched,
    is_afterwards,
    is_late,
    requirement,
    touches,
)
from erasdu.journey.readiness.rules.passing import NEVER, Moment, may_let_pass, still_passes
from erasdu.journey.readiness.rules.quality import STANDARDS, Count, Standard, counted
from erasdu.journey.readiness.rules.reaching import LOST, SIGNERS, told
from erasdu.journey.readiness.rules.ready_made import READY_MADE, to_offer
from erasdu.journey.readiness.rules.replies import STATED, Days, corrected, usual
from erasdu.journey.readiness.rules.safe_days import Safe, Window, missed_by, plan
from erasdu.journey.readiness.rules.standing import PLACES, STAGES, has_left, open_items, stage

__all__ = [
    "AFTERWARDS", "CANNOT", "DAYS", "GATES_TO_CHOOSE", "LEFT", "LOST", "NEVER", "PLACES", "PREFIX", "READY_MADE",
    "ROLES", "SAID", "SAYERS", "SHOWS", "SIGNERS", "STAGES", "STANDARDS", "STATED", "Count", "Days", "Line", "Moment",
    "Own", "Safe", "Standard", "Touched", "Window", "corrected", "counted", "has_left", "in_order", "is_afterwards",
    "is_late", "kept_by", "may_let_pass", "missed_by", "open_items", "plan", "requirement", "stage", "still_passes",
    "to_offer", "told", "touches", "usual",
]  # fmt: skip
