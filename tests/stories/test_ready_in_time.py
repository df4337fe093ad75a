"""A whole call, played from enrolment until two days before leaving: the coordinator finds the five who would miss the
departure in two clicks, puts each in order on its own page, and the board turns ready."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.config.rehearsing import Worker
from erasdu.ground.journal import clock, gates
from erasdu.ground.meetings.models import Meeting
from erasdu.ground.organisations.models import Role
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions
from erasdu.kernel.requirement import DEPART
from erasdu.rehearsal.stage import Order, rehearse
from tests.browser import axe, shot
from tests.factories.places import towns
from tests.rehearsal.test_rehearse import DATES
from tests.stories.hands import Hands, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R34")]
READY = (0.1, 0.3, 0.5, 0.8)
# Where the playbook lets somebody miss the departure.
NO_DOCUMENT, SHORT_CARD, UNSIGNED, NOT_THERE = 0.945, 0.955, 0.965, 0.985
EVE = timedelta(days=2)


def test_a_call_goes_from_granted_to_ready(open_page: Any, story_clock: Any, settings: Any) -> None:
    towns()
    settings.REHEARSAL = True
    today = clock.today()
    start = today + EVE - timedelta(days=DATES["stay_from"])
    dates = {name: start + timedelta(days=days) for name, days in DATES.items()}
    parts = (*READY, NO_DOCUMENT, NO_DOCUMENT, SHORT_CARD, UNSIGNED, NOT_THERE)
    order = Order(len(parts), 3, start, dates, [("PT", "Porto", False)], parts)
    moment = clock.now()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: clock._set.get() or moment)
        found = rehearse(order, Worker(), lambda day, days: None, until=today)
    assert len(found["outcome"]["missed"]) == 5
    actions.rebuild(at=clock.now())
    stays = {one["why"][0]["code"]: one["learner"] for one in found["outcome"]["missed"]}
    assert set(stays) == {"travel_document", "insured_health", "learning_agreement", "session_learner"}

    office = Hands(open_page(role=Role.objects.get(kind="coordinator")))
    office.page.goto("/")
    office.follow("See who")
    cells = office.page.get_by_role("row").filter(has=office.page.locator("td.cell"))
    expect(cells).to_have_count(5)
    axe(office.page)
    shot(office.page, "readiness-board-desktop-nl")
    board = office.page.url

    valid = (today + timedelta(days=400)).isoformat()
    for one in found["outcome"]["missed"]:
        office.page.goto(board)
        row_of(office.page, one["learner"]).get_by_role("link", name=one["learner"]).click()
        FIXES[one["why"][0]["code"]](office, valid, one["learner"])
    office.page.goto(board)
    expect(office.page.locator("main")).to_contain_text(office.says("Everybody who has not left can leave."))
    expect(office.page.get_by_role("row").filter(has=office.page.locator("td.cell"))).to_have_count(0)
    shot(office.page, "ready-in-time-ready-desktop-nl")
    for stay in Mobility.objects.all():
        assert gates.ask(DEPART, stay, today + EVE), stay.person


def _document(office: Hands, valid: str, name: str) -> None:
    office.page.locator("#travel_document .panel-actions a").click()
    office.choose("kind", "identity")
    office.fill(seen_by="Els Baert", valid_until=valid)
    office.press("Save what I saw")
    office.sees("Saved who saw it, and until when it is valid.")


def _card(office: Hands, valid: str, name: str) -> None:
    office.page.locator("#insured_health .panel-actions a").click()
    office.choose("what", "ehic")
    office.fill(seen_by="Els Baert", valid_until=valid)
    office.press("Save what I saw")
    expect(office.page.locator("#seen .field-error")).to_have_count(0)


def _agreement(office: Hands, valid: str, name: str) -> None:
    thing = office.page.locator("#learning_agreement")
    at_leaving = office.says("Let it pass at %(gate)s", gate=office.says("leaving"))
    thing.locator("summary").click()
    thing.locator("[name=reason]").fill("ja")
    thing.get_by_role("button", name=at_leaving).click()
    office.sees("Say why in at least %(least)s characters: the reason stays with the stay.", least=10)
    thing.locator("[name=reason]").fill("Alle partijen bevestigden telefonisch; het papier komt morgen.")
    thing.get_by_role("button", name=at_leaving).click()
    office.sees("It no longer holds that up. The reason stays with the stay.")
    expect(thing.locator(".ready-reason")).to_contain_text("Alle partijen")
    axe(office.page)
    shot(office.page, "readiness-stay-desktop-nl")


def _session(office: Hands, valid: str, name: str) -> None:
    office.page.locator("#session_learner .panel-actions a").click()
    expect(office.page.locator("#sessions")).to_contain_text(office.says("Info sessions"))
    office.page.goto(reverse("meetings:show", args=[Meeting.objects.latest("pk").key]))
    guest = office.page.locator("li").filter(has_text=name)
    office.press("Heard it later", within=guest)
    expect(guest.get_by_role("button", name=office.says("Was not there"))).to_be_visible()


FIXES = {
    "travel_document": _document,
    "insured_health": _card,
    "learning_agreement": _agreement,
    "session_learner": _session,
}
