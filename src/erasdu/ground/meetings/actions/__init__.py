"""What a person does about meetings: plan, invite, answer, say who was there."""

from erasdu.ground.meetings.actions.coming import answer, attend, enter, not_attended, withdraw
from erasdu.ground.meetings.actions.feeds import end_feed, make_feed
from erasdu.ground.meetings.actions.meetings import add_material, cancel, edit, invite, plan

__all__ = [
    "add_material", "answer", "attend", "cancel", "edit", "end_feed", "enter", "invite", "make_feed", "not_attended",
    "plan", "withdraw",
]  # fmt: skip
