"""Of a whole call the coordinator finds in one press who will miss the departure, asks one thing more, and lets one pass."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.ground.journal import clock
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions
from erasdu.journey.readiness.models import LetPass
from tests.browser import axe, shot
from tests.factories.hosting import StayFactory
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.journey.mobilities.staying import learner_of, stay_of_minor
from tests.stories.hands import Hands, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R34")]


def test_nobody_leaves_with_something_missing(open_page, story_clock) -> None:
    today = clock.today()
    minor = stay_of_minor()
    call, soon, later = minor.call, today + timedelta(days=6), today + timedelta(days=60)
    type(call).objects.filter(pk=call.pk).update(state="published", stay_from=today, stay_until=later)
    for number in range(8):
        first = soon if number < 4 else later - timedelta(days=13)
        StayFactory(
            call=call, planned_from=first, planned_until=first + timedelta(days=13), traveller__nationality="BE",
            person__given_name="Bo", person__family_name=f"{'Laat' if number < 4 else 'Tijdig'} {number}",
        )  # fmt: skip
    Mobility.objects.filter(pk=minor.pk).update(planned_from=soon, planned_until=soon + timedelta(days=13))
    actions.rebuild(at=clock.now())

    office = Hands(open_page(role=RoleFactory(coordinator=True)))
    office.page.goto("/")
    office.follow("See who")
    expect(office.page.get_by_role("row").filter(has=office.page.locator("td.cell"))).to_have_count(5)
    axe(office.page)
    shot(office.page, "readiness-board-desktop-nl")
    row_of(office.page, "Laat 0").get_by_role("link", name="Bo Laat 0").click()
    office.sees("Nobody leaves without knowing where they sleep.")
    bed = office.page.locator("#bed")
    bed.locator("summary").click()
    bed.locator("[name=reason]").fill("ja")
    bed.get_by_role("button", name=office.says("Let it pass at %(gate)s", gate=office.says("leaving"))).click()
    office.sees("Say why in at least %(least)s characters: the reason stays with the stay.", least=10)
    office.page.locator("#bed [name=reason]").fill("Slaapt bij zijn tante in Porto.")
    office.page.locator("#bed").get_by_role(
        "button", name=office.says("Let it pass at %(gate)s", gate=office.says("leaving"))
    ).click()
    office.sees("It no longer holds that up. The reason stays with the stay.")
    expect(office.page.locator("#bed .ready-reason")).to_contain_text("Slaapt bij zijn tante in Porto.")
    assert LetPass.objects.get().code == "bed"
    axe(office.page)
    shot(office.page, "readiness-stay-desktop-nl")

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
    expect(school.page.locator("main")).not_to_contain_text("Bo Laat")
    axe(school.page)
    shot(school.page, "readiness-board-phone-nl")
    school.page.goto(reverse("readiness:stay", args=[minor.key]))
    asked = school.page.locator("li").filter(has_text="Verklaring van de huisarts").first
    asked.locator("[name=evidence]").fill("getoond op school")
    school.press("It is in order", within=asked)
    school.sees("Noted as in order.")
    expect(school.page.locator("main")).to_contain_text("getoond op school")
