"""What leaves as a table is text, numbers and days: never a formula."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from erasdu.ground.look.exports import LONGEST_CELL, table_response

NAUGHTY = json.loads((settings.NODE_MODULES / "big-list-of-naughty-strings" / "blns.json").read_text())
TEXT = {"s", "inlineStr"}
PAYLOADS = [
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"klik\")", "+32470123456", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1",
    "=cmd|' /C calc'!A0", "{=1+1}", "\x00=1", "\ud800",
]  # fmt: skip


def sheet(rows: list[list[object]]) -> list[list[object]]:
    content = table_response("t", ["A"], rows, "xlsx").content
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]


def lines(rows: list[list[object]]) -> list[list[str]]:
    text = table_response("t", ["A"], rows, "csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]


@pytest.mark.parametrize("payload", [*PAYLOADS, NAUGHTY], ids=lambda each: repr(each)[:20])
def test_no_cell_is_a_formula(payload: str | list[str]) -> None:
    texts = [payload] if isinstance(payload, str) else payload
    for (cell,) in sheet([[text] for text in texts]):
        assert cell.data_type in TEXT or cell.value is None
    assert not [
        cell for (cell,) in lines([[text] for text in texts]) if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]


def test_a_telephone_number_stays_as_it_is() -> None:
    ((cell,),) = sheet([["+32470123456"]])
    assert cell.value == "+32470123456"
    assert cell.data_type in TEXT
    assert lines([["+32470123456"]]) == [["'+32470123456"]]


def test_numbers_and_days_stay_numbers_and_days() -> None:
    moment = datetime(2026, 6, 30, 22, 5, tzinfo=UTC)
    ((score, seats, born, at, nothing, yes),) = sheet([[Decimal("82.50"), -3, date(2008, 2, 29), moment, None, True]])
    assert (score.value, seats.value) == (82.5, -3)
    assert (born.value, at.value) == (datetime(2008, 2, 29), datetime(2026, 7, 1, 0, 5))
    assert (nothing.value, yes.value) == (None, "True")
    assert lines([[Decimal("82.50"), -3, moment]]) == [["82.50", "-3", "2026-07-01 00:05:00"]]


def test_a_cell_holds_no_more_than_a_spreadsheet_can() -> None:
    ((cell,),) = sheet([["x" * 100_000]])
    assert len(cell.value) == LONGEST_CELL


def test_another_kind_of_file_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="exe"):
        table_response("t", [], [], "exe")


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    assert len(sheet([[text]])) == 1
    assert len(lines([[text]])) == 1
