"""Which paper and page each sheet belongs to; one without a readable code of its own belongs nowhere: a person says.

Only a picture with the pixels of an earlier one is left out. One that merely looks like it is shown as such: a form
before and after somebody signed looks much alike.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from erasdu.kernel.scans.codes import PageCode
from erasdu.kernel.scans.finding import Found
from erasdu.kernel.scans.reading import BLANK, Sheet, same_photo

NO_CODE, CODE_UNREAD, ONE_MORE = "scan_no_code", "scan_code_unread", "scan_one_more"
UNSURE = (NO_CODE, CODE_UNREAD, ONE_MORE)
OTHER_SITE, UNKNOWN_PAPER, RETIRED_PAPER, NO_SUCH_PAGE = (
    "scan_other_site",
    "scan_unknown_paper",
    "scan_retired_paper",
    "scan_no_such_page",
)
STRANGE = (OTHER_SITE, UNKNOWN_PAPER, RETIRED_PAPER, NO_SUCH_PAGE)
SAME_PIXELS = "scan_same_pixels"


@dataclass(frozen=True, slots=True)
class Expected:
    """A paper that may come back: how many pages it has, which of them came before.

    `retired`: it was withdrawn, or another version took its place.
    """

    code: str
    pages: int
    filed: frozenset[int] = frozenset()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A page as one sheet shows it: `sheet` is its place in what was handed in.

    `like` is an earlier sheet with the same photo, saved again.
    """

    sheet: int
    found: Found
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What came of one paper: the views of each page, the best first; `again` are pages that had come before."""

    code: str
    pages: Mapping[int, tuple[View, ...]]
    missing: tuple[int, ...]
    again: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether every page is there, what came before included."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Aside:
    """A sheet, or one code on it, that is not filed: `code` says why.

    `page` is what the code names, `same_as` the sheet whose pixels this one repeats (None when it came before).
    """

    sheet: int
    code: str
    page: PageCode | None = None
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every sheet that was handed in, in one of these or, with several codes, in several."""

    bundles: tuple[Bundle, ...]
    unsure: tuple[Aside, ...]
    strange: tuple[Aside, ...]
    repeated: tuple[Aside, ...]
    blank: tuple[int, ...]


def sort(
    sheets: Sequence[Sheet], expected: Collection[Expected], sites: Collection[str], seen: Collection[str] = ()
) -> Sorted:
    """`sites` are the addresses our papers carry; `seen` the `exact` of pictures that were handed in before."""
    table = _Table({paper.code: paper for paper in expected}, frozenset(_host(site) for site in sites))
    first = dict.fromkeys(seen)  # by its pixels, the sheet that a later one repeats
    for place, sheet in enumerate(sheets):
        if BLANK in sheet.ailments and not sheet.found and not sheet.unread:
            table.blank.append(place)
        elif sheet.exact in first:
            table.repeated.append(Aside(place, SAME_PIXELS, same_as=first[sheet.exact]))
        else:
            first[sheet.exact] = place
            table.put(place, sheet)
    return Sorted(
        bundles=tuple(_bundle(table.papers[code], pages, sheets) for code, pages in sorted(table.views.items())),
        unsure=tuple(table.unsure),
        strange=tuple(table.strange),
        repeated=tuple(table.repeated),
        blank=tuple(table.blank),
    )


class _Table:
    """The sheets as they are laid out, by paper and page."""

    def __init__(self, papers: Mapping[str, Expected], hosts: Collection[str]) -> None:
        self.papers, self.hosts = papers, hosts
        self.views: dict[str, dict[int, list[View]]] = {}
        self.unsure: list[Aside] = []
        self.strange: list[Aside] = []
        self.repeated: list[Aside] = []
        self.blank: list[int] = []

    def put(self, place: int, sheet: Sheet) -> None:
        for found in sheet.found:
            why = self._refused(found.page)
            if why:
                self.strange.append(Aside(place, why, found.page))
            else:
                pages = self.views.setdefault(found.page.code, {})
                pages.setdefault(found.page.page, []).append(View(place, found))
        if sheet.unread:
            self.unsure.append(Aside(place, ONE_MORE if sheet.found else CODE_UNREAD))
        elif not sheet.found:
            self.unsure.append(Aside(place, NO_CODE))

    def _refused(self, page: PageCode) -> str:
        paper = self.papers.get(page.code)
        if _host(page.site) not in self.hosts:
            return OTHER_SITE
        if paper is None:
            return UNKNOWN_PAPER
        if paper.retired:
            return RETIRED_PAPER
        return "" if page.page <= paper.pages else NO_SUCH_PAGE


def _host(site: str) -> str:
    """An address without its scheme: a site that went from http to https still knows its papers."""
    return site.lower().rstrip("/").partition("://")[2]


def _bundle(paper: Expected, pages: Mapping[int, list[View]], sheets: Sequence[Sheet]) -> Bundle:
    there = paper.filed | pages.keys()
    return Bundle(
        code=paper.code,
        pages={page: _best_first(views, sheets) for page, views in sorted(pages.items())},
        missing=tuple(page for page in range(1, paper.pages + 1) if page not in there),
        again=tuple(sorted(paper.filed & pages.keys())),
    )


def _best_first(views: list[View], sheets: Sequence[Sheet]) -> tuple[View, ...]:
    marked = [replace(view, like=_like(view, views[:place], sheets)) for place, view in enumerate(views)]
    return tuple(sorted(marked, key=lambda view: (view.found.hard, -_size(view, sheets), view.sheet)))


def _like(view: View, earlier: list[View], sheets: Sequence[Sheet]) -> int | None:
    """The first earlier sheet with the same photo."""
    mine = sheets[view.sheet].thumb
    return next((one.sheet for one in earlier if same_photo(mine, sheets[one.sheet].thumb)), None)


def _size(view: View, sheets: Sequence[Sheet]) -> float:
    """Of the code in pixels, from corner to opposite corner: how finely the sheet was taken."""
    (left, top), _, (right, bottom), _ = view.found.corners
    sheet = sheets[view.sheet]
    return round(math.hypot((right - left) * sheet.width, (bottom - top) * sheet.height), 1)
