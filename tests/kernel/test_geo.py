"""Distances, minutes and the sheet: what holds of any positions, and some figures that can be looked up."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from erasdu.kernel.geo import EARTH_KM, Box, Mercator, Position, commute_minutes, great_circle_km

POSITIONS = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))
NEAR = st.builds(Position, st.floats(-70, 70), st.floats(-170, 170))
KM = st.floats(0, 25_000)
GENT, BRUSSELS, PORTO = Position(51.05, 3.71667), Position(50.85045, 4.34878), Position(41.1485, -8.61097)


def test_known_distances() -> None:
    assert great_circle_km(GENT, BRUSSELS) == pytest.approx(49.6, abs=0.3)
    assert great_circle_km(GENT, PORTO) == pytest.approx(1440, rel=0.01)
    assert great_circle_km(Position(0, 0), Position(0, 180)) == pytest.approx(math.pi * EARTH_KM)
    assert great_circle_km(Position(0, 0), Position(0, 1)) == pytest.approx(math.pi * EARTH_KM / 180)


@given(POSITIONS, POSITIONS)
def test_there_and_back_are_as_far(one: Position, other: Position) -> None:
    assert great_circle_km(one, other) == pytest.approx(great_circle_km(other, one), abs=1e-9)
    assert 0 <= great_circle_km(one, other) <= math.pi * EARTH_KM + 1e-6
    assert great_circle_km(one, one) == 0


@given(POSITIONS, POSITIONS, POSITIONS)
def test_no_way_round_is_shorter(one: Position, between: Position, other: Position) -> None:
    assert great_circle_km(one, other) <= great_circle_km(one, between) + great_circle_km(between, other) + 1e-3


@given(KM, KM)
def test_further_never_takes_less(one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert commute_minutes(near) <= commute_minutes(far)


@given(KM)
def test_nobody_flies_and_nobody_crawls(km: float) -> None:
    assert commute_minutes(km) >= km / 50 * 60 - 1e-6
    assert commute_minutes(km) <= max(10, math.ceil(km / 5 * 1.3 * 60 + 1e-6))


@pytest.mark.parametrize(
    ("km", "minutes"), [(0, 10), (0.5, 10), (1, 16), (1.5, 24), (5, 42), (6, 47), (10, 54), (30, 85)]
)
def test_the_minutes_that_the_documentation_says(km: float, minutes: int) -> None:
    assert commute_minutes(km) == minutes


@pytest.mark.parametrize("km", [-1, math.nan, math.inf, -math.inf])
def test_what_is_no_distance_is_refused(km: float) -> None:
    with pytest.raises(ValueError):
        commute_minutes(km)


@given(st.lists(NEAR, min_size=1, max_size=8))
def test_a_box_holds_what_it_is_around_and_a_sheet_holds_it_too(positions: list[Position]) -> None:
    box = Box.around(positions)
    sheet = Mercator(box, 720)
    assert sheet.height > 0
    for position in positions:
        assert box.holds(position)
        x, y = sheet.point(position)
        assert -1e-6 <= x <= 720 + 1e-6
        assert -1e-6 <= y <= sheet.height + 1e-6


def test_a_box_around_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        Box.around([])


@given(NEAR, NEAR)
def test_north_is_up_and_east_is_right(one: Position, other: Position) -> None:
    assume(abs(one.latitude - other.latitude) > 1e-3 and abs(one.longitude - other.longitude) > 1e-3)
    sheet = Mercator(Box.around([one, other]), 500)
    (x, y), (other_x, other_y) = sheet.point(one), sheet.point(other)
    assert (x < other_x) == (one.longitude < other.longitude)
    assert (y < other_y) == (one.latitude > other.latitude)
