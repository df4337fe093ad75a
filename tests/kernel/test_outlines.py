"""Coasts from TopoJSON: shared arcs, cut at the edges of the sheet, whole across the 180th meridian."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.geo import Box, Mercator
from erasdu.kernel.outlines import EDGE, cut, path, rings_on, unbroken

# Two squares of 10 degrees that share the meridian in their middle, west (0 to 10) and east (10 to 20).
TWO: dict[str, Any] = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[~0, 2]]]},
                {"type": None},
            ],
        }
    },
}


def spans(ring: list[tuple[float, float]]) -> tuple[float, float]:
    across = [x for x, _ in ring]
    return round(min(across)), round(max(across))


def test_an_arc_serves_both_its_countries() -> None:
    west, east = rings_on(TWO, "countries", Mercator(Box(-5, -5, 15, 25), 300))
    assert spans(west) == (50, 150)
    assert spans(east) == (150, 250)


def test_what_is_elsewhere_is_not_drawn() -> None:
    assert path(TWO, "countries", Mercator(Box(40, 40, 50, 50), 300)) == ""
    (only,) = rings_on(TWO, "countries", Mercator(Box(2, 12, 8, 25), 260))
    assert spans(only)[1] == 160


def test_a_path_is_written_in_tenths() -> None:
    drawn = path(TWO, "countries", Mercator(Box(-5, -5, 15, 25), 300))
    assert drawn.count("M") == drawn.count("z") == 2
    assert drawn.startswith("M1500 ")


def test_who_goes_on_over_the_meridian_does_not_leap_across_the_map() -> None:
    assert unbroken([(350, 0), (359, 0), (1, 5), (350, 5)], 360) == [(350, 0), (359, 0), (361, 5), (350, 5)]


POINTS = st.tuples(st.floats(-500, 900), st.floats(-500, 900))


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_nothing_is_left_outside_the_sheet(ring: list[tuple[float, float]]) -> None:
    for x, y in cut(ring, 400, 300):
        assert -EDGE - 1e-6 <= x <= 400 + EDGE + 1e-6
        assert -EDGE - 1e-6 <= y <= 300 + EDGE + 1e-6


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), min_size=1, max_size=12))
def test_what_is_inside_stays_as_it_is(ring: list[tuple[float, float]]) -> None:
    assert cut(ring, 400, 300) == ring
