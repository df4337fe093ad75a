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

__all__ = ["answer", "departures_of", "for_handing_in", "holding", "needed", "open_of", "preview", "requirements_of"]
