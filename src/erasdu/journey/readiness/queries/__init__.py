"""What must be in order, for gates, pages, lists and mails: one answer for all of them."""

from erasdu.journey.readiness.queries.composing import (
    answer,
    departures_of,
    for_handing_in,
    holding,
    needed,
    open_of,
    requirements_of,
)
from erasdu.journey.readiness.queries.own import preview
from erasdu.journey.readiness.queries.standing import Stand, derived, drifted, plans, reply_days, sample, standings
from erasdu.journey.readiness.queries.touched import FOLLOWER
from erasdu.journey.readiness.queries.touched import stays_of as stays_touched

__all__ = [
    "FOLLOWER", "Stand", "answer", "departures_of", "derived", "drifted", "for_handing_in", "holding", "needed",
    "open_of", "plans", "preview", "reply_days", "requirements_of", "sample", "standings", "stays_touched",
]  # fmt: skip
