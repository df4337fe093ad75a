"""A real browser for the stories: one headless Chromium for each worker, phones and desktops, light and dark.

`tests/stories/conftest.py` imports the fixtures. What a page says on its console, an answer of 500 or more and
anything that the Content-Security-Policy stops make the test fail at its end.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response, sync_playwright

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Role
from tools import system

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SHOTS = settings.ROOT / "var" / "shots"
PICTURES = os.environ.get("ERASDU_PICTURES") == "1"
QUIET = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--disable-dev-shm-usage", "--force-color-profile=srgb",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 15_000  # milliseconds
# An answer of 4xx is often what a story is about; Chromium puts it on the console as an error.
ANSWERED = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The worker's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.found("browser"), args=QUIET)
        yield browser
        with suppress(Error):
            browser.close()


@pytest.fixture
def story_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[[datetime], None]:
    """Sets the clock of the server too, which runs in other threads: `story_clock(moment)`. It begins at `at`."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(the_clock, "now", lambda: moment)

    stand_at(at)
    return stand_at


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """`open_page(phone=True, dark=True, language="en", role=role)`: a page in a window of its own, signed in as `role`.

    Addresses are those of the running server: `page.goto("/")`.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(*, phone: bool = False, dark: bool = False, language: str = "nl", role: Role | None = None) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            color_scheme="dark" if dark else "light",
            locale={"nl": "nl-BE", "en": "en-GB"}[language],
            timezone_id="Europe/Brussels",
            reduced_motion="reduce",
            accept_downloads=True,
            **(PHONE if phone else DESKTOP),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_bringing_axe())
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        if role is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(role), "url": live_server.url}]
            )
        page = context.new_page()
        listen(page, complaints)
        return page

    yield open_one
    for context in contexts:
        with suppress(Error):
            context.close()
    assert not complaints, "the browser complains:\n" + "\n".join(complaints)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A page of 1280 × 900."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page of 360 × 740, with touch."""
    return open_page(phone=True)


def session_of(role: Role) -> str:
    """The key of a new session in that role."""
    client = Client()
    client.force_login(role.person.account)
    session = client.session
    session["role"] = role.pk
    session.save()
    return str(session.session_key)


def listen(page: Page, complaints: list[str]) -> None:
    """Collects what must not happen in any story."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not ANSWERED.match(message.text):
            complaints.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        missing_file = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing_file:
            complaints.append(f"{response.status} {response.request.method} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("response", on_response)


@cache
def _bringing_axe() -> str:
    """A function that makes `axe`, given to each window once: its text is half a megabyte."""
    source = (settings.NODE_MODULES / "axe-core" / "axe.min.js").read_text()
    return f"window.bringAxe = () => {{ {source} }}"


# One question for all, answered with no more than the faults: what axe passed is long.
AXE = """async ([only, run]) => {
    if (!window.axe) window.bringAxe();
    const found = await axe.run(only || document, { runOnly: run, resultTypes: ["violations"] });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [found.violations, scrollWidth - clientWidth];
}"""


def axe(page: Page, *, only: str = "") -> None:
    """Nothing on the page (or in the part that matches `only`) shuts anybody out; it fits the width of the window.

    On PostgreSQL it is the same page as on SQLite, where all stories run.
    """
    page.wait_for_load_state()
    if connection.vendor == "postgresql":
        return
    run = {"type": "tag", "values": RULES}
    violations, too_wide = page.evaluate(AXE, [only, run])
    faults = [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]}\n    {node.get('failureSummary', '')[:300]}"
        for fault in violations
        for node in fault["nodes"]
    ]
    assert not faults, f"{page.url} at {page.viewport_size}:\n" + "\n".join(faults)
    assert too_wide <= 0, f"{page.url} at {page.viewport_size} is {too_wide} px too wide"


def shot(page: Page, name: str, *, full: bool = True) -> None:
    """A picture in `var/shots/`, named after what it shows, for who asks for them with ERASDU_PICTURES=1."""
    if PICTURES:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=full, animations="disabled")
