"""Reading what makes learners ready: facts for the rules, the page of one stay, and whom to invite."""

from erasdu.journey.preparation.queries.cards import Lacking, cards_to_see, without_days
from erasdu.journey.preparation.queries.coming import own_guests
from erasdu.journey.preparation.queries.entry import draft_rule, rules_page, turned
from erasdu.journey.preparation.queries.facts import facts, goes_to
from erasdu.journey.preparation.queries.forgotten import STAY
from erasdu.journey.preparation.queries.inviting import (
    CALL,
    EVERYBODY,
    Group,
    guests_of,
    meetings_of,
    organiser_for,
    stays_of_parent,
)
from erasdu.journey.preparation.queries.reach import Reach, reach
from erasdu.journey.preparation.queries.stays import Page, about, page, supports_of

__all__ = [
    "CALL", "EVERYBODY", "STAY", "Group", "Lacking", "Page", "Reach", "about", "cards_to_see", "draft_rule",
    "facts", "goes_to", "guests_of", "meetings_of", "organiser_for", "own_guests", "page", "reach", "rules_page",
    "stays_of_parent", "supports_of", "turned", "without_days",
]  # fmt: skip
