"""Tables that people paste or upload: pasted text, CSV, XLSX become rows of text, and a plan to import them.

A plan knows its columns by their names in Dutch and English, in any order. Each fault names its cell.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from erasdu.kernel.registernumber import contains
from erasdu.kernel.text import clean_line

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_ROWS = 500
MAX_COLUMNS = 50
MAX_CELL = 2000
MAX_SHEETS = 12  # of a file, that are looked at for the headers
ABOVE = 8  # rows with something in them that may stand above the headers: a title, a date
SEPARATORS = "\t;,"

Cells = tuple[str, ...]


class Unreadable(Exception):
    """Not a table that can be read; `code` says why: too_big, not_a_table, too_many_rows, too_many_columns, empty."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Wrong(Exception):
    """Raised by a column's parser: what is wrong with one cell, as a code with its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read(data: bytes, limit: int = MAX_ROWS, sheet: int = 0) -> list[Cells]:
    """The rows of an XLSX file (one of its sheets) or of a text file, by what is in it and not by its name."""
    if len(data) > MAX_BYTES:
        raise Unreadable("sheet_too_big", megabytes=MAX_BYTES // (1024 * 1024))
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _checked(_workbook(data, sheet), limit)
    if b"\x00" in data[:4000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("sheet_not_a_table")
    return read_text(_decoded(data), limit)


def sheet_names(data: bytes) -> list[str]:
    """The names of the sheets of a workbook; none of a text file."""
    return list(_opened(data).sheet_names) if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else []


def sheet_for(data: bytes, columns: Sequence[Column], limit: int = MAX_ROWS) -> tuple[int, list[Cells]]:
    """The first sheet of a workbook with all headers that are needed; else the first with anything in it."""
    filled: tuple[int, list[Cells]] | None = None
    for place in range(len(sheet_names(data)[:MAX_SHEETS])):
        try:
            rows = read(data, limit, place)
        except Unreadable:
            continue
        numbered = _filled(rows)
        if numbered and _lacking(numbered[_header_at(numbered, columns)][1], columns) == 0:
            return place, rows
        if numbered and filled is None:
            filled = place, rows
    return filled or (0, read(data, limit))


def read_text(text: str, limit: int = MAX_ROWS) -> list[Cells]:
    """The rows of pasted text or CSV; tab, semicolon or comma, whichever the first line holds most."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if len(text) > MAX_BYTES:
        raise Unreadable("sheet_too_big", megabytes=MAX_BYTES // (1024 * 1024))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        # Strict would refuse names such as `Jan "Jef" Peeters`, which people paste.
        return _checked(csv.reader(io.StringIO(text, newline=""), delimiter=separator), limit)
    except csv.Error as error:
        raise Unreadable("sheet_not_a_table") from error


def as_text(rows: Sequence[Cells]) -> str:
    """The rows with tabs between the cells: what a text box holds and `read_text` reads back."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def cell_name(row: int, column: int) -> str:
    """`B4` for column 1 (counted from 0) of row 4, as spreadsheets say it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


@dataclass(frozen=True, slots=True)
class Column:
    """`names`: what its header may be, the first being the one shown; `parse` gives the value or raises `Wrong`."""

    code: str
    names: tuple[str, ...]
    parse: Callable[[str], object]
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """`cell` is `B4`; `header` the name of its column; the words for `code` are in `ground/look/imports`."""

    row: int
    cell: str
    header: str
    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, with its number there; `values` by column code, without faults it can be imported."""

    number: int
    cells: Cells
    values: dict[str, object]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: the rows that are valid, those that are not, and what is wrong with the header.

    `known`: how many headers name a column; `above`: how many rows with something in them stand above the headers."""

    headers: Cells
    rows: tuple[Row, ...] = ()
    header_faults: tuple[Fault, ...] = ()
    ignored: tuple[str, ...] = ()
    known: int = 0
    above: int = 0

    @property
    def valid(self) -> list[Row]:
        """The rows to import: none when a column that is needed is not there."""
        return [] if self.header_faults else [row for row in self.rows if not row.faults]

    @property
    def faults(self) -> list[Fault]:
        """Every fault, from top to bottom."""
        return [*self.header_faults, *(fault for row in self.rows for fault in row.faults)]


@dataclass(slots=True)
class _Header:
    number: int
    cells: Cells
    places: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def plan(
    table: Sequence[Cells],
    columns: Sequence[Column],
    check: Callable[[dict[str, object]], Iterator[tuple[str, Wrong]]] | None = None,
) -> ImportPlan:
    """Read every cell with its column. `check` sees the values of a whole row and yields (column code, fault)."""
    numbered = _filled(table)
    if not numbered:
        raise Unreadable("sheet_empty")
    at = _header_at(numbered, columns)
    header = _header(*numbered[at], columns)
    rows = tuple(_row(number, cells, header, columns, check) for number, cells in numbered[at + 1 :])
    faults, ignored = tuple(header.faults), tuple(header.ignored)
    return ImportPlan(header.cells, rows, faults, ignored, len(header.places), at)


def _filled(table: Sequence[Cells]) -> list[tuple[int, Cells]]:
    """The rows with something in them, each with its number."""
    return [(number, cells) for number, cells in enumerate(table, 1) if any(cell.strip() for cell in cells)]


def _header_at(numbered: Sequence[tuple[int, Cells]], columns: Sequence[Column]) -> int:
    """Which of these is the row of headers: the first with all that are needed, below a title or a date; else the
    first one."""
    tops = numbered[: ABOVE + 1]
    return next((at for at, (_number, cells) in enumerate(tops) if not _lacking(cells, columns)), 0)


def _lacking(cells: Cells, columns: Sequence[Column]) -> int:
    """How many needed columns these headers do not name."""
    there = {_plain(cell) for cell in cells}
    needed = [column for column in columns if column.required]
    return sum(not any(_plain(name) in there for name in (*column.names, column.code)) for column in needed)


def _header(number: int, cells: Cells, columns: Sequence[Column]) -> _Header:
    known = {_plain(name): column for column in columns for name in (*column.names, column.code)}
    header = _Header(number, cells)
    for place, cell in enumerate(cells):
        column = known.get(_plain(cell))
        if column is None:
            header.ignored += [cell.strip()] if cell.strip() else []
        elif column.code in header.places:
            header.faults.append(_fault(number, place, cell, Wrong("column_twice", column=cell.strip())))
        else:
            header.places[column.code] = place
    for column in columns:
        if column.required and column.code not in header.places:
            name = column.names[0]
            header.faults.append(_fault(number, len(cells), name, Wrong("column_missing", column=name)))
    return header


def _row(
    number: int,
    cells: Cells,
    header: _Header,
    columns: Sequence[Column],
    check: Callable[[dict[str, object]], Iterator[tuple[str, Wrong]]] | None,
) -> Row:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column in columns:
        place = header.places.get(column.code)
        if place is None:
            continue
        try:
            values[column.code] = _value(column, cells[place] if place < len(cells) else "")
        except Wrong as wrong:
            faults.append(_fault(number, place, header.cells[place], wrong))
    if check and not faults and not header.faults:
        for code, found in check(values):
            place = header.places.get(code, 0)
            faults.append(_fault(number, place, header.cells[place], found))
    return Row(number, cells, values, tuple(faults))


def _value(column: Column, cell: str) -> object:
    text = clean_line(cell)
    if contains(text):
        raise Wrong("register_number")
    if column.required and not text:
        raise Wrong("cell_empty")
    return column.parse(text)


def _fault(row: int, place: int, header: str, wrong: Wrong) -> Fault:
    params = tuple((name, str(value)) for name, value in sorted(wrong.params.items()))
    return Fault(row, cell_name(row, place), clean_line(header), wrong.code, params)


def _plain(header: str) -> str:
    """Headers are the same whatever their case, spaces, dashes and underscores."""
    return "".join(sign for sign in clean_line(header).casefold() if sign.isalnum())


def _checked(rows: Iterator[list[str]], limit: int) -> list[Cells]:
    table: list[Cells] = []
    for row in rows:
        cells = tuple(cell[:MAX_CELL] for cell in row)
        if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
            raise Unreadable("sheet_too_many_columns", most=MAX_COLUMNS)
        table.append(cells[:MAX_COLUMNS])
        if len(table) > limit + 1:
            if not any(cell.strip() for cell in cells):
                table.pop()
                continue
            raise Unreadable("sheet_too_many_rows", most=limit)
    return table


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what a Belgian Excel writes


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise Unreadable("sheet_too_big", megabytes=MAX_BYTES // (1024 * 1024))
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (BadZipFile, zipfile.LargeZipFile, CalamineError, ValueError, OSError) as error:
        raise Unreadable("sheet_not_a_table") from error


def _workbook(data: bytes, sheet: int) -> Iterator[list[str]]:
    try:
        rows = _opened(data).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("sheet_not_a_table") from error
    return ([_as_text(cell) for cell in row] for row in rows)


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == datetime.min.time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
