"""Somebody types a town and gets suggestions; what is not clear is told at the field; the map shows in both themes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage, axe, shot
from tests.factories.organisations import RoleFactory
from tests.factories.places import towns
from tests.ground.places import page as places_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ground.places.page")]


@pytest.fixture(autouse=True)
def _pages(settings: Any, story_clock: Callable[[datetime], None]) -> None:
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [Path(places_page.__file__).parent]}]


@pytest.mark.parametrize(("language", "phone", "dark"), [("nl", True, False), ("en", False, True)])
def test_a_town_is_typed(open_page: OpenPage, language: str, phone: bool, dark: bool) -> None:
    here = towns()
    page = open_page(phone=phone, dark=dark, language=language, role=RoleFactory())
    page.goto("/test/where/")
    axe(page)
    shot(page, f"town-{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")
    page.locator("#id_town").press_sequentially("bru")
    expect(page.locator("#id_town_towns option")).to_have_count(2)
    first = page.locator("#id_town_towns option").first.get_attribute("value")
    assert first == ("Brussel" if language == "nl" else "Brussels")
    page.locator("#id_town").fill("Nieuwerkerken")
    page.locator("form.panel button").click()
    said = page.locator(".field-error").inner_text()
    clear = said.split(": ")[1].split("; ")[0]
    assert clear.startswith("Nieuwerkerken (bij " if language == "nl" else "Nieuwerkerken (near ")
    axe(page)
    page.locator("#id_town").fill(clear)
    page.locator("form.panel button").click()
    expect(page.locator("#chosen")).to_have_text(str(here["Nieuwerkerken"].pk))
