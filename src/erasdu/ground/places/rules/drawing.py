"""Where signs and names go on a map, so that none lies on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, sin, sqrt

Point = tuple[float, float]

APART = 13.0  # between the middles of two signs of one place
GOLDEN = 2.399963  # radians: turning so far each time, signs fill a disc evenly
GAP, ABOVE = 10.0, 16.0  # from the middle of a sign to a name beside it, and to the foot of one above it
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


Room = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A name; `anchor` says whether `x` is its start, its end or its middle."""

    text: str
    x: float
    y: float
    anchor: str


def placed(words: Sequence[tuple[float, float, str]], size: tuple[float, float], *, letter: float) -> list[Label]:
    """Each name once: right of its sign, left of it or above, where it touches no sign, no earlier name and no edge."""
    half = SIGN if letter < LARGE else SIGN_LARGE
    taken = [(x - half, y - half, x + half, y + half) for x, y, _ in words]
    found: dict[str, Label] = {}
    for x, y, text in words:
        if not text or text in found:
            continue
        for label in (
            Label(text, x + GAP, y + letter * 0.35, "start"),
            Label(text, x - GAP, y + letter * 0.35, "end"),
            Label(text, x, y - ABOVE, "middle"),
        ):
            room = room_of(label, letter)
            if _inside(room, size) and not any(_touch(room, other) for other in taken):
                taken.append(room)
                found[text] = label
                break
    return list(found.values())


def room_of(label: Label, letter: float) -> Room:
    """What the letters may cover, on the safe side."""
    long = len(label.text) * letter * WIDTH_OF_LETTER
    start = label.x - {"start": 0.0, "middle": long / 2, "end": long}[label.anchor]
    return start, label.y - letter * 0.95, start + long, label.y + letter * 0.25


def _inside(room: Room, size: tuple[float, float]) -> bool:
    return room[0] >= 0 and room[1] >= 0 and room[2] <= size[0] and room[3] <= size[1]


def _touch(one: Room, other: Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
