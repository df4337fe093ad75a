"""An SVG becomes a new one of shapes, colours and nothing else: no script, no link, no picture, no text, no animation.

What is not on the lists below is left out when it is not seen (notes, names), and refused when it is. The new one is
drawn once by the program that will draw it on papers, here, where that program can do no harm.
"""

import re
import xml.parsers.expat as expat
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from math import isfinite

import typst

from erasdu.kernel.uploads.limits import SVG, Cleaned
from erasdu.kernel.verdict import Refused, no

SPACE, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
MAX_ELEMENTS, MAX_DEPTH, MAX_TEXT = 5000, 40, 300_000
LARGEST, WIDEST = 100_000, 20  # of a side, in units; how many times a side may be the other
FITS = (720, 240)  # as large as a picture of pixels is kept

SHAPES = {
    "path": "d", "rect": "x y width height rx ry", "circle": "cx cy r", "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2", "polyline": "points", "polygon": "points",
}  # fmt: skip
AROUND = {
    "svg": "", "g": "", "defs": "", "clipPath": "clipPathUnits", "stop": "offset",
    "linearGradient": "x1 y1 x2 y2 gradientUnits gradientTransform spreadMethod",
    "radialGradient": "cx cy r fx fy gradientUnits gradientTransform spreadMethod",
}  # fmt: skip
GRADIENTS = ("linearGradient", "radialGradient")
UNSEEN = {"metadata", "title", "desc", "style"}
LOOKS = {
    "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "stop-color",
    "stop-opacity", "clip-path", "clip-rule", "color", "display", "visibility",
}  # fmt: skip
OWN = {name: {*names.split(), *LOOKS, "id", "transform"} for name, names in (SHAPES | AROUND).items()}

