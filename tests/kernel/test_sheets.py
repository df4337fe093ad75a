"""Tables as people bring them."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from erasdu.kernel.sheets import Column, Unreadable, Wrong, as_text, cell_name, plan, read, read_text

ROWS = [("Naam", "E-mail"), ("Noé Ünal", "n@example.org"), ("Ana", "a@example.org")]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Wrong("not_a_number", typed=text) from error


COLUMNS = [Column("name", ("Naam", "Name"), str, required=True), Column("age", ("Leeftijd", "Age"), _number)]


def xlsx(rows: list[tuple[object, ...]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_every_usual_form(separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert read(text.encode(encoding)) == ROWS


def test_a_workbook_gives_dates_and_whole_numbers_as_text() -> None:
    assert read(xlsx([("Datum", "Jaar", "Naam"), (date(2008, 3, 2), 6, "Zoë")])) == [
        ("Datum", "Jaar", "Naam"),
        ("2008-03-02", "6", "Zoë"),
    ]


def test_quotes_keep_separators_and_line_breaks() -> None:
    assert read_text('a;b\n"x;y";"een\ntwee"') == [("a", "b"), ("x;y", "een\ntwee")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no zip", "sheet_not_a_table"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "sheet_not_a_table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "sheet_not_a_table"),
        (b"x" * (2 * 1024 * 1024 + 1), "sheet_too_big"),
        (b"naam\n" + b"x\n" * 501, "sheet_too_many_rows"),
        (b";" * 50 + b"x\n", "sheet_too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code


def test_five_hundred_rows_and_empty_lines_after_them_are_fine() -> None:
    assert len(read(b"naam\n" + b"x\n" * 500 + b"\n" * 40)) == 501


def test_nothing_in_it() -> None:
    with pytest.raises(Unreadable) as refused:
        plan(read_text(" \n \n"), COLUMNS)
    assert refused.value.code == "sheet_empty"


@given(
    st.lists(
        st.lists(
            st.text(
                alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), min_size=1, max_size=8
            ),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_the_text_box_holds_is_read_back(rows: list[list[str]]) -> None:
    table = [("naam", "leeftijd", "klas"), *(tuple(row) for row in rows)]
    assert read_text(as_text(table)) == table


def test_columns_in_any_order_and_either_language() -> None:
    found = plan(read_text("AGE\tfoo\tname\n17\tx\tNoor\n"), COLUMNS)
    assert [row.values for row in found.valid] == [{"name": "Noor", "age": 17}]
    assert found.ignored == ("foo",)


def test_every_fault_names_its_cell_and_the_valid_rows_stay() -> None:
    found = plan(read_text("Naam;Leeftijd\nNoor;17\n\n;zeven\nAna;x\n"), COLUMNS)
    assert [(fault.cell, fault.header, fault.code) for fault in found.faults] == [
        ("A4", "Naam", "cell_empty"),
        ("B4", "Leeftijd", "not_a_number"),
        ("B5", "Leeftijd", "not_a_number"),
    ]
    assert [row.number for row in found.valid] == [2]


def test_a_missing_or_double_column_stops_the_import() -> None:
    assert [fault.code for fault in plan(read_text("leeftijd\n17"), COLUMNS).faults] == ["column_missing"]
    twice = plan(read_text("naam;name\nNoor;Ana"), COLUMNS)
    assert [fault.code for fault in twice.faults] == ["column_twice"]
    assert twice.valid == []


def test_a_register_number_is_refused_in_any_cell() -> None:
    found = plan(read_text("naam\n85.07.30-033.28"), COLUMNS)
    assert [fault.code for fault in found.faults] == ["register_number"]


def test_a_check_of_the_whole_row_names_the_cell_too() -> None:
    def unique(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        if values["name"] == "Ana":
            yield "name", Wrong("known_already")

    found = plan(read_text("naam;leeftijd\nAna;17\nNoor;17"), COLUMNS, unique)
    assert [fault.cell for fault in found.faults] == ["A2"]


def test_cell_names_go_on_after_z() -> None:
    assert [cell_name(1, place) for place in (0, 25, 26, 51, 52)] == ["A1", "Z1", "AA1", "AZ1", "BA1"]
