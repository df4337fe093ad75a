"""When learners can be received: periods, capacity, safe homes, fitting places. Plain Python."""

from erasdu.journey.hosting.rules.capacity import (
    Taken,
    check_bed,
    check_place,
    check_still_fits,
    free_beds,
    free_places,
)
from erasdu.journey.hosting.rules.commitments import Agreed, Received, covering, requirements
from erasdu.journey.hosting.rules.homes import (
    Extract,
    HomeFacts,
    check_extract,
    check_visit,
    expires_on,
    house,
    is_household,
    proposable,
    told,
    valid_on,
)
from erasdu.journey.hosting.rules.names import bare_name, told_apart
from erasdu.journey.hosting.rules.periods import Nights, Offer, check_nights, check_offers, left_for, moved_into
from erasdu.journey.hosting.rules.rooms import Guest, RoomFacts, Unit, check_rooms, may_join, units
from erasdu.journey.hosting.rules.staying import moved, without_bed
from erasdu.journey.hosting.rules.welcome import Welcome
from erasdu.journey.hosting.rules.work import Schedule, Warned, for_adults_only, warnings

__all__ = [
    "Agreed", "Extract", "Guest", "HomeFacts", "Nights", "Offer", "Received", "RoomFacts", "Schedule",
    "Taken", "Unit", "Warned", "Welcome", "bare_name", "check_bed", "check_extract", "check_nights", "check_offers",
    "check_place",
    "check_rooms", "check_still_fits", "check_visit", "covering", "expires_on", "for_adults_only", "free_beds",
    "free_places", "house", "is_household", "left_for", "may_join", "moved", "moved_into", "proposable", "requirements",
    "told",
    "told_apart",
    "units", "valid_on", "warnings", "without_bed",
]  # fmt: skip
