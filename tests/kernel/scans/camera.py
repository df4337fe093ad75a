"""A bad photographer: sheets of paper on a desk, held askew, moved, in poor light. The same seed gives the same photo."""

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.kernel.scans.papers import A4, CODE_LEFT, CODE_TOP, CODE_WIDTH

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

CODE_CENTRE = ((CODE_LEFT + CODE_WIDTH / 2) / A4[0], (CODE_TOP + CODE_WIDTH / 2) / A4[1])
SKIN = 150
STRIPS = 30


@dataclass(frozen=True, slots=True)
class Lying:
    """How a sheet lies before the camera: lengths in parts of the picture's height, angles in degrees.

    `nod` and `yaw` lean the sheet away from the camera; `curl` is how far its surface waves, in parts of its height.
    """

    turn: float = 0
    nod: float = 0
    yaw: float = 0
    height: float = 0.88
    right: float = 0
    down: float = 0
    curl: float = 0


@dataclass(frozen=True, slots=True)
class Light:
    """What happens between the sheet and the file: `size` is that of the picture, `blur` and `moved` are pixels."""

    size: tuple[int, int] = (1500, 2000)
    shrunk: float = 1
    blur: float = 0.6
    moved: int = 0
    bright: float = 0.92
    noise: float = 3
    shadow: float = 0
    glare: float = 0
    quality: int = 82


def photograph(sheets: Sequence[tuple[Image.Image, Lying]], light: Light, seed: int) -> bytes:
    """A JPEG of the sheets on a desk, later ones over earlier ones."""
    pick = random.Random(seed)
    picture = _desk(light.size, pick)
    codes = []
    for sheet, lying in sheets:
        quad = _quad(sheet.size, lying, light.size)
        codes.append(_within(quad, CODE_CENTRE))
        _lay(picture, _waved(sheet, lying.curl), quad)
    picture = _shone(picture, light, codes[0], pick)
    picture = _moved(picture, light.moved).filter(ImageFilter.GaussianBlur(light.blur))
    if light.shrunk != 1:
        size = (round(picture.width * light.shrunk), round(picture.height * light.shrunk))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    picture = picture.point([round(level * light.bright) for level in range(256)])
    return jpeg(_coloured(_noisy(picture, light.noise, pick)), light.quality)


def in_frame(sheet: Image.Image, lying: Lying, light: Light) -> bool:
    """Whether the whole code of a sheet is in the picture."""
    quad = _quad(sheet.size, lying, light.size)
    left, top, wide = CODE_LEFT, CODE_TOP, CODE_WIDTH
    corners = ((left, top), (left + wide, top), (left + wide, top + wide), (left, top + wide))
    places = [_within(quad, (x / A4[0], y / A4[1])) for x, y in corners]
    return all(0 < x < light.size[0] and 0 < y < light.size[1] for x, y in places)


def scanned(sheet: Image.Image, turn: float, size: float, quality: int, seed: int) -> Image.Image:
    """A sheet from an office scanner: a little askew, grey at the edges, pressed as JPEG."""
    pick = random.Random(seed)
    small = sheet.resize((round(sheet.width * size), round(sheet.height * size)), Image.Resampling.LANCZOS)
    askew = small.rotate(-turn, Image.Resampling.BICUBIC, expand=abs(turn) > 20, fillcolor=250)
    askew = _noisy(askew.point([round(8 + level * 0.95) for level in range(256)]), 2, pick)
    return Image.open(io.BytesIO(jpeg(askew, quality)))


def jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def covered(sheet: Image.Image) -> Image.Image:
    """The sheet with a thumb on its code."""
    sheet = sheet.copy()
    x, y = CODE_CENTRE[0] * sheet.width, CODE_CENTRE[1] * sheet.height
    wide, high = 0.055 * sheet.width, 0.036 * sheet.height
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((x - wide, y - high, x + wide, y + high), fill=SKIN)
    pen.rectangle((x, y - 0.7 * high, sheet.width, y + 0.7 * high), fill=SKIN)
    return sheet


def scribbled(sheet: Image.Image, seed: int) -> Image.Image:
    """The sheet with a pen line over a corner of its code, as when somebody signs too low."""
    pick, sheet = random.Random(seed), sheet.copy()
    left, top = CODE_LEFT / A4[0] * sheet.width, CODE_TOP / A4[1] * sheet.height
    wide = CODE_WIDTH / A4[0] * sheet.width
    line = [(left + wide * (0.3 + 0.1 * step), top + wide * (0.95 - 0.1 * pick.random())) for step in range(8)]
    ImageDraw.Draw(sheet).line(line, fill=40, width=max(3, round(wide / 30)), joint="curve")
    return sheet


def signed(sheet: Image.Image, seed: int) -> Image.Image:
    """The sheet with a signature in the middle."""
    pick, sheet = random.Random(seed), sheet.copy()
    points = [
        (sheet.width * (0.45 + 0.02 * step), sheet.height * (0.5 + 0.03 * (pick.random() - 0.5))) for step in range(12)
    ]
    ImageDraw.Draw(sheet).line(points, fill=60, width=4, joint="curve")
    return sheet


