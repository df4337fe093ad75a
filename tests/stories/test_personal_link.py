"""A teacher opens a personal link on a phone: a button, a code, and the next time only the button."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from erasdu.ground.links import queries
from erasdu.ground.links.models import Code, Link
from erasdu.ground.post.models import Letter
from tests.browser import axe, shot
from tests.factories.links import make_link
from tests.ground.links.thing import DOORS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ground.links.thing")]


@pytest.fixture(autouse=True)
def _doors(settings, transactional_db, story_clock):
    settings.LINK_DOORS = DOORS
    cache.clear()


def press(page: Page) -> None:
    page.locator("main form button.btn-primary").first.click()


def code_of(link: Link) -> str:
    return queries.code_text(Code.objects.filter(link=link).latest("pk"))


@pytest.mark.parametrize(
    ("name", "how"), [("phone-nl", {"phone": True}), ("desktop-en-dark", {"language": "en", "dark": True})]
)
def test_button_code_notice_and_the_next_time_only_the_button(open_page, name, how):
    link = make_link(noticed=False)
    address = f"/l/{queries.token_of(link)}/"
    page = open_page(**how)
    page.goto(address)
    axe(page)
    shot(page, f"link-door-{name}")
    press(page)
    page.wait_for_url("**/l/code/")
    page.locator("#id_code").fill("12")
    press(page)
    expect(page.locator(".field-error").first).to_be_visible()
    axe(page)
    shot(page, f"link-code-{name}")
    page.locator("#id_code").fill(code_of(link))
    press(page)
    page.wait_for_url("**/l/notice/**")
    axe(page)
    press(page)
    page.wait_for_url(f"**/thing/{link.key}/")
    assert "inside as teacher" in page.content()
    page.context.clear_cookies(name="sessionid")
    page.goto(address)
    press(page)
    page.wait_for_url(f"**/thing/{link.key}/")
    assert Letter.objects.filter(template="links/letters/code").count() == 1


def test_the_token_goes_to_nobody_as_referrer(open_page):
    """And the form still works: with `no-referrer` the browser would send no origin, and be refused."""
    link, asked = make_link(), []
    page = open_page()
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    page.goto(f"/l/{queries.token_of(link)}/")
    press(page)
    page.wait_for_url("**/l/code/")
    assert len(asked) > 3
    assert not [url for url, referrer in asked if queries.token_of(link) in referrer]


def test_a_robot_with_a_browser_changes_nothing(open_page):
    link = make_link()
    page = open_page()
    for _ in range(5):
        page.goto(f"/l/{queries.token_of(link)}/")
        page.wait_for_load_state("networkidle")
    link.refresh_from_db()
    assert link.opened_at is None
    assert not Code.objects.exists()
    assert not Letter.objects.exists()


def test_a_link_that_does_not_open_helps_on(open_page):
    page = open_page(phone=True)
    page.goto("/l/nothing/")
    axe(page)
    shot(page, "link-gone-phone")
    press(page)
    page.wait_for_url("**/l/sent/")
    axe(page)
    shot(page, "link-sent-phone")
