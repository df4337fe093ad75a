"""The page part of every import: paste or upload a table, see what would happen, fix cells, import the valid rows.

A view makes a `TableForm`, asks its `preview(columns, check)`, and then what an action made of it by `imported`.
The text box of the preview holds the whole table, so nothing is kept between two requests.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.exports import table_response
from erasdu.ground.look.fields import NO_REGISTER_NUMBER, FileField
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.words import because, say
from erasdu.kernel.sheets import (
    Cells,
    Column,
    Fault,
    ImportPlan,
    Unreadable,
    Wrong,
    as_text,
    cell_name,
    plan,
    read,
    read_text,
    sheet_for,
    sheet_names,
)
from erasdu.kernel.verdict import Refused

Batch = TypeVar("Batch")
Check = Callable[[dict[str, object]], Iterator[tuple[str, Wrong]]]
ENDINGS = (".xlsx", ".csv", ".txt", ".tsv")
SHOWN = 100  # valid rows shown in the preview; faulty ones are shown all
FAULTS: dict[str, "str | Promise"] = {
    "sheet_too_big": _("This table is too big: at most %(megabytes)s MB. Split it in two."),
    "sheet_not_a_table": _("This is not a table that can be read. Save it as .xlsx or .csv, or paste the cells."),
    "sheet_too_many_rows": _("At most %(most)s rows at once. Split the table in two."),
    "sheet_too_many_columns": _("At most %(most)s columns. Take out the columns that are not needed."),
    "sheet_empty": _("There is nothing in this table. Paste the cells, the row with the headers first."),
    "column_missing": _("The column “%(column)s” is missing. Add it, with this name in the first row."),
    "column_twice": _("The column “%(column)s” stands there twice. Take one out."),
    "cell_empty": _("This cell is empty. Fill it in."),
    "register_number": NO_REGISTER_NUMBER,
    "cell_not_listed": _("“%(typed)s” is not one of: %(listed)s."),
    "value_twice": _("The same stands in a row above this one. Take one of the two out."),
}


def parsed_by(field: forms.Field) -> Callable[[str], object]:
    """A column's parser that says of a cell what the form field says of what is typed."""
    field.required = False

    def parse(text: str) -> object:
        try:
            return field.clean(text)
        except ValidationError as error:
            raise Wrong("cell_wrong", message=" ".join(error.messages)) from error

    return parse


def one_of(codes: dict[str, str]) -> Callable[[str], str]:
    """A column's parser for a closed list: what people write (in lower case) → code; empty stays empty.

    Of the names of one code the first is the Dutch one and the last the English one: those are told.
    """

    def parse(text: str) -> str:
        if not text:
            return ""
        if (code := codes.get(text.casefold())) is None:
            raise Wrong("cell_not_listed", typed=text[:40], listed=", ".join(_told(codes)))
        return code

    return parse


def _told(codes: dict[str, str]) -> list[str]:
    names = list(codes) if get_language() == "en" else list(reversed(codes))
    by_code = {codes[name]: name for name in names}  # the last one stays
    return [by_code[code] for code in dict.fromkeys(codes.values())]


def fault_text(fault: Fault | Unreadable) -> str:
    """What is wrong and how it becomes right, in the reader's language."""
    params = dict(fault.params)
    if fault.code == "cell_wrong":
        return str(params["message"])
    known = FAULTS.get(fault.code)
    return str(known) % params if known is not None else say("REFUSALS", fault.code, params)


@dataclass(frozen=True, slots=True)
class ShownFault:
    cell: str
    header: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`cells`: text and what is wrong with it, empty when nothing is."""

    number: int
    cells: list[tuple[str, str]]
    faulty: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the template shows; `plan.valid` is what an import would take. `sheet`: which one of a file was read, beside
    those in `others`; empty when that goes without saying."""

    plan: ImportPlan
    text: str
    sheet: str = ""
    others: tuple[str, ...] = ()

    @property
    def faults(self) -> list[ShownFault]:
        return [ShownFault(fault.cell, fault.header, fault_text(fault)) for fault in self.plan.faults]

    @property
    def importable(self) -> int:
        return len(self.plan.valid)

    @property
    def left_out(self) -> int:
        return len(self.plan.rows) - self.importable

    @property
    def read_from(self) -> list[str]:
        """Which part of what was given is read, where that was not all of it."""
        said = []
        if self.sheet:
            others = ", ".join(f"“{name}”" for name in self.others)
            said.append(
                gettext("Read from the sheet “%(sheet)s”. Not read: %(others)s.")
                % {"sheet": self.sheet, "others": others}
            )
        if above := self.plan.above:
            said.append(
                ngettext(
                    "%(number)d row above the headers is passed by.",
                    "%(number)d rows above the headers are passed by.",
                    above,
                )
                % {"number": above}
            )
        return said

    @property
    def why_none(self) -> str:
        """Why no row can be imported; empty when some can."""
        if self.importable:
            return ""
        if not self.plan.known:
            read = " · ".join(cell.strip() for cell in self.plan.headers if cell.strip())[:200]
            return gettext(
                "No header is known. The first row reads: “%(read)s”. Put the names of the columns in the first row, "
                "as in the table with an example, or choose the sheet that holds them."
            ) % {"read": read}
        if not self.plan.rows:
            return gettext("The headers are there, but below them stands no row. Add a row for each.")
        if self.plan.header_faults:
            return gettext("A column that is needed is not there, so no row is read yet.")
        return gettext("In every row something must be corrected first.")

    @property
    def rows(self) -> list[ShownRow]:
        """Every faulty row, and the first valid ones."""
        left = SHOWN
        shown = []
        for row in self.plan.rows:
            left -= 0 if row.faults else 1
            if row.faults or left >= 0:
                wrong = {fault.cell: fault_text(fault) for fault in row.faults}
                width = range(len(self.plan.headers))
                cells = [(_at(row.cells, place), wrong.get(cell_name(row.number, place), "")) for place in width]
                shown.append(ShownRow(row.number, cells, bool(row.faults)))
        return shown


