"""A list that searches, filters, sorts, pages and exports, all of it in the address bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.exports import KINDS, table_response
from erasdu.kernel.text import clean_line

Text = str | Promise
RESERVED = {"q", "sort", "page", "export"}
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Filter:
    """`choices`: value and label; `lookup`: a field path, or a function from the queryset and the value."""

    name: str
    label: Text
    choices: Sequence[tuple[str, Text]]
    lookup: str | Callable[[QuerySet[Any], str], QuerySet[Any]] = ""

    def __post_init__(self) -> None:
        if self.name in RESERVED:
            raise ValueError(f"a filter cannot be named {self.name!r}")

    def apply(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if callable(self.lookup):
            return self.lookup(rows, value)
        return rows.filter(**{self.lookup or self.name: value})


@dataclass(frozen=True)
class Choice:
    """One value of a filter as a link; `value` "" is all."""

    label: Text
    value: str
    chosen: bool
    address: str


@dataclass(frozen=True)
class Sort:
    """The columns (with "-" for the highest first) behind one name in the address."""

    label: Text
    columns: tuple[str, ...]


class Listing:
    """`sorts`: name → `Sort`, or a label and the columns; the first is the usual one. Two queries at most."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        filters: Iterable[Filter] = (),
        search: Iterable[str] = (),
        sorts: Mapping[str, Sort | Sequence[Text]] | None = None,
        per_page: int = 50,
    ) -> None:
        self.request, self.per_page = request, per_page
        self.searchable = tuple(search)
        self.declared = {each.name: each for each in filters}
        self.sorts = {name: _sort(given) for name, given in (sorts or {}).items()}
        self.words = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH] if self.searchable else ""
        self.chosen = self._chosen()
        self.sort, self.descending = self._sort_asked()
        self.queryset = self._narrowed(queryset)

    # -- what the rows are --------------------------------------------------------------------

    @cached_property
    def page(self) -> Any:
        return Paginator(self.queryset, self.per_page).get_page(self.request.GET.get("page"))

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        return list(self.page.object_list)

    @property
    def total(self) -> int:
        return int(self.page.paginator.count)

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter is on: an empty list then says so."""
        return bool(self.words or self.chosen)

    # -- export -------------------------------------------------------------------------------

    @property
    def export(self) -> str:
        """ "xlsx" or "csv" when the reader asked for a file, else ""."""
        kind = self.request.GET.get("export", "")
        return kind if kind in KINDS else ""

    def table(self, name: str, headers: Sequence[object], row: Callable[[Any], Sequence[object]]) -> HttpResponse:
        """All rows that the search and filters leave, as the file that was asked for."""
        return table_response(name, headers, (row(each) for each in self.queryset), self.export or "xlsx")

    # -- addresses ----------------------------------------------------------------------------

    def address(self, **changes: str) -> str:
        """This list's address with changes; "" takes a part out. Another search begins at page 1."""
        query = self.request.GET.copy()
        for name in ("export", "page"):
            query.pop(name, None)
        for name, value in changes.items():
            if value:
                query[name] = value
            else:
                query.pop(name, None)
        return f"?{query.urlencode()}"

    @property
    def menus(self) -> list[tuple[Filter, list[Choice]]]:
        """Each filter with its values, as links; no filter shows when it has no values."""
        return [(each, self._choices(each)) for each in self.declared.values() if each.choices]

    @property
    def previous_address(self) -> str:
        return self.address(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_address(self) -> str:
        return self.address(page=str(self.page.number + 1)) if self.page.has_next() else ""

    @property
    def bare_address(self) -> str:
        return self.request.path

    @property
    def xlsx_address(self) -> str:
        return self.address(export="xlsx")

    @property
    def csv_address(self) -> str:
        return self.address(export="csv")

    def sort_address(self, name: str) -> str:
        turned = name == self.sort and not self.descending
        return self.address(sort=f"-{name}" if turned else name)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search form must carry along."""
        names = [*self.chosen, *(["sort"] if "sort" in self.request.GET else [])]
        return [(name, self.request.GET[name]) for name in names]

    # -- inside -------------------------------------------------------------------------------

    def _chosen(self) -> dict[str, str]:
        asked = {name: self.request.GET.get(name, "") for name in self.declared}
        known = {name: {str(value) for value, _label in each.choices} for name, each in self.declared.items()}
        return {name: value for name, value in asked.items() if value in known[name]}

    def _choices(self, each: Filter) -> list[Choice]:
        now = self.chosen.get(each.name, "")
        everything = Choice(_("All"), "", not now, self.address(**{each.name: ""}))
        return [everything] + [
            Choice(label, str(value), str(value) == now, self.address(**{each.name: str(value)}))
            for value, label in each.choices
        ]

    def _sort_asked(self) -> tuple[str, bool]:
        asked = self.request.GET.get("sort", "")
        name = asked.removeprefix("-")
        if name in self.sorts:
            return name, asked.startswith("-")
        return next(iter(self.sorts), ""), False

    def _narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for name, value in self.chosen.items():
            rows = self.declared[name].apply(rows, value)
        for word in self.words.split():
            hits = Q()
            for column in self.searchable:
                hits |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(hits)
        if not self.sort:
            return rows
        columns = [_turned(c) if self.descending else c for c in self.sorts[self.sort].columns]
        return rows.order_by(*columns, "pk")


def _sort(given: Sort | Sequence[Text]) -> Sort:
    return given if isinstance(given, Sort) else Sort(given[0], tuple(str(column) for column in given[1:]))


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"
