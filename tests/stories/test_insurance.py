"""A school insures its learners once and sees a card that ends a day too early; the learner reads what to bring."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.journey.insurance.models import Cover
from tests.browser import axe, shot
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.journey.insurance.insuring import stay_abroad, with_place
from tests.journey.mobilities.staying import learner_of
from tests.stories.hands import Hands

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.requirement("R27", "R28", "R29", "R30"),
]


def test_insured_for_every_day(open_page, story_clock) -> None:
    stay = stay_abroad()
    with_place(stay)
    school = Hands(open_page(role=RoleFactory(organisation=stay.sending)))
    learner = learner_of(stay)
    AccountFactory(person=learner.person)
    school.page.goto(reverse("insurance:policies", args=[stay.sending.key]))
    axe(school.page)
    school.page.locator("main a[href$='?kind=accident']").click()
    school.fill(insurer="De Haven", starts_on="2027-01-01", ends_on="2027-12-31", phone="03 200 01 99")
    school.page.locator("main [name=where]").select_option("europe")
    school.fill(
        confirmed_by="An Claes",
        confirmed_on="2026-11-02",
        confirmed_how="brief",
        confirms_from="2027-01-01",
        confirms_until="2027-12-31",
    )
    school.tick("names_workplace")
    school.press("First show whom it covers")
    school.sees("not enough")
    school.tick("names_way")
    school.press("First show whom it covers")
    school.sees("in order by this")
    axe(school.page)
    assert not Cover.objects.exists()
    school.press("Save")
    school.sees("Whom this covers")
    shot(school.page, "insurance-policy-desktop-nl")

    school.page.goto(reverse("mobilities:show", args=[stay.key]))
    school.follow("To the insurance")
    school.choose("what", "ehic")
    school.fill(seen_by="Joris 1234567890", valid_until="2027-03-19")
    school.press("Save what I saw")
    school.sees(
        "Write no number here. The number on a card is often a national register number, and we may not keep that."
    )
    school.fill(seen_by="Joris Baert")
    school.press("Save what I saw")
    gap = school.page.locator("#health .gap-list li")
    expect(gap).to_have_count(1)
    expect(gap).to_contain_text("za 20 mrt.")
    axe(school.page)
    shot(school.page, "insurance-stay-desktop-nl")

    own = Hands(open_page(role=learner, phone=True))
    own.page.goto(reverse("insurance:stay", args=[stay.key]))
    own.sees("What you bring")
    expect(own.page.locator("#health .gap-list")).to_contain_text("vr 19 mrt. 2027")
    expect(own.page.locator("main form")).to_have_count(0)
    axe(own.page)
    shot(own.page, "insurance-stay-phone-nl")

    school.choose("what", "ehic")
    school.fill(seen_by="Joris Baert", valid_until="2028-01-31")
    school.press("Save what I saw")
    expect(gap).to_have_count(0)
    assert set(Cover.objects.filter(kind="health").values_list("ends_on", flat=True)) == {
        date(2027, 3, 19), date(2028, 1, 31),
    }  # fmt: skip

    office = Hands(open_page(role=RoleFactory(coordinator=True)))
    office.page.goto(reverse("insurance:overview", args=[stay.call.key]))
    expect(office.page.locator(".cell-met")).to_have_count(3)  # accidents, care, and in the key
    axe(office.page)
    office.page.goto(reverse("insurance:rules"))
    axe(office.page)
