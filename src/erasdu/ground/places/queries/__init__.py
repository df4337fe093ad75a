"""Finding towns, how far apart they are, and the map of them."""

from erasdu.ground.places.queries.distances import distance_km, matrix
from erasdu.ground.places.queries.maps import Line, Spot, map_svg, spot
from erasdu.ground.places.queries.towns import (
    alike,
    by_name,
    count,
    edition,
    find,
    labels,
    name_of,
    namesakes,
    read,
    town,
)

__all__ = [
    "Line",
    "Spot",
    "alike",
    "by_name",
    "count",
    "distance_km",
    "edition",
    "find",
    "labels",
    "map_svg",
    "matrix",
    "name_of",
    "namesakes",
    "read",
    "spot",
    "town",
]
