"""Tables as files. No cell can become a formula on the reader's computer."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from erasdu.kernel.periods import BRUSSELS

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
LONGEST_CELL = 32_767  # what a spreadsheet program can hold
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Cell = int | Decimal | date | datetime | str | None


def table_response(name: str, headers: Sequence[object], rows: Iterable[Sequence[object]], kind: str) -> HttpResponse:
    """A download of `kind` "xlsx" or "csv"; `ValueError` for another."""
    if kind not in KINDS:
        raise ValueError(f"no such kind of table: {kind}")
    write = _xlsx if kind == "xlsx" else _csv
    content = write([_cell(header) for header in headers], ([_cell(value) for value in row] for row in rows))
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)[:80] or "table"}.{kind}"'
    return response


def _cell(value: object) -> Cell:
    """Numbers and days stay themselves; whatever else there is becomes text that can be written."""
    if isinstance(value, datetime):
        return value.astimezone(BRUSSELS).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, Decimal | date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _UNWRITABLE.sub("", str(value))[:LONGEST_CELL]


def _xlsx(headers: list[Cell], rows: Iterable[list[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"

    def written(value: Cell, *, bold: bool = False) -> SheetCell:
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        if isinstance(value, str):
            cell.data_type = "s"  # also when it begins like a formula
            cell.quotePrefix = True  # and stays text when it is edited
        if bold:
            cell.font = Font(bold=True)
        return cell

    sheet.append([written(header, bold=True) for header in headers])
    for row in rows:
        sheet.append([written(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _csv(headers: list[Cell], rows: Iterable[list[Cell]]) -> bytes:
    """With a byte order mark and semicolons: so that a Belgian spreadsheet opens it as it is."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    for row in [headers, *rows]:
        writer.writerow([_harmless(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _harmless(value: Cell) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
