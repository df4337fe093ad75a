"""Looks for the codes of pages in one picture: as it is first, then closer by, then harder, within a bound of work.

A phone's photo of a whole sheet leaves two or three pixels for a module of the code: too few to find it by. So the
places that look like a code, dense and half dark, are cut out, enlarged and sharpened in several ways.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from erasdu.kernel.scans.codes import PageCode, parse

Point = tuple[float, float]
Box = tuple[int, int, int, int]
Corners = tuple[Point, Point, Point, Point]

SECONDS = 2.0  # of processor time for one picture; between two tries it is looked at
USUAL_SIDE = 2000
MOST_ENLARGED = 8.0
SPOTS = 12
CELLS = 128  # a picture's long side has so many cells; a code is three to six of them wide
REACH = 6.4  # how far, in cells, around a spot is cut out
NEAR = 0.04  # in parts of the picture: the same code, seen twice
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
BICUBIC = Image.Resampling.BICUBIC


@dataclass(frozen=True, slots=True)
class Found:
    """A page's code; `corners` from its top left clockwise, in parts of the picture's width and height.

    `angle` is how far it is turned clockwise; `hard` when it was only found after some preparation.
    """

    page: PageCode
    corners: Corners
    angle: int
    hard: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: codes of pages, how many other codes, and how many that were there but could not be read."""

    found: tuple[Found, ...]
    others: int
    unread: int


@dataclass(frozen=True, slots=True)
class Way:
    """How a piece of the picture is prepared: `pull` before it is enlarged, `push` after; `turn` anticlockwise.

    `scale` holds for a picture with a long side of 2000 pixels; a larger one is enlarged less, a smaller one more.
    """

    scale: float
    pull: Callable[[Image.Image], Image.Image] | None = None
    push: Callable[[Image.Image], Image.Image] | None = None
    turn: int = 0

    def prepared(self, piece: Image.Image, scale: float) -> Image.Image:
        piece = self.pull(piece) if self.pull else piece
        if scale > 1:
            piece = piece.resize((round(scale * piece.width), round(scale * piece.height)), BICUBIC)
        piece = self.push(piece) if self.push else piece
        return piece.rotate(self.turn, BICUBIC, fillcolor=200) if self.turn else piece

    def back(self, corner: zxingcpp.Point, size: tuple[int, int]) -> Point:
        """From a corner in the prepared piece, of that size, to its place before the turn."""
        turn, x, y = math.radians(self.turn), corner.x - size[0] / 2, corner.y - size[1] / 2
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        return x + size[0] / 2, y + size[1] / 2


def _contrast(piece: Image.Image) -> Image.Image:
    return ImageOps.autocontrast(piece, cutoff=1)


def _smooth(piece: Image.Image) -> Image.Image:
    return _contrast(piece.filter(ImageFilter.GaussianBlur(0.8)))


def _sharp(radius: float, percent: int) -> Callable[[Image.Image], Image.Image]:
    return lambda piece: piece.filter(ImageFilter.UnsharpMask(radius, percent, 0))


def _very_sharp(piece: Image.Image) -> Image.Image:
    return piece.filter(ImageFilter.UnsharpMask(6, 500, 0)).filter(ImageFilter.GaussianBlur(2))


AS_IT_IS = Way(1)
CLOSER = Way(4, _contrast)
# In the order of how many more codes each finds for its time, as the benchmark's photos show.
HARDER = (
    Way(4, _contrast, _very_sharp),
    Way(4),
    Way(4, _contrast, _sharp(3, 900)),
    Way(3, _smooth, _sharp(6, 300)),
    Way(4, _contrast, turn=15),
    Way(4, _contrast, _sharp(5, 400), turn=30),
)
WHOLE = (Way(2), Way(2, push=_sharp(4, 250)))


def look(picture: Image.Image, seconds: float = SECONDS) -> Look:
    """Every code in a grey picture; without `seconds` only those that are read at once."""
    search = Search(picture, seconds)
    search.run()
    return Look(tuple(search.found.values()), len(search.others), len(search.unread()))


