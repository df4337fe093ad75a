"""Where signs and names go on a map, so that none lies on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, sin, sqrt

Point = tuple[float, float]

APART = 13.0  # between the middles of two signs of one place
GOLDEN = 2.399963  # radians: turning so far each time, signs fill a disc evenly
GAP = 10.0  # from the middle of a sign to its name
SMALL, LARGE = 13.0, 24.0  # heights of letters on a wide and on a small screen, in the map's own unit
SIGN, SIGN_LARGE = 7.0, 9.0  # from the middle of a sign to its side, on both screens
WIDTH_OF_LETTER = 0.56  # of its height, on average


def spread(points: Iterable[Point]) -> list[Point]:
    """Signs that would lie on each other form a rose; whoever stands alone stays where it is."""
    seen: dict[tuple[int, int], int] = {}
    found = []
    for x, y in points:
        cell = round(x / APART), round(y / APART)
        number = seen[cell] = seen.get(cell, -1) + 1
        far, turn = APART * sqrt(number), GOLDEN * number
        found.append((x + far * cos(turn), y + far * sin(turn)))
    return found


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its begin, or with its end when it stands `left` of its sign."""

    text: str
    x: float
    y: float
    left: bool


def placed(words: Sequence[tuple[float, float, str]], size: tuple[float, float], *, letter: float) -> list[Label]:
    """Each name once, to the right of its sign or to the left, when it touches no sign, no earlier name and no edge."""
    half = SIGN if letter < LARGE else SIGN_LARGE
    taken = [(x - half, y - half, x + half, y + half) for x, y, _ in words]
    found: list[Label] = []
    told: set[str] = set()
    for x, y, text in words:
        if not text or text in told:
            continue
        long = len(text) * letter * WIDTH_OF_LETTER
        for start in (x + GAP, x - GAP - long):
            room = (start, y - letter * 0.6, start + long, y + letter * 0.6)
            if _inside(room, size) and not any(_touch(room, other) for other in taken):
                told.add(text)
                taken.append(room)
                found.append(Label(text, x + GAP if start > x else x - GAP, y + letter * 0.35, start <= x))
                break
    return found


def _inside(room: tuple[float, float, float, float], size: tuple[float, float]) -> bool:
    return room[0] >= 0 and room[1] >= 0 and room[2] <= size[0] and room[3] <= size[1]


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
