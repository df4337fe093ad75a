"""What is done with a learning plan."""

from erasdu.journey.agreements.actions.assessing import ask_assessor, assess, judge, send_complement
from erasdu.journey.agreements.actions.inviting import invite
from erasdu.journey.agreements.actions.planning import amend, save, start, stored, take_over_place
from erasdu.journey.agreements.actions.sending import send

__all__ = [
    "amend", "ask_assessor", "assess", "invite", "judge", "save", "send", "send_complement", "start", "stored",
    "take_over_place",
]  # fmt: skip
