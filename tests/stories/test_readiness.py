"""The coordinator asks one thing more of a call; learner and school find it on their lists, and it is noted as in order.

How the board of a whole call turns ready: test_ready_in_time.py.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.ground.journal import clock
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions
from tests.browser import axe, shot
from tests.factories.hosting import StayFactory
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.journey.mobilities.staying import learner_of, stay_of_minor
from tests.stories.hands import Hands

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R34")]


def test_what_a_call_asks_besides_is_in_every_list(open_page, story_clock) -> None:
    today = clock.today()
    minor = stay_of_minor()
    call, soon, later = minor.call, today + timedelta(days=6), today + timedelta(days=60)
    type(call).objects.filter(pk=call.pk).update(state="published", stay_from=today, stay_until=later)
    Mobility.objects.filter(pk=minor.pk).update(planned_from=soon, planned_until=soon + timedelta(days=13))
    actions.rebuild(at=clock.now())

    office = Hands(open_page(role=RoleFactory(coordinator=True)))
    office.page.goto(reverse("readiness:own", args=[call.key]))
    office.fill(title_nl="Verklaring van de huisarts", title_en="Doctor's statement", days_before=5)
    office.choose("gates", "depart")
    office.page.locator("main [name=minor]").select_option("yes")
    office.press("See whom it touches")
    office.page.locator("main summary").first.click()
    expect(office.page.locator("main .notice-waiting")).to_contain_text(str(minor.person))
    axe(office.page)
    office.press("Ask this from now on")
    office.sees("Asked now")

    learner = learner_of(minor)
    AccountFactory(person=learner.person)
    own = Hands(open_page(role=learner, phone=True))
    own.page.goto("/")
    own.sees("Before you leave")
    expect(own.page.locator("main")).to_contain_text("Verklaring van de huisarts")
    axe(own.page)
    shot(own.page, "readiness-home-phone-nl")

    school = Hands(open_page(role=RoleFactory(organisation=minor.sending), phone=True))
    school.page.goto(reverse("readiness:board", args=[call.key]))
    expect(school.page.locator("main")).to_contain_text(str(minor.person))
    axe(school.page)
    shot(school.page, "readiness-board-phone-nl")
    school.page.goto(reverse("readiness:stay", args=[minor.key]))
    asked = school.page.locator("li").filter(has_text="Verklaring van de huisarts").first
    asked.locator("[name=evidence]").fill("getoond op school")
    school.press("It is in order", within=asked)
    school.sees("Noted as in order.")
    expect(school.page.locator("main")).to_contain_text("getoond op school")


def test_in_a_wide_window_the_page_scrolls_and_not_the_board_and_its_head_stays(open_page, story_clock) -> None:
    call = StayFactory().call
    first = clock.today() + timedelta(days=40)
    for _each in range(12):
        StayFactory(call=call, planned_from=first, planned_until=first + timedelta(days=13))
    desktop = open_page(role=RoleFactory(coordinator=True))
    desktop.goto(reverse("readiness:board", args=[call.key]))
    board = desktop.locator(".ready-board")
    assert board.evaluate("box => getComputedStyle(box).overflowY") == "visible"
    assert desktop.evaluate("document.documentElement.scrollWidth") <= 1280, "no scrolling to the side"
    desktop.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    head = board.locator("thead th").first.bounding_box()
    assert head is not None
    assert head["y"] >= 0, "the head of the table stays in sight"
    shot(desktop, "readiness-board-nl", full=False)
