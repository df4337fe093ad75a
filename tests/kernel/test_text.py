import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.text import clean_line, clean_text

BOTH = pytest.mark.parametrize("clean", [clean_line, clean_text])
ANYTHING = st.text(st.characters(codec=None, exclude_categories=()))
HARMFUL = "\x00\x07\x1b\x7f\u0080\u200b\u200e\u200f\u202a\u202d\u202e\u2066\u2069\ufeff\ud800"

NAUGHTY = Path(__file__).parents[2] / "node_modules/big-list-of-naughty-strings/blns.json"


@BOTH
def test_the_naughty_strings_never_raise(clean: Callable[[str], str]) -> None:
    strings = json.loads(NAUGHTY.read_text())
    assert len(strings) > 400
    for string in strings:
        text = clean(string)
        assert clean(text) == text
        assert not set(text) & set(HARMFUL)


@BOTH
def test_what_cannot_be_seen_is_nothing(clean: Callable[[str], str]) -> None:
    assert clean("\u200d \u200c\ufe0f\u200b") == ""


@BOTH
@given(typed=ANYTHING)
def test_anything_becomes_clean_and_stays_so(clean: Callable[[str], str], typed: str) -> None:
    text = clean(typed)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set(HARMFUL)
    text.encode("utf-8")


@given(ANYTHING)
def test_a_line_is_one_line_without_double_spaces(typed: str) -> None:
    line = clean_line(typed)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert line == line.strip()


@given(st.lists(st.text("abc é", min_size=1).map(clean_line).filter(bool), min_size=1))
def test_line_breaks_of_a_text_stay(lines: list[str]) -> None:
    for line_break in ("\n", "\r\n", "\r", "\u2028"):
        assert clean_text(line_break.join(lines)).split("\n") == lines


@BOTH
@pytest.mark.parametrize(
    "name",
    [
        "محمد الأمين",
        "שרה לוי",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩🏽\u200d🍳",
        "❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "D'hondt-Şahin",
        "Nguyễn Thị Ánh",
        "李小龙",
        "O’Brien",
    ],
)
def test_names_and_emoji_stay_whole(clean: Callable[[str], str], name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


@BOTH
def test_a_decomposed_name_is_composed(clean: Callable[[str], str]) -> None:
    assert clean("Zoe\u0308") == "Zoë"


@BOTH
@given(before=st.text("abc"), after=st.text("abc"), harm=st.sampled_from(HARMFUL))
def test_only_the_harmful_sign_goes(clean: Callable[[str], str], before: str, after: str, harm: str) -> None:
    assert clean(before + harm + after) == before + after


def test_spaces_collapse_and_paragraphs_stay() -> None:
    assert clean_line("  Jan\t\tvan \u00a0 Gent\nKok ") == "Jan van Gent Kok"
    assert clean_text("\n a  b \r\n\r\n\r\n\r\nc\n\n") == "a b\n\nc"
