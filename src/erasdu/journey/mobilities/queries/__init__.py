"""Reading stays: lists, who is party to one, what its papers tell, and what lacks before somebody leaves."""

from erasdu.journey.mobilities.queries.bulk import latest_batch, papers_of_call
from erasdu.journey.mobilities.queries.card import card, card_file, lives_with
from erasdu.journey.mobilities.queries.days import WithoutDays, fits, without_days
from erasdu.journey.mobilities.queries.departing import (
    Lack,
    at_the_proof,
    before_departure,
    departing,
    in_order,
    is_demanded,
    lacks_of,
    reopened,
    stay_of,
)
from erasdu.journey.mobilities.queries.destinations import NEAR, Destinations
from erasdu.journey.mobilities.queries.outlines import Outline, Outlines, outlines
from erasdu.journey.mobilities.queries.papers import events_of, papers_of, permissions_of
from erasdu.journey.mobilities.queries.publicity import may_be_shown
from erasdu.journey.mobilities.queries.stays import first_chosen, of_call, on_hold, parties, stays_of, suggested, window
from erasdu.journey.mobilities.queries.telling import stays_of_papers
from erasdu.journey.mobilities.queries.travellers import choices_of, needs_of, relatives_of, traveller_of
from erasdu.journey.mobilities.queries.turning import Turns, turned

__all__ = [
    "NEAR",
    "Destinations",
    "Lack",
    "Outline",
    "Outlines",
    "Turns",
    "WithoutDays",
    "at_the_proof",
    "before_departure",
    "card",
    "card_file",
    "choices_of",
    "departing",
    "events_of",
    "first_chosen",
    "fits",
    "in_order",
    "is_demanded",
    "lacks_of",
    "latest_batch",
    "lives_with",
    "may_be_shown",
    "needs_of",
    "of_call",
    "on_hold",
    "outlines",
    "papers_of",
    "papers_of_call",
    "parties",
    "permissions_of",
    "relatives_of",
    "reopened",
    "stay_of",
    "stays_of",
    "stays_of_papers",
    "suggested",
    "traveller_of",
    "turned",
    "window",
    "without_days",
]
