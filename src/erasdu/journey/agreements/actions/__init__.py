"""What is done with a learning plan."""

from erasdu.journey.agreements.actions.inviting import invite
from erasdu.journey.agreements.actions.planning import amend, save, start, stored, take_over_place
from erasdu.journey.agreements.actions.sending import send

__all__ = ["amend", "invite", "save", "send", "start", "stored", "take_over_place"]
