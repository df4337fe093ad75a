"""Adding what a call asks, saying that it is in order, letting pass, and keeping the standing of stays."""

from erasdu.journey.readiness.actions.own import add, add_ready, bring_back, copy_own, end, mark_done, mark_undone
from erasdu.journey.readiness.actions.passing import end_let_pass, let_pass
from erasdu.journey.readiness.actions.said import confirm, not_yet, say_cannot, say_done, take_back
from erasdu.journey.readiness.actions.standing import begin, mend, observe_replies, rebuild, refresh, refresh_next

__all__ = [
    "add", "add_ready", "begin", "bring_back", "confirm", "copy_own", "end", "end_let_pass", "let_pass", "mark_done",
    "mark_undone", "mend", "not_yet", "observe_replies", "rebuild", "refresh", "refresh_next", "say_cannot",
    "say_done", "take_back",
]  # fmt: skip
