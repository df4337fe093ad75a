"""Reading stays: lists, who is party to one, and what its papers tell."""

from erasdu.journey.mobilities.queries.papers import events_of, papers_of
from erasdu.journey.mobilities.queries.stays import of_call, on_hold, parties, stays_of, suggested, window
from erasdu.journey.mobilities.queries.telling import stays_of_papers

__all__ = [
    "events_of",
    "of_call",
    "on_hold",
    "papers_of",
    "parties",
    "stays_of",
    "stays_of_papers",
    "suggested",
    "window",
]
