"""The coordinator words a paper, publishes it, and writes down who read an explanation: on a phone."""

import pytest
from playwright.sync_api import expect

from erasdu.ground.paperwork import papers, queries
from tests.browser import OpenPage, axe
from tests.factories.organisations import RoleFactory
from tests.stories.hands import Hands

KIND = "candidacies.guardian_approval"


@pytest.mark.slow
@pytest.mark.requirement("R25")
@pytest.mark.django_db(transaction=True)
def test_a_text_is_worded_published_and_its_explanation_confirmed(open_page: OpenPage, story_clock) -> None:
    page = open_page(phone=True, language="nl", role=RoleFactory(coordinator=True))
    hands = Hands(page)
    page.goto(f"/papers/texts/{KIND}/nl/")
    hands.fill(title="Akkoord van een ouder", text_0="{niemand}")
    hands.press("Save the draft")
    expect(page.locator("#id_text_0_error")).to_be_visible()
    axe(page)
    page.goto(f"/papers/texts/{KIND}/nl/")
    hands.fill(title="Akkoord van een ouder")
    hands.press("Save the draft")
    hands.sees("The draft is saved. Look at it, then publish it.")
    axe(page)
    hands.press("Publish")
    expect(page.get_by_role("link", name="Akkoord van een ouder")).to_be_visible()
    assert queries.wording(papers.kind(KIND), "nl")[0].title == "Akkoord van een ouder"
    page.goto(f"/papers/explanations/{KIND}/ar/")
    hands.fill(name="Amina El Fassi")
    hands.press("Confirm")
    expect(page.locator(".language-done")).to_contain_text("Amina El Fassi")
    axe(page)
