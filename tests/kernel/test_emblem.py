"""The emblem follows the construction sheet: 3 by 2, twelve upright stars on a ring."""

import math
import xml.etree.ElementTree as ET

import pytest

from erasdu.kernel.emblem import emblem_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**how):
    root = ET.fromstring(emblem_svg(**how))
    stars = [
        [tuple(map(float, corner.split(","))) for corner in star.get("points").split()]
        for star in root.findall(f"{SVG}polygon")
    ]
    return root, root.findall(f"{SVG}rect"), stars


def centre(star):
    outer = star[::2]
    return sum(x for x, _ in outer) / 5, sum(y for _, y in outer) / 5


def test_a_blue_rectangle_of_three_by_two():
    root, (field,), _ = drawn(width=60)
    assert (float(root.get("width")), float(root.get("height"))) == (60, 40)
    assert float(field.get("width")) / float(field.get("height")) == 1.5
    assert field.get("fill") == "#003399"


def test_twelve_gold_stars_on_a_ring_of_a_third_of_the_height_like_the_hours():
    root, (field,), stars = drawn(width=60)
    height, width = float(field.get("height")), float(field.get("width"))
    assert len(stars) == 12
    assert {star.get("fill") for star in root.findall(f"{SVG}polygon")} == {"#FFCC00"}
    hours = []
    for x, y in map(centre, stars):
        assert math.hypot(x - width / 2, y - height / 2) == pytest.approx(height / 3, abs=1e-3)
        hours.append(math.degrees(math.atan2(x - width / 2, height / 2 - y)) / 30 % 12)
    assert sorted(round(hour, 2) % 12 for hour in hours) == list(range(12))


def test_each_star_has_five_points_on_a_circle_of_an_eighteenth_and_stands_upright():
    _, (field,), stars = drawn(width=60)
    height = float(field.get("height"))
    for star in stars:
        x, y = centre(star)
        outer, inner = star[::2], star[1::2]
        assert [math.hypot(a - x, b - y) for a, b in outer] == pytest.approx([height / 18] * 5, abs=1e-3)
        assert outer[0] == pytest.approx((x, y - height / 18), abs=1e-3)
        # Upright: two points in one horizontal line, and the inner corners on it too.
        assert outer[1][1] == pytest.approx(outer[4][1], abs=1e-3)
        assert [inner[0][1], inner[4][1]] == pytest.approx([outer[1][1]] * 2, abs=1e-3)


def test_on_a_dark_ground_it_has_a_white_border_of_a_twenty_fifth_of_the_height():
    root, (edge, field), _ = drawn(width=60, border=True)
    height = float(field.get("height"))
    assert edge.get("fill") == "#FFFFFF"
    assert float(edge.get("height")) - height == pytest.approx(2 * height / 25)
    assert float(edge.get("width")) - float(field.get("width")) == pytest.approx(2 * height / 25)
    assert [float(n) for n in root.get("viewBox").split()] == [
        float(edge.get(key)) for key in ("x", "y", "width", "height")
    ]


def test_a_label_is_for_the_screen_reader_and_cannot_break_out():
    root, *_ = drawn(width=60, label='Europa "><script>')
    assert (root.get("role"), root.get("aria-label")) == ("img", 'Europa "><script>')
    assert drawn(width=60)[0].get("aria-hidden") == "true"
