"""An SVG from a stranger: what is left is shapes and colours, or a code says why it is refused."""

import re
import xml.etree.ElementTree as tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.uploads.clean import clean_drawing
from erasdu.kernel.uploads.drawings import MAX_ELEMENTS, rewritten
from erasdu.kernel.uploads.limits import MAX_DRAWING
from erasdu.kernel.verdict import Refused

SHAPE = '<path d="M1 1 L9 5 Z"/>'
ELEMENT = re.compile(r"<(\w+)")


def svg(inside: str, more: str = 'viewBox="0 0 30 10"', before: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {more}>{inside}</svg>".encode()


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        rewritten(data)
    return refused.value.verdict.code


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "script": (svg(f"<script>alert(1)</script>{SHAPE}"), "drawing_part"),
    "script in a group": (svg(f"<g><g><script href='x.js'/></g></g>{SHAPE}"), "drawing_part"),
    "web page inside": (
        svg(f"<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>{SHAPE}"), "drawing_part",
    ),
    "picture from elsewhere": (svg('<image xlink:href="https://evil.example/x.png"/>'), "drawing_part"),
    "picture from this machine": (svg('<image href="file:///etc/passwd"/>'), "drawing_part"),
    "drawing from elsewhere": (svg('<use xlink:href="other.svg#a"/>'), "drawing_part"),
    "colour from elsewhere": (svg('<rect width="9" height="9" fill="url(https://evil.example/#a)"/>'), "drawing_part"),
    "colour from elsewhere in a style": (svg('<rect width="9" style="fill:URL(//evil.example#a)"/>'), "drawing_part"),
    "gradient from elsewhere": (
        svg(f'<linearGradient id="a" xlink:href="https://evil.example/#g"/>{SHAPE}'), "drawing_part",
    ),
    "link": (svg(f'<a xlink:href="javascript:alert(1)">{SHAPE}</a>'), "drawing_part"),
    "animation": (svg('<rect width="9" height="9"><animate attributeName="x" to="5"/></rect>'), "drawing_part"),
    "filter": (svg(f'<filter id="a"><feImage href="x"/></filter>{SHAPE}'), "drawing_part"),
    "words": (svg("<text>田</text>"), "drawing_part"),
    "a drawing in a drawing": (svg(f'<svg xmlns="http://www.w3.org/2000/svg">{SHAPE}</svg>'), "drawing_part"),
    "entity bomb": (svg(f"<title>&l9;</title>{SHAPE}", before=f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'),
                    "drawing_part"),
    "entity that reads a file": (
        svg(f"<title>&x;</title>{SHAPE}", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "drawing_part",
    ),
    "parameter entity": (
        svg(SHAPE, before='<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://evil.example/x.dtd"> %x;]>'), "drawing_part",
    ),
    "too many parts": (svg(SHAPE * (MAX_ELEMENTS + 1)), "drawing_too_detailed"),
    "too deep": (svg("<g>" * 60 + SHAPE + "</g>" * 60), "drawing_too_detailed"),
    "too deep where nothing is seen": (svg("<title>" + "<b>" * 60 + "</b>" * 60 + f"</title>{SHAPE}"),
                                       "drawing_too_detailed"),
    "too long a path": (svg(f'<path d="M0 0{" L1 1" * 80_000}"/>'), "drawing_too_detailed"),
    "as large as the moon": (svg(SHAPE, 'viewBox="0 0 1e30 1e30"'), "drawing_size"),
    "as thin as a hair": (svg(SHAPE, 'viewBox="0 0 3000 1"'), "drawing_size"),
    "without a size": (svg(SHAPE, ""), "drawing_size"),
    "nothing": (svg("<g/>"), "drawing_empty"),
    "not closed": (svg(SHAPE)[:-3], "drawing_unreadable"),
    "no space of names": (f"<svg viewBox='0 0 3 1'>{SHAPE}</svg>".encode(), "drawing_unreadable"),
    "what is not there": (svg('<rect width="9" height="9" fill="url(#nowhere)"/>'), "drawing_unreadable"),
    "a web page": (b"<html><svg/></html>", "drawing_unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_more_than_shapes_is_refused(name: str) -> None:
    data, code = HOSTILE[name]
    assert refusal(data) == code


def test_what_is_not_seen_is_left_out() -> None:
    told = svg(
        f"<metadata><rdf xmlns='urn:x'>Owner</rdf></metadata><title>Secret</title><!-- note --><desc>d</desc>"
        f"<x:guide xmlns:x='urn:editor' onload='x()'><path d='M0 0'/></x:guide>{SHAPE}",
        'viewBox="0 0 30 10" onload="alert(1)" data-owner="Owner"',
    )
    text, width, height = rewritten(told)
    assert ELEMENT.findall(text) == ["svg", "path"]
    assert "onload" not in text
    assert "Owner" not in text
    assert "Secret" not in text
    assert (width, height) == (720, 240)


def test_looks_of_styles_stand_on_the_shapes() -> None:
    told = svg(
        "<style>/* x */ .a, rect{fill:#0b5563;font-family:url(x)} @import 'x';</style>"
        "<g class='a b' style='stroke:red'><rect id='r' width='9' height='9' style='fill:teal'/></g>"
        "<linearGradient id='h'><stop offset='0' stop-color='red'/></linearGradient>"
        "<linearGradient id='g' xlink:href='#h'/><circle r='3' fill='url(\"#g\")'/>"
    )
    found = tree.fromstring(rewritten(told)[0])
    group, _, gradient, circle = found
    assert (group.get("fill"), group.get("stroke"), group.get("class")) == ("#0b5563", "red", None)
    assert (group[0].get("fill"), group[0].get("width")) == ("teal", "9")
    assert gradient.get("{http://www.w3.org/1999/xlink}href") == "#h"
    assert circle.get("fill") == "url(#g)"


TROUBLE = st.text(st.sampled_from("aA#1.,%() +-\"'<>&;:/\\urlURL({}@\n\x0bé"), max_size=30)


@given(value=TROUBLE)
def test_whatever_stands_in_an_attribute_gets_no_further(value: str) -> None:
    attribute = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("\x0b", " ")
    try:
        text = rewritten(svg(f'<path d="{attribute}" fill="{attribute}" style="{attribute}"/>'))[0]
    except Refused:
        return
    (path,) = tree.fromstring(text)
    assert set(path.attrib) <= {"d", "fill"}
    assert all(re.fullmatch(r"[A-Za-z0-9#.,%()\s+-]*", given) for given in path.attrib.values())


# -- in its own process ----------------------------------------------------------------------------


def test_it_is_drawn_once_where_it_can_do_no_harm() -> None:
    cleaned = clean_drawing(svg(SHAPE))
    assert (cleaned.media_type, cleaned.width, cleaned.height) == ("image/svg+xml", 720, 240)
    loops = (
        '<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/>'
        '<clipPath id="c"><rect width="9" height="9" clip-path="url(#c)"/></clipPath>'
        '<rect width="9" height="9" fill="url(#a)" clip-path="url(#c)"/>'
    )
    assert clean_drawing(svg(loops)).data
    with pytest.raises(Refused) as refused:
        clean_drawing(svg(SHAPE) + b" " * MAX_DRAWING)
    assert refused.value.verdict.code == "drawing_too_big"
    with pytest.raises(Refused) as refused:
        clean_drawing(HOSTILE["entity bomb"][0])
    assert refused.value.verdict.code == "drawing_part"
