"""Where things are, how far apart, and how to draw them: plain figures on a round earth, without a network.

Distances are as the crow flies. The minutes of a commute are an estimate from that distance alone; whoever knows better
writes other minutes, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, ceil, cos, isfinite, log, pi, radians, sin, sqrt, tan
from typing import NamedTuple

EARTH_KM = 6371.0
DETOUR = 1.3  # how much longer a road is than the straight line, in towns and between them
# Door to door, up to so many km as the crow flies: at so many km an hour along the road. The parts follow each other.
WALK_UP_TO, WALK = 1.5, 5.0
TOWN_UP_TO, TOWN = 6.0, 15.0  # a bicycle, or a bus with walking to the stop and waiting
BEYOND = 50.0  # train and bus between towns
LEAST = 10  # minutes: of both only the town is known, so within one town the way is not nothing
MOST_NORTH = 85.0  # where Mercator's map stops


class Position(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def great_circle_km(one: Position, other: Position) -> float:
    """The shortest way over a round earth, by the haversine."""
    north, south = radians(one[0]), radians(other[0])
    half_up, half_along = (south - north) / 2, radians(other[1] - one[1]) / 2
    part = sin(half_up) ** 2 + cos(north) * cos(south) * sin(half_along) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def commute_minutes(km: float) -> int:
    """An estimate, door to door, of the way to work of somebody without a car who lives `km` away as the crow flies.

    The road is 1.3 times as long. The first 1.5 km go on foot (5 km/h), what follows up to 6 km by bicycle or bus
    (15 km/h with the waiting), what is beyond by train or bus between towns (50 km/h). So 1 km is 16 minutes, 5 km 42,
    10 km 54 and 30 km 85. Further never takes less, and nothing takes less than 10: who lives and works in one town is
    there in a walk or a ride of unknown length. No timetable is known here: where buses are rare it takes longer.
    """
    if not isfinite(km) or km < 0:
        raise ValueError("a distance is a finite number of kilometres, 0 or more")
    on_foot = min(km, WALK_UP_TO) / WALK
    in_town = max(0.0, min(km, TOWN_UP_TO) - WALK_UP_TO) / TOWN
    beyond = max(0.0, km - TOWN_UP_TO) / BEYOND
    return max(LEAST, ceil(round((on_foot + in_town + beyond) * DETOUR * 60, 6)))


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the map between two parallels and two meridians; never across the 180th."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, positions: Iterable[Position], margin: float = 0.08, least: float = 0.35) -> Box:
        """Holds all of them with a margin, a part of its size; at least `least` degrees high, and wider than high."""
        found = list(positions)
        if not found:
            raise ValueError("a box needs something to hold")
        south, north = _wide(min(p[0] for p in found), max(p[0] for p in found), margin, least)
        west, east = _wide(
            min(p[1] for p in found), max(p[1] for p in found), margin, max(least * 2, (north - south) * 1.2)
        )
        return cls(max(south, -MOST_NORTH), max(west, -180.0), min(north, MOST_NORTH), min(east, 180.0))

    def holds(self, position: Position) -> bool:
        return self.south <= position[0] <= self.north and self.west <= position[1] <= self.east


def _wide(low: float, high: float, margin: float, least: float) -> tuple[float, float]:
    more = max((high - low) * margin, (least - (high - low)) / 2)
    return low - more, high + more


@dataclass(frozen=True, slots=True)
class Mercator:
    """Puts a box on a sheet that is `width` wide; angles stay what they are, so towns lie as on a road map."""

    box: Box
    width: float

    @property
    def scale(self) -> float:
        """Of the sheet, for each radian along a parallel."""
        return self.width / radians(self.box.east - self.box.west)

    @property
    def around(self) -> float:
        """How wide the whole earth would be."""
        return 2 * pi * self.scale

    @property
    def height(self) -> float:
        return (_stretched(self.box.north) - _stretched(self.box.south)) * self.scale

    def point(self, position: Position) -> tuple[float, float]:
        """From the left and from the top."""
        right = radians(position[1] - self.box.west) * self.scale
        return right, (_stretched(self.box.north) - _stretched(position[0])) * self.scale


def _stretched(latitude: float) -> float:
    return log(tan(pi / 4 + radians(max(-MOST_NORTH, min(MOST_NORTH, latitude))) / 2))