PLAIN = re.compile(r"[A-Za-z0-9#.,%()\s+-]*")
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
LOCAL = re.compile(r"url\(\s*['\"]?#([A-Za-z_][\w.-]*)['\"]?\s*\)", re.ASCII)
COMMENT, RULE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"([^{}]+)\{([^{}]*)\}")
SELECTOR = re.compile(r"[.#]?[A-Za-z_][\w-]*", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
Attributes = dict[str, str]


@dataclass(slots=True)
class Node:
    name: str
    given: Attributes
    inside: list["Node"] = field(default_factory=list)


def clean(data: bytes, kind: str) -> Cleaned:
    """For the child process; `Refused` names what cannot be used."""
    text, width, height = rewritten(data)
    _draw(text)
    return Cleaned(text.encode(), SVG, 1, round(width), round(height))


def rewritten(data: bytes) -> tuple[str, float, float]:
    """The new drawing, with its width and height."""
    root, css = _Reader().read(data)
    box = _box(root.given)
    scale = min(FITS[0] / box[2], FITS[1] / box[3])
    width, height = box[2] * scale, box[3] * scale
    rules = _rules(css)
    ids = {node.given["id"] for node in _all(root) if node.given.get("id")}
    drawn = "".join(_written(node, rules, ids) for node in root.inside)
    if not any(node.name in SHAPES for node in _all(root)):
        raise Refused(no("drawing_empty"))
    look = _attributes(root, rules, ids, but={"id", "transform"})
    head = f'<svg xmlns="{SPACE}" xmlns:xlink="{XLINK}" width="{width:g}" height="{height:g}"'
    text = f'{head} viewBox="{" ".join(f"{side:g}" for side in box)}"{look}>{drawn}</svg>'
    if len(text) > MAX_TEXT:
        raise Refused(no("drawing_too_detailed"))
    return text, width, height


# -- reading ---------------------------------------------------------------------------------------


class _Reader:
    """A tree of the elements that are drawn, and the text of the styles. Entities are refused, not replaced."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.number = self.skipped = 0
        self.in_style = False
        self.css: list[str] = []

    def read(self, data: bytes) -> tuple[Node, str]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise Refused(no("drawing_unreadable")) from None
        if self.root is None:
            raise Refused(no("drawing_unreadable"))
        return self.root, "".join(self.css)

    def _start(self, whole: str, given: Attributes) -> None:
        space, _, name = whole.rpartition(" ")
        self.number += 1
        if self.number > MAX_ELEMENTS or len(self.open) + self.skipped > MAX_DEPTH:
            raise Refused(no("drawing_too_detailed"))
        if self.skipped or space != SPACE or name in UNSEEN:
            self.skipped += 1
            self.in_style = space == SPACE and name == "style"
            return
        if name not in OWN or (name == "svg") != (self.root is None):
            raise Refused(no("drawing_part", part=name[:30] if NAME.fullmatch(name) else "?"))
        node = Node(name, given)
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, whole: str) -> None:
        self.in_style = False
        if self.skipped:
            self.skipped -= 1
        else:
            self.open.pop()

    def _text(self, text: str) -> None:
        if self.in_style:
            self.css.append(text)

    def _entity(self, *told: object) -> None:
        raise Refused(no("drawing_part", part="ENTITY"))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for each in node.inside:
        yield from _all(each)


def _box(given: Attributes) -> tuple[float, float, float, float]:
    """What is seen of it, in its own units."""
    told = given.get("viewBox") or f"0 0 {given.get('width', '')} {given.get('height', '')}"
    numbers = [float(found[0]) for found in NUMBER.finditer(told)]
    if len(numbers) != 4:
        raise Refused(no("drawing_size"))
    x, y, width, height = numbers
    sane = all(isfinite(side) and abs(side) <= LARGEST for side in numbers) and min(width, height) > 0
    if not sane or not 1 / WIDEST <= width / height <= WIDEST:
        raise Refused(no("drawing_size"))
    return x, y, width, height


# -- looks -----------------------------------------------------------------------------------------


def _rules(css: str) -> list[tuple[str, Attributes]]:
    """Selector (`.name`, `#name` or an element) → looks; what is more than that is left out."""
    found = []
    for rule in RULE.finditer(COMMENT.sub("", css)):
        looks = _looks(rule[2])
        found += [(one, looks) for one in map(str.strip, rule[1].split(",")) if SELECTOR.fullmatch(one)]
    return found


def _looks(text: str) -> Attributes:
    pairs = (line.partition(":") for line in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in LOOKS}


def _styled(node: Node, rules: list[tuple[str, Attributes]]) -> Attributes:
    """Attributes, over them what the styles say, over those its own style."""
    mine = {node.name, f"#{node.given.get('id', '')}", *(f".{each}" for each in node.given.get("class", "").split())}
    found = {name: value for name, value in node.given.items() if name in OWN[node.name]}
    for selector, looks in rules:
        if selector in mine:
            found |= looks
    return found | _looks(node.given.get("style", ""))


# -- writing ---------------------------------------------------------------------------------------


def _written(node: Node, rules: list[tuple[str, Attributes]], ids: set[str]) -> str:
    inside = "".join(_written(each, rules, ids) for each in node.inside)
    return f"<{node.name}{_attributes(node, rules, ids)}>{inside}</{node.name}>"


def _attributes(
    node: Node, rules: list[tuple[str, Attributes]], ids: set[str], but: set[str] | frozenset[str] = frozenset()
) -> str:
    given = {name: value for name, value in _styled(node, rules).items() if name not in but}
    if node.name == "clipPath":
        given.pop("clip-path", None)
    kept = [(name, safe) for name, value in given.items() if (safe := _value(name, value, ids)) is not None]
    target = node.given.get(f"{XLINK} href", node.given.get("href", ""))
    if node.name in GRADIENTS and target:
        kept.append(("xlink:href", _target(target, ids)))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept)


def _value(name: str, value: str, ids: set[str]) -> str | None:
    """None leaves it out; a way to somewhere else is refused."""
    if name == "id":
        return value if NAME.fullmatch(value) else None
    if "url" in value.lower():
        found = LOCAL.match(value)
        return f"url({_target('#' + found[1] if found else value, ids)})"
    return value if PLAIN.fullmatch(value) else None


def _target(address: str, ids: set[str]) -> str:
    if not address.startswith("#") or not NAME.fullmatch(address[1:]):
        raise Refused(no("drawing_part", part="href"))
    if address[1:] not in ids:
        raise Refused(no("drawing_unreadable"))
    return address


def _draw(text: str) -> None:
    """On a page of its own, to the rules for papers."""
    page = '#set document(title: "-", date: auto)\n#image(bytes(sys.inputs.svg), format: "svg", alt: "-", width: 42mm)'
    try:
        typst.compile(page.encode(), sys_inputs={"svg": text}, pdf_standards=["a-2a", "ua-1"], timestamp=0)
    except typst.TypstError:
        raise Refused(no("drawing_unreadable")) from None
