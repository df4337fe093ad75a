"""Every part of a page shuts nobody out, and what was typed is not lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings as plain_settings
from playwright.sync_api import expect
from pytest_django import Settings

from erasdu.ground.organisations.models import Role
from tests.browser import OpenPage, axe, session_of, shot
from tests.factories.organisations import RoleFactory, SchoolFactory

HERE = Path(__file__).parent.parent / "ground" / "look"
pytestmark = pytest.mark.urls("tests.ground.look.urls")


@pytest.fixture(autouse=True)
def _templates(settings: Settings) -> None:
    settings.TEMPLATES = [{**plain_settings.TEMPLATES[0], "DIRS": [HERE]}]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part(open_page: OpenPage, phone: bool, dark: bool, language: str) -> None:
    page = open_page(phone=phone, dark=dark, language=language)
    page.goto("/look/")
    expect(page.get_by_role("heading", level=1)).to_have_text({"nl": "Alle onderdelen", "en": "Every part"}[language])
    axe(page)
    shot(page, f"look-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}-{language}")


def test_colours_follow_the_device_until_the_reader_chooses(open_page: OpenPage) -> None:
    page = open_page(dark=True)
    page.goto("/look/")
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Licht", exact=True).click()
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Zoals toestel").click()
    expect(root).to_have_attribute("data-bs-theme", "dark")


def test_the_language_can_be_changed_on_every_page(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/look/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle onderdelen")
    page.get_by_role("button", name=re.compile("English")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Every part")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_menu_opens_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(phone=True)
    page.goto("/look/")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    axe(page)


def test_a_list_narrows_while_typing_and_keeps_the_address(open_page: OpenPage) -> None:
    for name in ("Atheneum Diest", "Vrij Instituut", "Zorgschool"):
        SchoolFactory(name=name, town="Damme")
    page = open_page()
    page.goto("/schools/?where=damme&kind=school")
    axe(page)
    page.get_by_label("Zoeken").press_sequentially("zorg")
    expect(page.get_by_role("row")).to_have_count(2)
    assert "q=zorg" in page.url
    assert "where=damme" in page.url
    page.get_by_role("link", name="Alles tonen").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)
    shot(page, "look-list-phone-light-nl")


def test_typing_survives_a_session_that_ended(open_page: OpenPage) -> None:
    role = RoleFactory(kind=Role.Kind.COORDINATOR)
    page = open_page(role=role)
    page.goto("/write/")
    page.get_by_label("Naam").fill("Noor El Amrani")
    page.get_by_label("Zorg").first.check()
    page.context.clear_cookies(name=plain_settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url("**/accounts/login/?next=/write/")
    page.context.add_cookies(
        [
            {
                "name": plain_settings.SESSION_COOKIE_NAME,
                "value": session_of(role),
                "url": page.url.partition("/accounts/")[0],
            }
        ]
    )
    page.goto("/write/")
    expect(page.get_by_label("Naam")).to_have_value("Noor El Amrani")
    expect(page.get_by_label("Zorg").first).to_be_checked()
    expect(page.get_by_text("Je was ondertussen afgemeld.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("in", exact=True)).to_be_visible()
    page.goto("/write/")
    expect(page.get_by_label("Naam")).to_have_value("")


def test_a_form_with_faults_leads_to_them(open_page: OpenPage) -> None:
    page = open_page(phone=True, role=RoleFactory(kind=Role.Kind.COORDINATOR))
    page.goto("/write/")
    page.get_by_label("Waarom wil je gaan?").fill("x" * 150)
    expect(page.get_by_text("150 / 100")).to_be_visible()
    page.get_by_role("button", name="Bewaren").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    alert.get_by_role("link", name="E-mail").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("Waarom wil je gaan?")).to_have_value("x" * 150)
    axe(page)
    shot(page, "look-form-phone-light-nl")


def test_on_a_phone_the_account_menu_fits_and_offers_the_other_role(open_page: OpenPage) -> None:
    role = RoleFactory(kind=Role.Kind.CONTACT_POINT)
    RoleFactory(kind=Role.Kind.COORDINATOR, person=role.person)
    page = open_page(phone=True, role=role)
    page.goto("/write/")
    page.locator("details.fold-menu > summary").click()
    panel = page.locator(".fold-panel")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    expect(panel.get_by_role("button", name="Afmelden")).to_be_visible()
    expect(panel.get_by_text("Verder als")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
