"""The placeholders of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.office.outreach import rules

VALUES = {"first_name": "Noor", "candidate": "Sam", "school": "VTI", "call": "Porto"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Dag {voornaam},", "Dag Noor,"),
        ("Hello { First_Name },", "Hello Noor,"),
        ("{kandidaat} van {school} voor {oproep}", "Sam van VTI voor Porto"),
        ("{candidate}, {call}", "Sam, Porto"),
        ("geen {accolade} hier", "geen {accolade} hier"),
        ("", ""),
    ],
)
def test_placeholders_are_filled_in(text: str, becomes: str) -> None:
    assert rules.filled(text, VALUES) == becomes


def test_nothing_inside_a_value_is_filled_in_again() -> None:
    assert rules.filled("{voornaam}", {"first_name": "{school}", "school": "VTI"}) == "{school}"


def test_unknown_ones_are_named_once_as_they_were_written() -> None:
    assert rules.unknown("{vornaam} {voornaam} {vornaam} {link} {code}") == ["vornaam", "link", "code"]


@given(st.text())
def test_text_without_braces_stays_itself(text: str) -> None:
    plain = text.replace("{", "").replace("}", "")
    assert rules.filled(plain, VALUES) == plain
    assert rules.unknown(plain) == []


@pytest.mark.parametrize(
    ("names", "said"), [(["Noor"], "Noor"), (["Noor", "Sam"], "Noor en Sam"), (["A", "B", "C"], "A, B en C"), ([], "")]
)
def test_names_together(names: list[str], said: str) -> None:
    assert rules.together(names, "en") == said
