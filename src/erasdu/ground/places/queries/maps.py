"""A map of places and beds as SVG, drawn here and shown without script. Colours come from `places/map.css`.

The page that shows it links that style sheet and has a table with the same facts beside it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.conf import settings
from django.core.cache import cache
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from erasdu.ground.places.models import Town
from erasdu.ground.places.queries.towns import name_of
from erasdu.ground.places.rules import drawing
from erasdu.ground.places.rules.drawing import LARGE, SMALL
from erasdu.kernel import outlines
from erasdu.kernel.geo import Box, Mercator, Position

ATLAS = "world-atlas 2.0.2"
FINE_UP_TO = 8.0  # degrees from west to east: a map of more is drawn from the coarser file
STEPS = ((8.0, 0.5), (180.0, 2.0))  # the edges of a map are put on a grid, so that few backgrounds are drawn
MONTH = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Spot:
    """A place (a square) or a bed (a disc), with a name beside it. `says` is told to who points at it.

    `kind` may have a class more: "bed map-full" is hollow.
    """

    position: Position
    kind: str
    label: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Between a place and a bed. `kind` is a class of its own: "pinned"."""

    start: Position
    end: Position
    kind: str = ""


def spot(town: Town, kind: str, *, language: str, says: str = "") -> Spot:
    """`kind`: "place" or "bed"."""
    return Spot(town.position, kind, name_of(town, language), says)


def map_svg(
    spots: Sequence[Spot],
    lines: Iterable[Line] = (),
    *,
    title: str,
    description: str = "",
    width: int = 720,
    box: Box | None = None,
    name: str = "map",
) -> SafeString:
    """The map of all spots, or of `box`. `name` begins its ids: give two maps on one page two names."""
    sheet = Mercator(on_grid(box or Box.around([each.position for each in spots])), width)
    at = drawing.spread([sheet.point(each.position) for each in spots])
    return format_html(
        '<svg class="map" role="img" aria-labelledby="{name}-title {name}-says" viewBox="0 0 {width} {height}">'
        '<title id="{name}-title">{title}</title><desc id="{name}-says">{says}</desc>'
        '<rect class="map-sea" width="{width}" height="{height}"/>'
        '<path class="map-land" transform="scale(.1)" d="{land}"/>{lines}{spots}{labels}</svg>',
        name=name, width=width, height=round(sheet.height), title=title, says=description,
        land=mark_safe(land(sheet)),  # noqa: S308
        lines=_lines(lines, sheet), spots=_spots(spots, at), labels=_labels(spots, at, sheet),
    )  # fmt: skip


def on_grid(box: Box) -> Box:
    step = next(step for widest, step in STEPS if box.east - box.west <= widest or widest == STEPS[-1][0])
    south, west = floor(box.south / step) * step, floor(box.west / step) * step
    north, east = ceil(box.north / step) * step, ceil(box.east / step) * step
    return Box(max(south, -84.0), max(west, -180.0), min(north, 84.0), min(east, 180.0))


def land(sheet: Mercator) -> str:
    """Coasts and borders of this piece of the earth: drawn once by an installation, then kept in the cache."""
    box = sheet.box
    key = f"map {ATLAS} {box.south} {box.west} {box.north} {box.east} {sheet.width}".replace(" ", ":")
    found = cache.get(key)
    if found is None:
        found = _drawn(sheet)
        cache.set(key, found, MONTH)
    return str(found)


def _drawn(sheet: Mercator) -> str:
    fine = sheet.box.east - sheet.box.west <= FINE_UP_TO
    file = settings.ATLAS / f"countries-{'10m' if fine else '50m'}.json"
    return outlines.path(json.loads(file.read_bytes()), "countries", sheet)


def _lines(lines: Iterable[Line], sheet: Mercator) -> SafeString:
    drawn = ((f" map-{each.kind}" if each.kind else "", *_rounded(sheet, each.start), *_rounded(sheet, each.end))
             for each in lines)  # fmt: skip
    return format_html_join("", '<line class="map-line{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', drawn)


def _rounded(sheet: Mercator, position: Position) -> tuple[float, float]:
    x, y = sheet.point(position)
    return round(x, 1), round(y, 1)


def _spots(spots: Sequence[Spot], at: list[drawing.Point]) -> SafeString:
    return format_html_join(
        "",
        '<g class="map-spot map-{}" transform="translate({} {})"><title>{}</title>{}</g>',
        (
            (
                each.kind,
                round(x, 1),
                round(y, 1),
                each.says or each.label,
                SHAPES.get(each.kind.split()[0], SHAPES["bed"]),
            )
            for each, (x, y) in zip(spots, at, strict=True)
        ),
    )


SHAPES = {
    "place": mark_safe('<rect x="-6" y="-6" width="12" height="12"/>'),
    "bed": mark_safe('<circle r="6"/>'),
}


def _labels(spots: Sequence[Spot], at: list[drawing.Point], sheet: Mercator) -> SafeString:
    """The names for which there is room; on a small screen letters are larger, so that fewer stay, or elsewhere."""
    words = [(x, y, each.label) for each, (x, y) in zip(spots, at, strict=True)]
    wide, small = (drawing.placed(words, (sheet.width, sheet.height), letter=size) for size in (SMALL, LARGE))
    on_both = {(each.text, each.anchor) for each in wide} & {(each.text, each.anchor) for each in small}
    drawn = [
        *(("" if (each.text, each.anchor) in on_both else " map-label-wide", each) for each in wide),
        *((" map-label-small", each) for each in small if (each.text, each.anchor) not in on_both),
    ]
    return format_html_join(
        "",
        '<text class="map-label{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((where, round(each.x, 1), round(each.y, 1), each.anchor, each.text) for where, each in drawn),
    )
