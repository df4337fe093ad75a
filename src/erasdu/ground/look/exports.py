"""Tables as files. No cell can become a formula on the reader's computer."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from erasdu.kernel.periods import BRUSSELS

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
LAST_PICKED = 501  # the last row of a table in which one picks from a list
LONGEST_CELL = 32_767  # what a spreadsheet program can hold
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Cell = int | Decimal | date | datetime | str | None


def table_response(
    name: str,
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    kind: str,
    picked: Mapping[str, Sequence[str]] | None = None,
) -> HttpResponse:
    """A download of `kind` "xlsx" or "csv"; `ValueError` for another.

    `picked`: header → words that a cell below it may hold, in a workbook: to pick from, and listed on a second sheet.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of table: {kind}")
    heads, cells = [_cell(header) for header in headers], ([_cell(value) for value in row] for row in rows)
    content = _xlsx(heads, cells, picked or {}) if kind == "xlsx" else _csv(heads, cells)
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


def _xlsx(headers: list[Cell], rows: Iterable[list[Cell]], picked: Mapping[str, Sequence[str]]) -> bytes:
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
    if picked:
        _listed(book, sheet, headers, picked, written)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _listed(book: Any, sheet: Any, headers: list[Cell], picked: Mapping[str, Sequence[str]], written: Any) -> None:
    """Each list as a column of a second sheet, and the cells below its header that pick from it; another word may be
    typed as well."""
    words = book.create_sheet(gettext("To pick from"))
    words.append([written(header, bold=True) for header in picked])
    for row in zip_longest(*picked.values(), fillvalue=""):
        words.append([written(word) for word in row])
    for at, (header, known) in enumerate(picked.items(), 1):
        column, own = get_column_letter(headers.index(header) + 1), get_column_letter(at)
        source = f"{quote_sheetname(words.title)}!${own}$2:${own}${len(known) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        rule.add(f"{column}2:{column}{LAST_PICKED}")
        sheet.data_validations.append(rule)


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
