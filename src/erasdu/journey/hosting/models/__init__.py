"""Who receives: companies with their places, homes with their beds, who was asked, and what is booked."""

from erasdu.journey.hosting.models.asking import Ask, Campaign, ImportBatch, Interest
from erasdu.journey.hosting.models.bookings import Booking, Evaluation
from erasdu.journey.hosting.models.companies import Company, Placement, PlacementPeriod
from erasdu.journey.hosting.models.homes import Adult, Home, HomePeriod, Room

__all__ = [
    "Adult",
    "Ask",
    "Booking",
    "Campaign",
    "Company",
    "Evaluation",
    "Home",
    "HomePeriod",
    "ImportBatch",
    "Interest",
    "Placement",
    "PlacementPeriod",
    "Room",
]