class Search:
    """One picture and what was seen in it so far; texts are kept once, wherever they stand."""

    def __init__(self, picture: Image.Image, seconds: float) -> None:
        self.picture = picture
        self.whole = (0, 0, picture.width, picture.height)
        self.until = time.thread_time() + seconds
        self.found: dict[str, Found] = {}
        self.others: dict[str, Point] = {}
        self.failed: list[Point] = []

    def run(self) -> None:
        self.read(self.whole, AS_IT_IS)
        if not self._time_left():
            return
        spots = dense_spots(self.picture)
        self._closer(spots, CLOSER)
        for way in HARDER:
            # A code that could not be read is worth more work, also beside one that could.
            if not self.found or self.unread():
                self._closer(spots, way)
        for way in WHOLE:
            if not self.found and self._time_left():
                self.read(self.whole, way)

    def unread(self) -> list[Point]:
        """Where a code was seen that no way could read, each once."""
        read = [*(_middle(found.corners) for found in self.found.values()), *self.others.values()]
        left: list[Point] = []
        for place in self.failed:
            if not any(_near(place, other) for other in (*read, *left)):
                left.append(place)
        return left

    def _closer(self, spots: list[Box], way: Way) -> None:
        """All spots are tried, also after a find: two sheets may lie in one picture."""
        for spot in spots:
            known = any(_inside(spot, found.corners, self.picture.size) for found in self.found.values())
            if not known and self._time_left():
                self.read(spot, way)

    def _time_left(self) -> bool:
        return time.thread_time() < self.until

    def read(self, box: Box, way: Way) -> None:
        """Note the codes in one piece of the picture, prepared in one way."""
        scale = self._scale(way)
        piece = way.prepared(self.picture if box == self.whole else self.picture.crop(box), scale)
        # Asking for those that cannot be read hides some that can, so they are asked for apart.
        codes = zxingcpp.read_barcodes(piece, QR) or zxingcpp.read_barcodes(piece, QR, return_errors=True)
        for code in codes:
            at = code.position
            turned = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            one, two, three, four = (self._place(way.back(corner, piece.size), box, scale) for corner in turned)
            self._note(code.text if code.valid else None, (one, two, three, four), hard=way != AS_IT_IS)

    def _scale(self, way: Way) -> float:
        return min(MOST_ENLARGED, max(1.0, way.scale * USUAL_SIDE / max(self.picture.size))) if way.scale > 1 else 1.0

    def _place(self, point: Point, box: Box, scale: float) -> Point:
        x, y = box[0] + point[0] / scale, box[1] + point[1] / scale
        return round(x / self.picture.width, 4), round(y / self.picture.height, 4)

    def _note(self, text: str | None, corners: Corners, hard: bool) -> None:
        page = parse(text) if text else None
        if text is None:
            self.failed.append(_middle(corners))
        elif page is None:
            self.others.setdefault(text, _middle(corners))
        else:
            self.found.setdefault(text, Found(page, corners, _angle(corners, self.picture.size), hard))


def dense_spots(picture: Image.Image) -> list[Box]:
    """Where much dark and light lie close together for a stretch in both directions, the densest first.

    A line of text or the edge of the sheet is dense too, but narrow: the smallest of nine cells is low there.
    """
    cell = max(8, max(picture.size) // CELLS)
    half = picture.reduce(2)  # grain does not count
    around = half.filter(ImageFilter.BoxBlur(cell))
    size = (max(1, picture.width // cell), max(1, picture.height // cell))
    differing = ImageChops.difference(half, around).resize(size, Image.Resampling.BOX)
    light = around.resize(size, Image.Resampling.BOX)
    both = zip(differing.tobytes(), light.tobytes(), strict=True)
    dense = bytes(min(255, 255 * one // (other + 20)) for one, other in both)
    cells = Image.frombytes("L", size, dense).filter(ImageFilter.MinFilter(3)).filter(ImageFilter.BoxBlur(1)).tobytes()
    best: list[tuple[int, int]] = []
    for index in sorted(range(len(cells)), key=lambda index: -cells[index]):
        x, y = index % size[0], index // size[0]
        if all(abs(x - u) > 3 or abs(y - v) > 3 for u, v in best):
            best.append((x, y))
        if len(best) == SPOTS:
            break
    return [_around((x + 0.5) * cell, (y + 0.5) * cell, REACH * cell, picture.size) for x, y in best]


def _around(x: float, y: float, reach: float, size: tuple[int, int]) -> Box:
    return (
        max(0, round(x - reach)),
        max(0, round(y - reach)),
        min(size[0], round(x + reach)),
        min(size[1], round(y + reach)),
    )


def _middle(corners: Corners) -> Point:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR


def _inside(box: Box, corners: Corners, size: tuple[int, int]) -> bool:
    x, y = _middle(corners)
    return box[0] <= x * size[0] <= box[2] and box[1] <= y * size[1] <= box[3]


def _angle(corners: Corners, size: tuple[int, int]) -> int:
    """Degrees clockwise, by the direction of its upper and lower edge together."""
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = ((x * size[0], y * size[1]) for x, y in corners)
    return round(math.degrees(math.atan2(y2 - y1 + y3 - y4, x2 - x1 + x3 - x4))) % 360