def _desk(size: tuple[int, int], pick: random.Random) -> Image.Image:
    grain = Image.frombytes("L", (12, 160), pick.randbytes(12 * 160))
    return grain.resize(size, Image.Resampling.BICUBIC).point([70 + level // 6 for level in range(256)])


def _quad(sheet: tuple[int, int], lying: Lying, picture: tuple[int, int]) -> Quad:
    """Where the corners of the sheet come to lie, seen by a camera two picture heights away."""
    high = lying.height * picture[1]
    wide = high * sheet[0] / sheet[1]
    far = 2 * picture[1]
    turn, nod, yaw = (math.radians(angle) for angle in (lying.turn, lying.nod, lying.yaw))
    corners = []
    for x, y in ((-wide / 2, -high / 2), (wide / 2, -high / 2), (wide / 2, high / 2), (-wide / 2, high / 2)):
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        y, z = y * math.cos(nod), -y * math.sin(nod)
        x, z = x * math.cos(yaw), z + x * math.sin(yaw)
        scale = far / (far + z)
        corners.append(
            (
                picture[0] / 2 + x * scale + lying.right * picture[1],
                picture[1] / 2 + y * scale + lying.down * picture[1],
            )
        )
    return (corners[0], corners[1], corners[2], corners[3])


def _lay(picture: Image.Image, sheet: Image.Image, quad: Quad) -> None:
    box = (0, 0, *sheet.size)
    corners = ((box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3]))
    back = _perspective(quad, corners)
    way, how = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    mask = Image.new("L", sheet.size, 255).transform(picture.size, way, back, Image.Resampling.BILINEAR, fillcolor=0)
    shadow = ImageChops.offset(mask, 6, 8).filter(ImageFilter.GaussianBlur(9)).point([lv // 2 for lv in range(256)])
    picture.paste(30, mask=shadow)
    picture.paste(sheet.transform(picture.size, way, back, how, fillcolor=255), mask=mask)


def _waved(sheet: Image.Image, curl: float) -> Image.Image:
    """The surface goes up and down from left to right, as paper that was rolled up does."""
    if not curl:
        return sheet
    edges = [round(sheet.width * strip / STRIPS) for strip in range(STRIPS + 1)]
    rises = [curl * sheet.height * math.sin(5 * edge / sheet.width + 0.4) for edge in edges]
    mesh = [
        (
            (left, 0, right, sheet.height),
            (left, one, left, sheet.height + one, right, sheet.height + other, right, other),
        )
        for left, right, one, other in zip(edges, edges[1:], rises, rises[1:], strict=False)
    ]
    return sheet.transform(sheet.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=255)


def _shone(picture: Image.Image, light: Light, code: Point, pick: random.Random) -> Image.Image:
    """Uneven light: a slope over the picture, the shadow of a hand with its edge on the code, a lamp's glare beside."""
    wide, high = picture.size
    slope = Image.linear_gradient("L").rotate(pick.choice((0, 90, 180, 270))).resize(picture.size)
    picture = ImageChops.multiply(picture, slope.point([215 + level * 40 // 255 for level in range(256)]))
    if light.shadow:
        dark = Image.new("L", picture.size, 255)
        x, y = code[0] + pick.uniform(-0.01, 0.01) * wide, code[1] + pick.uniform(-0.01, 0.01) * high
        edge = [(x - 0.5 * wide, y - 0.1 * high), (x, y), (x + 0.25 * wide, y - 0.3 * high)]
        ImageDraw.Draw(dark).polygon([*edge, (wide, 0), (wide, high), (0, high)], fill=round(255 * (1 - light.shadow)))
        picture = ImageChops.multiply(picture, dark.filter(ImageFilter.GaussianBlur(pick.uniform(4, 18))))
    if light.glare:
        lamp, spread = Image.new("L", picture.size, 0), 0.07 * high
        x, y = code[0] - 0.05 * high, code[1] - 0.03 * high
        pen = ImageDraw.Draw(lamp)
        pen.ellipse((x - spread, y - spread, x + spread, y + spread), fill=round(255 * light.glare))
        picture = ImageChops.screen(picture, lamp.filter(ImageFilter.GaussianBlur(0.03 * high)))
    return picture


def _moved(picture: Image.Image, pixels: int) -> Image.Image:
    """The mean of the picture at each step of a hand that moved while the shutter was open."""
    mean = picture
    for step in range(1, pixels + 1):
        mean = Image.blend(mean, ImageChops.offset(picture, step, step // 2), 1 / (step + 1))
    return mean


def _noisy(picture: Image.Image, strength: float, pick: random.Random) -> Image.Image:
    """Grain with about `strength` levels of deviation."""
    count = picture.width * picture.height
    one, other = (Image.frombytes("L", picture.size, pick.randbytes(count)) for _ in range(2))
    # The mean of two even dice of 256 deviates by 52 levels.
    levels = [max(0, min(255, round(128 + (level - 128) * strength / 52))) for level in range(256)]
    return ImageChops.add(picture, Image.blend(one, other, 0.5).point(levels), offset=-128)


def _coloured(picture: Image.Image) -> Image.Image:
    """The warm light of a kitchen."""
    blue = picture.point([round(level * 0.86) for level in range(256)])
    return Image.merge("RGB", (picture, picture.point([round(level * 0.96) for level in range(256)]), blue))


def _within(quad: Quad, place: Point) -> Point:
    """Where a place of the sheet, in parts of its size, lies in the picture."""
    a = _perspective(((0, 0), (1, 0), (1, 1), (0, 1)), quad)
    x, y = place
    below = a[6] * x + a[7] * y + 1
    return (a[0] * x + a[1] * y + a[2]) / below, (a[3] * x + a[4] * y + a[5]) / below


def _perspective(source: Quad, target: Quad) -> list[float]:
    """The eight numbers of the perspective that takes each corner of the source to that of the target."""
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                rows[row] = [a - rows[row][column] * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]
