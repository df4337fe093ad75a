"""A school selects: one page a learner that saves itself, a teacher's two minutes on a phone, and pages for everybody."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code, Link
from erasdu.journey.selection import actions, queries
from erasdu.journey.selection.models import Assessment, Input, Interview, Practical, Publicity
from tests.browser import OpenPage, axe, shot
from tests.factories.organisations import RoleFactory
from tests.factories.selection import STATEMENTS, Scene, scene
from tests.journey.selection.test_views import at_board, at_learner, told

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = pytest.mark.parametrize(
    ("name", "how"), [("phone-nl", {"phone": True}), ("desktop-en-dark", {"language": "en", "dark": True})]
)


@pytest.fixture(autouse=True)
def _still(story_clock: Callable[[datetime], None]) -> None:
    cache.clear()


def look(page: Page, address: str, name: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    axe(page)
    shot(page, f"selection-{name}")


@WINDOWS
def test_the_pages_shut_nobody_out(open_page: OpenPage, name: str, how: dict, at: datetime) -> None:
    ready, started = scene(4, ready=True, seats_per_school=2), scene(2)
    actions.ask_input(started.selection, started.candidacies, [started.teacher_role], by=started.lead, at=at)
    coordinator, lead = RoleFactory(coordinator=True), open_page(**how, role=ready.lead_role)
    look(open_page(**how, role=coordinator), at_board(ready), f"sensitivity-{name}")
    look(open_page(**how, role=coordinator), reverse("selection:overview"), f"overview-{name}")
    for page in ("board", "panel", "decide"):
        look(lead, at_board(ready, page), f"{page}-{name}")
    look(lead, at_learner(ready), f"learner-final-{name}")
    other = open_page(**how, role=started.lead_role)
    look(other, at_board(started), f"board-started-{name}")
    look(other, at_learner(started), f"learner-started-{name}")
    told(ready, at, "selected", "selected", "reserve", "not_selected")
    look(lead, at_board(ready), f"told-{name}")
    learner = ready.candidacies[2].learner.roles.get()
    own = open_page(**how, role=learner)
    look(own, reverse("selection:own", args=[ready.candidacies[2].key]), f"own-{name}")


@pytest.mark.requirement("R19", "R20")
@WINDOWS
def test_one_page_a_learner_saves_itself_and_goes_on(open_page: OpenPage, name: str, how: dict, at: datetime) -> None:
    made = scene(2)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=at)
    page = open_page(**how, role=made.lead_role)
    page.goto(at_learner(made))
    page.locator("#interview_notes").press_sequentially("Weet wat ze wil.")
    expect(page.locator("#interview-note .icon")).to_be_visible()
    page.locator("#interview_notes").press_sequentially(" En vraagt door.")
    expect(page.locator("#interview-revision")).to_have_value("1")
    for box in page.locator("#practical input[type=checkbox]").all():
        box.check()
    expect(page.locator("#practical-suggests")).to_contain_text("10")
    page.locator("#publicity label:has(input[value=no])").first.click()
    expect(page.locator("#publicity-note .icon")).to_be_visible()
    for part in ("MOTIVATION", "MATURITY-PERSONAL", "MATURITY-VOCATIONAL", "LANGUAGE", "PRACTICAL"):
        page.locator(f"label:has(input[name='score-{part}'][value='7'])").click()
    page.locator("button[name=final]").click()
    expect(page.locator("#scores .field-error").first).to_be_visible()
    axe(page)
    for code in ("MOTIVATION", "MATURITY", "LANGUAGE", "PRACTICAL"):
        page.locator(f"#scores_argument-{code}").fill(f"Omdat {code}.")
    page.locator("button[name=final]").click()
    page.wait_for_url(f"**{at_learner(made, place=1)}")
    assert Interview.objects.get().notes == "Weet wat ze wil. En vraagt door."
    assert Practical.objects.get().sharing
    assert Publicity.objects.get().given is False
    assert Assessment.objects.get(candidacy=made.candidacies[0]).final_at == at


def code_of(link: Link) -> str:
    return links.code_text(Code.objects.filter(link=link).latest("pk"))


@pytest.mark.requirement("R19")
@WINDOWS
def test_a_teacher_gives_input_by_link(open_page: OpenPage, name: str, how: dict, at: datetime) -> None:
    made: Scene = scene(2)
    actions.ask_input(made.selection, made.candidacies, [made.teacher_role], by=made.lead, at=at)
    link = Link.objects.get()
    page = open_page(**how)
    page.goto(f"/l/{links.token_of(link)}/")
    press(page)
    page.wait_for_url("**/l/code/")
    page.locator("#id_code").fill(code_of(link))
    press(page)
    page.wait_for_url("**/l/notice/**")
    press(page)
    for number in (2, 1):
        page.wait_for_url("**/selection/input/**")
        axe(page)
        shot(page, f"selection-input-{number}-{name}")
        for statement, answer in STATEMENTS.items():
            page.locator(f"label:has(input[name='{statement}'][value='{answer}'])").click()
        page.locator("#id_line").fill("Komt altijd op tijd.")
        press(page)
        expect(page.locator(".messages")).to_contain_text("input" if how.get("language") == "en" else "Dank")
    axe(page)
    assert Input.objects.filter(given_at=at).count() == 2
    assert queries.board(made.selection, made.lead).files[0].inputs[0].given


def press(page: Page) -> None:
    page.locator("main form button.btn-primary").first.click()
