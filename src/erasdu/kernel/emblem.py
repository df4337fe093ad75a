"""The European emblem, drawn from its construction rules."""

import math
from functools import cache
from html import escape

BLUE = "#003399"
GOLD = "#FFCC00"
STARS = 12

# With a height of 18 units every length of the construction sheet is a whole number.
HEIGHT = 18
WIDTH = 27
RING = HEIGHT / 3
STAR = HEIGHT / 18
# Around the emblem on a coloured ground: a white line of 1/25 of the height.
BORDER = HEIGHT / 25

Point = tuple[float, float]

# Where the lines between every second point of a regular five-pointed star cross.
INNER = math.sin(math.radians(18)) / math.sin(math.radians(54))


def star_centres() -> list[Point]:
    """Centres of the twelve stars, placed as the hours on a clock."""
    hours = [math.radians(360 * hour / STARS) for hour in range(STARS)]
    return [(WIDTH / 2 + RING * math.sin(turn), HEIGHT / 2 - RING * math.cos(turn)) for turn in hours]


def star_points(centre: Point) -> list[Point]:
    """The ten corners of an upright star: outer and inner ones in turn, from the top clockwise."""
    corners = []
    for step in range(10):
        radius = STAR if step % 2 == 0 else STAR * INNER
        turn = math.radians(36 * step)
        corners.append((centre[0] + radius * math.sin(turn), centre[1] - radius * math.cos(turn)))
    return corners


def emblem_svg(width: float = 60, *, label: str = "", border: bool = False) -> str:
    """SVG text, `width` pixels wide with the border included; `label` is what a screen reader says.

    Without a label the drawing is decorative, for where the words stand beside it. `border` adds
    the white line that the rules ask for on a coloured ground.
    """
    edge = BORDER if border else 0.0
    box_width, box_height = WIDTH + 2 * edge, HEIGHT + 2 * edge
    says = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" '
        f'height="{_n(width * box_height / box_width)}" '
        f'viewBox="{_n(-edge)} {_n(-edge)} {_n(box_width)} {_n(box_height)}" {says}>'
    ]
    if border:
        parts.append(_rectangle(-edge, box_width, box_height, "#FFFFFF"))
    parts.append(_rectangle(0, WIDTH, HEIGHT, BLUE))
    return "".join([*parts, _stars(), "</svg>"])


def _rectangle(corner: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{_n(corner)}" y="{_n(corner)}" width="{_n(width)}" height="{_n(height)}" fill="{colour}"/>'


@cache
def _stars() -> str:
    """The same on every page and paper: drawn once."""
    return "".join(_star(centre) for centre in star_centres())


def _star(centre: Point) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in star_points(centre))
    return f'<polygon points="{points}" fill="{GOLD}"/>'


def _n(number: float) -> str:
    """At most four decimals and no minus zero, so that every machine writes the same text."""
    return f"{round(number, 4) + 0.0:.4f}".rstrip("0").rstrip(".")
