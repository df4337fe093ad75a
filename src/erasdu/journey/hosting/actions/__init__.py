"""What is done to companies, places, homes and beds, and what is booked of them."""

from erasdu.journey.hosting.actions.bookings import book_bed, book_place, confirm, evaluate, release, still_holds
from erasdu.journey.hosting.actions.checks import (
    add_adult,
    record_checks,
    remove_adult,
    see_extract,
    take_extract_back,
)
from erasdu.journey.hosting.actions.commitments import ask as ask_commitment
from erasdu.journey.hosting.actions.companies import (
    add_company,
    edit_company,
    pause_company,
    resume_company,
    withdraw_company,
)
from erasdu.journey.hosting.actions.homes import (
    RoomGiven,
    add_home,
    edit_home,
    pause_home,
    resume_home,
    set_rooms_and_nights,
    withdraw_home,
)
from erasdu.journey.hosting.actions.moving import Moved, move_bookings
from erasdu.journey.hosting.actions.placements import (
    edit_placement,
    offer_placement,
    pause_placement,
    renew_placement,
    resume_placement,
    withdraw_placement,
)

__all__ = [
    "Moved", "RoomGiven", "add_adult", "add_company", "add_home", "ask_commitment", "book_bed", "book_place", "confirm",
    "edit_company", "edit_home", "edit_placement", "evaluate", "move_bookings", "offer_placement", "pause_company",
    "pause_home", "pause_placement", "record_checks", "release", "remove_adult", "renew_placement", "resume_company",
    "resume_home", "resume_placement", "see_extract", "set_rooms_and_nights", "still_holds", "take_extract_back",
    "withdraw_company", "withdraw_home", "withdraw_placement",
]  # fmt: skip
