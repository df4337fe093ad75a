"""Reading what makes learners ready: facts for the rules, the page of one stay, and whom to invite."""

from erasdu.journey.preparation.queries.facts import STAY, facts
from erasdu.journey.preparation.queries.inviting import CALL, Group, guests_of, meetings_of, organiser_for
from erasdu.journey.preparation.queries.stays import Page, about, page, supports_of

__all__ = [
    "CALL", "STAY", "Group", "Page", "about", "facts", "guests_of", "meetings_of", "organiser_for", "page",
    "supports_of",
]  # fmt: skip
