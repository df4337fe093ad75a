"""What a receiving school reads at a glance of the foreign learners given to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries import live


@dataclass(frozen=True, slots=True)
class Found:
    """Whether a place and a bed are found for a stay; `certain` when everybody said yes to all that is found."""

    place: bool = False
    bed: bool = False
    certain: bool = False

    @property
    def code(self) -> str:
        """certain | asked | no_bed | no_place | nothing"""
        if self.place and self.bed:
            return "certain" if self.certain else "asked"
        return "no_bed" if self.place else "no_place" if self.bed else "nothing"


def found_for(stays: Iterable[int]) -> dict[int, Found]:
    """Of each stay. One query."""
    stays = list(stays)
    found = dict.fromkeys(stays, Found(certain=True))
    rows = live().filter(mobility__in=stays).order_by("pk")
    for stay, place, room, state in rows.values_list("mobility", "placement", "room", "state"):
        now = found[stay]
        certain = now.certain and state == Booking.State.CONFIRMED
        found[stay] = Found(now.place or place is not None, now.bed or room is not None, certain)
    return found
