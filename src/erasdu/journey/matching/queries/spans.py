"""Which days a destination of a call sets for who goes there."""

from __future__ import annotations

from dataclasses import dataclass

from erasdu.journey.calls.models import Destination
from erasdu.journey.matching.models import Board
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Destinations
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Spans:
    """The days of the destinations of a board: of one, or of all of a call. Who comes here has days of their own."""

    one: Destination | None
    several: Destinations

    @classmethod
    def of(cls, board: Board) -> Spans:
        """One query where a board has all destinations, with a few where a country has more than one."""
        whole = board.direction == Mobility.Direction.OUTGOING and board.destination is None
        return cls(board.destination, Destinations.of(board.call_id) if whole else Destinations({}))

    def of_town(self, country: str, at: Position | None) -> Period | None:
        found = self.one or self.several.nearest(country, at)
        return Period(found.starts_on, found.ends_on) if found else None

    def in_country(self, country: str) -> tuple[Period, ...]:
        """Of all its destinations there, in the order of the call; none on a board of one destination."""
        return tuple(dict.fromkeys(spot.days for spot in self.several.by_country.get(country, ())))

    @property
    def every(self) -> list[Period]:
        return [spot.days for spots in self.several.by_country.values() for spot in spots]
