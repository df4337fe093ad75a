"""Coasts and borders as one path of SVG: TopoJSON is read, put on a sheet, cut at its edges and made coarser.

TopoJSON (version 3) keeps every border once, as an arc; a ring names its arcs, and `~number` means the arc backwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from erasdu.kernel.geo import Mercator, Position

Point = tuple[float, float]
Ring = list[Point]
Steps = tuple[list[int], list[int]]  # eastward and northward

EDGE = 4.0  # rings are cut this far outside the sheet, so that no cut is in sight
FINE = 0.6  # points nearer to each other than this are one
SMALLEST = 1.2  # what is smaller than this both ways is not drawn


def path(topology: dict[str, Any], name: str, sheet: Mercator) -> str:
    """What to write in `d`, in tenths of the sheet's unit; "" when all of it lies elsewhere."""
    return "".join(_written(ring) for ring in rings_on(topology, name, sheet))


def rings_on(topology: dict[str, Any], name: str, sheet: Mercator) -> Iterator[Ring]:
    """The rings of all shapes of the object `name` that are in sight; what lies elsewhere is not put on the sheet."""
    arcs = [_walked(arc) for arc in topology["arcs"]]
    window = _window(topology["transform"], sheet)
    for numbers in _rings(topology["objects"][name]):
        ring = [arcs[number] if number >= 0 else arcs[~number] for number in numbers]
        if not _in_sight(ring, window):
            continue
        points = _joined(numbers, [_on_sheet(arc, topology["transform"], sheet) for arc in ring])
        drawn = coarser(cut(unbroken(points, sheet.around), sheet.width, sheet.height))
        if len(drawn) > 2 and max(_spans(drawn)) >= SMALLEST:
            yield drawn


def _walked(arc: list[list[int]]) -> Steps:
    """All its points, in steps from the corner of the map: they are written as steps from point to point."""
    east, north = zip(*arc, strict=True)
    return list(accumulate(east)), list(accumulate(north))


def _window(transform: dict[str, Any], sheet: Mercator) -> tuple[float, float, float, float]:
    """The sheet and a bit around it, in the same steps: west, south, east, north."""
    (wide, high), (west, south), box = transform["scale"], transform["translate"], sheet.box
    more = (box.east - box.west) * EDGE / sheet.width
    return (
        (box.west - more - west) / wide,
        (box.south - more - south) / high,
        (box.east + more - west) / wide,
        (box.north + more - south) / high,
    )


def _in_sight(ring: list[Steps], window: tuple[float, float, float, float]) -> bool:
    west, south, east, north = window
    return (
        max(max(arc[0]) for arc in ring) >= west
        and min(min(arc[0]) for arc in ring) <= east
        and max(max(arc[1]) for arc in ring) >= south
        and min(min(arc[1]) for arc in ring) <= north
    )


def _on_sheet(arc: Steps, transform: dict[str, Any], sheet: Mercator) -> Ring:
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    return [sheet.point(Position(y * high + south, x * wide + west)) for x, y in zip(*arc, strict=True)]


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    """Every ring, as the numbers of its arcs."""
    if shape["type"] == "GeometryCollection":
        for part in shape["geometries"]:
            yield from _rings(part)
    elif shape["type"] == "MultiPolygon":
        yield from (ring for polygon in shape["arcs"] for ring in polygon)
    elif shape["type"] == "Polygon":
        yield from shape["arcs"]


def _joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The arcs one after the other; the end of each is the start of the next."""
    ring: Ring = []
    for number, arc in zip(numbers, arcs, strict=True):
        way = arc if number >= 0 else arc[::-1]
        ring.extend(way[1:] if ring else way)
    return ring


def unbroken(ring: Ring, around: float) -> Ring:
    """Without leaps at the 180th meridian: who crosses it goes on beyond the edge. `around`: once around the earth."""
    moved, found = 0.0, ring[:1]
    for before, after in pairwise(ring):
        moved -= around * round((after[0] - before[0]) / around)
        found.append((after[0] + moved, after[1]))
    return found


def cut(ring: Ring, width: float, height: float) -> Ring:
    """What lies on the sheet and a bit around it, one edge after the other (Sutherland and Hodgman)."""
    for axis, sign, limit in ((0, 1, -EDGE), (0, -1, -width - EDGE), (1, 1, -EDGE), (1, -1, -height - EDGE)):
        ring = list(_kept(ring, axis, sign, limit))
    return ring


def _kept(ring: Ring, axis: int, sign: int, limit: float) -> Iterator[Point]:
    """The part where `sign` times the coordinate is at least `limit`, and the points where the ring crosses that."""
    for before, after in pairwise([*ring[-1:], *ring]):
        was, now = before[axis] * sign - limit, after[axis] * sign - limit
        if (was >= 0) != (now >= 0):
            part = was / (was - now)
            yield (before[0] + (after[0] - before[0]) * part, before[1] + (after[1] - before[1]) * part)
        if now >= 0:
            yield after


def coarser(ring: Ring) -> Ring:
    """Without the points that nobody would see."""
    kept = ring[:1]
    for point in ring[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINE:
            kept.append(point)
    return kept


def _spans(ring: Ring) -> tuple[float, float]:
    across, down = zip(*ring, strict=True)
    return max(across) - min(across), max(down) - min(down)


def _written(ring: Ring) -> str:
    """From point to point in steps, which are short to write."""
    whole = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = (f"{after[0] - before[0]} {after[1] - before[1]}" for before, after in pairwise(whole))
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps).replace(' -', '-')}z"
