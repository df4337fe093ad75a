"""A school informs its network; a bakery and a family offer by link on a phone; the school sees what it brought."""

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect

from erasdu.ground.links import queries
from erasdu.ground.links.models import Code
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting.actions.asking import LETTER
from erasdu.journey.hosting.models import Company, Home
from tests.browser import axe, shot
from tests.journey.hosting.asking_scene import Network

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R10", "R11", "R12")]


@pytest.fixture(autouse=True)
def _begin(transactional_db, story_clock):
    cache.clear()


@pytest.fixture
def net() -> Network:
    made = Network()
    made.company(
        sector="food", contact=made.reader("es", given_name="Carmen", family_name="Ruiz"),
        organisation__name="Panadería La Espiga",
    )  # fmt: skip
    made.company(contact=made.reader("nl", email="", phone="+32470112233"))
    made.home(nights=0, contact=made.reader("nl", given_name="Lotte"), name="Familie Lindemans")
    return made


def ask(page: Page, net: Network, what: str) -> None:
    """Look first, then send."""
    page.goto(f"/hosting/networks/{net.school.key}/ask/{what}/")
    axe(page)
    page.locator("button[value=look]").click()
    expect(page.locator("button[value=send]")).to_be_visible()
    axe(page)
    shot(page, f"network-preview-{what}")
    page.locator("button[value=send]").click()
    page.wait_for_url("**/hosting/campaigns/**")


def come_in(page: Page, letter: Letter) -> None:
    """By the link of the letter: a button, a code, the privacy notice."""
    assert letter.link is not None
    page.goto(f"/l/{queries.token_of(letter.link)}/")
    axe(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/l/code/")
    page.locator("#id_code").fill(queries.code_text(Code.objects.filter(link=letter.link).latest("pk")))
    page.locator("form.panel button.btn-primary").click()
    page.wait_for_url("**/l/notice/**")
    page.locator(".action-bar button").click()
    page.wait_for_url("**/hosting/offers/**")
    axe(page)


def test_a_school_asks_and_hosts_offer_on_a_phone(open_page, net):
    school = open_page(role=net.contact)
    ask(school, net, "place")
    ask(school, net, "bed")
    letters = {letter.person.given_name: letter for letter in Letter.objects.filter(template=LETTER)}

    bakery = open_page(phone=True)
    bakery.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)  # whoever chose no language reads their own
    come_in(bakery, letters["Carmen"])
    expect(bakery.locator("html")).to_have_attribute("lang", "es")
    shot(bakery, "network-bakery")
    bakery.get_by_role("link", name="Ofrecer un puesto").click()
    bakery.get_by_role("link", name="Panadería y pastelería").click()
    bakery.get_by_label("hornear pan", exact=True).check()
    bakery.locator("#id_places").fill("0")
    bakery.get_by_role("button", name="Ofrecer este puesto").click()
    expect(bakery.locator("#id_places_error")).to_be_visible()
    expect(bakery.get_by_label("hornear pan", exact=True)).to_be_checked()
    axe(bakery)
    bakery.locator("#id_places").fill("2")
    bakery.get_by_role("button", name="Ofrecer este puesto").click()
    expect(bakery.get_by_text("Qué pasa ahora")).to_be_visible()
    shot(bakery, "network-bakery-offered")
    assert Company.objects.get(contact__given_name="Carmen").placements.get().tasks == ["bread"]

    family = open_page(phone=True)
    come_in(family, letters["Lotte"])
    family.get_by_role("link", name="Een bed aanbieden").click()
    family.get_by_label("hond").check()
    axe(family)
    family.get_by_role("button", name="Deze bedden aanbieden").click()
    expect(family.get_by_text("We komen op bezoek")).to_be_visible()
    assert Home.objects.get().pets == ["dog"]

    school.goto(f"/hosting/networks/{net.school.key}/asking/")
    axe(school)
    school.locator("tbody th a", has_text="Stageplaatsen").click()
    school.wait_for_url("**/hosting/campaigns/**")
    expect(school.locator(".counts")).to_contain_text("2")
    expect(school.get_by_role("row", name="Panadería La Espiga")).to_contain_text("aangeboden")
    axe(school)
    shot(school, "network-campaign")
    school.locator(".counts a[href='?show=telephone']").click()
    expect(school.locator("tbody tr")).to_have_count(1)
    expect(school.locator("tbody tr")).to_contain_text("+32470112233")
