"""Every page that somebody in the demo can reach shuts nobody out: phone and desktop, light and dark, nl and en.

From the home page of each role every link is followed, once for each kind of page. Who comes to a kind first sees it in
both windows, the others in one of them: each role sees each kind, and each kind is seen in both. One window is light and
the other dark, and they change about, so that every kind of part is seen in all four.
"""

import re
from collections import deque
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Error, Page

from erasdu.demo.queries import doors
from tests.browser import OpenPage, axe, shot

WINDOWS = ({"phone": False, "language": "nl"}, {"phone": True, "language": "en"})
SIZES = ("desktop", "phone")
NOT_A_PAGE = re.compile(r"\.(pdf|xlsx|csv|ics|svg|png)$|export=|/logout/|^/static/")
MOST = 120
DOORS = {"coordinator": 0, "school": 1, "group": 3, "partner": 4, "form": 6, "place": 8, "administrator": 10}


def kind_of(address: str) -> str:
    """The view behind an address: pages of one kind look alike."""
    match = resolve(urlsplit(address).path)
    return f"{match.view_name}:{match.kwargs.get('part', '')}:{match.kwargs.get('how', '')}"


def links_on(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    here = urlsplit(page.url)
    whole = [urlsplit(urljoin(page.url, href)) for href in found]
    inside = [f"{one.path}{'?' + one.query if one.query else ''}" for one in whole if one.netloc == here.netloc]
    return [address for address in inside if not NOT_A_PAGE.search(address)]


def visit(page: Page, address: str, *, dark: bool) -> None:
    if address.startswith("/files/"):  # what somebody sent: shown within pages, no page by itself
        assert page.request.get(urljoin(page.url, address)).ok, address
        return
    page.emulate_media(color_scheme="dark" if dark else "light")
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):  # a file, not a page
            return
        raise
    assert answer is not None
    assert answer.status < 400, f"{address} answers {answer.status}"
    axe(page)


def is_first(kinds: Path, kind: str) -> bool:
    """Nobody in this run, on any worker, came to this kind of page before."""
    try:
        (kinds / quote(kind, safe="")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def walk(windows: list[Page], start: str, name: str, kinds: Path) -> set[str]:
    """Every kind of page that can be reached from there; how many kinds."""
    kinds.mkdir(exist_ok=True)
    seen: set[str] = set()
    waiting = deque([start])
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        if (kind := kind_of(address)) in seen:
            continue
        seen.add(kind)
        turn = len(seen)
        for place in (0, 1) if is_first(kinds, kind) else (turn % 2,):
            page, dark = windows[place], (place + turn // 2) % 2 == 1
            visit(page, address, dark=dark)
            shot(page, f"{name}-{turn:03}-{re.sub('[^a-z_]+', '-', kind)}-{SIZES[place]}")
        waiting.extend(links_on(page))
    return seen


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", DOORS.values(), ids=DOORS)
def test_every_page_of_the_demo(open_page: OpenPage, demo: None, shelf: Path, number: int) -> None:
    all_doors = doors()
    assert len(all_doors) == 11
    role = all_doors[number].role
    windows = [open_page(**window, role=role) for window in WINDOWS]
    kinds = walk(windows, "/", f"demo-{role.kind}-{number}", shelf / "kinds")
    assert len(kinds) >= 5, kinds


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_page_for_visitors(open_page: OpenPage, shelf: Path) -> None:
    windows = [open_page(**window) for window in WINDOWS]
    kinds = walk(windows, "/", "visitor", shelf / "visited")
    assert "home::" in kinds
    assert len(kinds) >= 5, kinds