class TableForm(PlainForm):
    """A table as pasted text or as a file; `rows` once it is valid."""

    table = forms.CharField(
        label=_("Paste the table here"),
        help_text=_("Copy the cells from your spreadsheet, the row with the headers included."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"}),
    )
    file = FileField(label=_("Or choose a file"), endings=ENDINGS, megabytes=2, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Register numbers are refused per cell, where the person can find them.
        self.fields["table"].register_numbers = True  # type: ignore[attr-defined]
        self.rows: list[Cells] = []
        self.book = b""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        try:
            if file := values.get("file"):
                self.book = file.read()
                self.rows = read(self.book)
            elif "file" not in self.errors and "table" not in self.errors:
                self.rows = read_text(values.get("table") or "")
                if not self.rows:
                    raise Unreadable("sheet_empty")
        except Unreadable as unreadable:
            raise ValidationError(fault_text(unreadable)) from unreadable
        return values

    def preview(
        self,
        columns: Sequence[Column],
        check: Check | None = None,
    ) -> Preview | None:
        """None when the table cannot be read; the form then says why."""
        if not self.is_valid():
            return None
        names = sheet_names(self.book)
        place = 0
        try:
            if len(names) > 1:
                place, self.rows = sheet_for(self.book, columns)
            found = plan(self.rows, columns, check)
        except Unreadable as unreadable:
            self.add_error(None, fault_text(unreadable))
            return None
        if len(names) < 2:
            return Preview(found, as_text(self.rows))
        others = tuple(name for at, name in enumerate(names) if at != place)
        said = names[place] if place or not found.valid else ""
        return Preview(found, as_text(self.rows), said, others)

    def imported(self, seen: Preview | None, make: Callable[[list[dict[str, Any]]], Batch]) -> Batch | None:
        """What `make` makes of the valid rows, once somebody saw them and pressed the button that imports.

        None when that was not pressed, or nothing is valid, or it was refused; the form then says why.
        """
        if not seen or not seen.importable or self.data.get("step") != "import":
            return None
        try:
            return make([row.values for row in seen.plan.valid])
        except Refused as refused:
            self.add_error(None, because(refused.verdict))
            return None


def unique_in_table(code: str) -> Check:
    """A check of rows: what stands in a column stands there once, whatever its case. For one table: it remembers."""
    seen: set[str] = set()

    def check(values: dict[str, object]) -> Iterator[tuple[str, Wrong]]:
        value = str(values.get(code) or "").casefold()
        if value and value in seen:
            yield code, Wrong("value_twice")
        seen.add(value)

    return check


def example_response(
    name: str, columns: Sequence[Column], listed: Mapping[str, Sequence[str]] | None = None
) -> HttpResponse:
    """A workbook with the headers and one row as an example, to start from.

    `listed`: column → the words it knows: to pick from in the cells, and on a sheet of their own.
    """
    headers = [column.names[0] for column in columns]
    picked = {column.names[0]: words for column in columns if (words := (listed or {}).get(column.code))}
    return table_response(name, headers, [[c.example for c in columns]], "xlsx", picked)


def column_help(
    columns: Sequence[Column], listed: Mapping[str, Sequence[str]] | None = None
) -> list[tuple[str, str, str, Sequence[str]]]:
    """For the page: each column's name, whether it is needed, an example, and the words it knows if those are few."""
    needed, free = gettext("needed"), pgettext("column", "may stay empty")
    return [
        (column.names[0], needed if column.required else free, column.example, (listed or {}).get(column.code, ()))
        for column in columns
    ]


def _at(cells: Cells, place: int) -> str:
    return cells[place] if place < len(cells) else ""
