"""To which destination of a call a place belongs: where there are several in one country, the nearest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from erasdu.ground.places.queries import by_name
from erasdu.journey.calls.models import Destination
from erasdu.kernel.geo import Position, great_circle_km
from erasdu.kernel.periods import Period

NEAR = 80  # km around the town of a destination in which its places lie


@dataclass(frozen=True, slots=True)
class Spot:
    """`at`: None while its town is not known, or where there is nothing to choose."""

    destination: Destination
    at: Position | None

    @property
    def days(self) -> Period:
        return Period(self.destination.starts_on, self.destination.ends_on)


@dataclass(frozen=True, slots=True)
class Destinations:
    by_country: dict[str, list[Spot]]

    @classmethod
    def of(cls, call: int, countries: Iterable[str] | None = None) -> Destinations:
        """In the order of the call. A town is looked up only where a country has more than one."""
        rows = Destination.objects.filter(call=call).order_by("position", "pk")
        found: dict[str, list[Destination]] = {}
        for row in rows if countries is None else rows.filter(country__in=list(countries)):
            found.setdefault(row.country, []).append(row)
        return cls(
            {land: [Spot(each, _at(each) if len(rows) > 1 else None) for each in rows] for land, rows in found.items()}
        )

    def nearest(
        self, country: str, at: Position | None, *, days: Period | None = None, now: int | None = None
    ) -> Destination | None:
        """Of those of the country; None when the call does not go there.

        Those within reach come first, of them those that have these `days`, then the nearest; where all that is the
        same, the one that it is `now`, then the first of the call.
        """

        def rank(spot: Spot) -> tuple[bool, bool, float, bool]:
            away = great_circle_km(at, spot.at) if at and spot.at else inf
            late = days is not None and not spot.days.contains(days)
            return away > NEAR, late, away, spot.destination.pk != now

        spots = self.by_country.get(country, [])
        return min(spots, key=rank).destination if spots else None


def _at(row: Destination) -> Position | None:
    town = by_name(row.place, row.country)
    return Position(town.latitude, town.longitude) if town else None
