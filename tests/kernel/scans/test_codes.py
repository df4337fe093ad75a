"""A page's code holds its address, is drawn the same each time, and is read back by anybody's reader."""

import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st

from erasdu.kernel.keys import ALPHABET, LENGTH, new_key
from erasdu.kernel.scans.codes import PageCode, drawn, page_address, parse
from tests.kernel.scans.papers import papers, printed

CODE = "k7q2m9xhtb4rwz"
CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
SITES = st.sampled_from(("http://localhost:8000", "https://erasdu.example.org", "https://xn--schol-gsa.example"))
# What a QR code packs most densely: letters only in capitals.
DENSE = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
SVG = "{http://www.w3.org/2000/svg}"


def test_the_address_of_a_page():
    assert page_address("http://localhost:8000", CODE, 2) == "HTTP://LOCALHOST:8000/V/K7Q2M9XHTB4RWZ.2"
    assert page_address("http://localhost:8000/", CODE, 2) == page_address("http://localhost:8000", CODE, 2)


@given(SITES, CODES, st.integers(1, 999))
def test_what_is_written_is_read_back(site, code, page):
    text = page_address(site, code, page)
    assert set(text) <= DENSE
    assert parse(text) == PageCode(site, code, page)
    assert parse(text.lower()) == PageCode(site, code, page)


def test_a_new_key_can_be_the_code_of_a_paper():
    assert parse(page_address("https://erasdu.example.org", new_key(), 1))


@given(st.text(max_size=80))
@example("")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.0")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.02")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.1000")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWI.1")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/\u212a7Q2M9XHTB4RWZ.1")
@example("HTTPS://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.1\n")
@example("HTTPS://A@ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.1")
@example("HTTPS://ERASDU.EXAMPLE.ORG/X/V/K7Q2M9XHTB4RWZ.1")
@example("FTP://ERASDU.EXAMPLE.ORG/V/K7Q2M9XHTB4RWZ.1")
def test_other_texts_are_not_the_code_of_a_page(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("site", "code", "page"),
    [
        ("localhost", CODE, 1),
        ("https://erasdu.example.org/papieren", CODE, 1),
        ("https://erasdu.example.org", "kort", 1),
        ("https://erasdu.example.org", CODE.upper(), 1),
        ("https://erasdu.example.org", CODE, 0),
        ("https://erasdu.example.org", CODE, 1000),
    ],
)
def test_what_could_not_be_read_back_is_not_written(site, code, page):
    with pytest.raises(ValueError):
        page_address(site, code, page)


def test_the_drawing_is_small_the_same_each_time_and_has_its_quiet_zone():
    svg = drawn("https://erasdu.example.org", CODE, 3)
    assert svg == drawn("https://erasdu.example.org/", CODE, 3)
    assert svg.startswith("<svg ")
    assert len(svg) < 2500
    assert "class=" not in svg
    root = ET.fromstring(svg)
    modules = int(root.get("viewBox").split()[2])
    assert modules == 29 + 2 * 4
    ground, code = root.findall(f"{SVG}path")
    assert ground.get("fill") == "#fff"
    assert code.get("d").startswith("M4 4.5h7")


@pytest.mark.parametrize("page", [1, 2])
def test_a_printed_page_is_read_by_any_reader_with_a_quarter_to_spare(page):
    paper = papers((2,))[0]
    (code,) = zxingcpp.read_barcodes(printed(paper, page))
    assert (parse(code.text).code, parse(code.text).page) == (paper.code, page)
    assert code.ec_level in ("Q", "H")
    assert code.orientation == 0
