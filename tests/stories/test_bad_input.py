"""What people do by accident: twice, back, too late, together with somebody else, or in a field where it does not belong."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import APIResponse, Page, Route

from erasdu.ground.organisations.models import Role
from tests.browser import OpenPage
from tests.factories.candidacies import CandidacyFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None, story_clock) -> None:
    cache.clear()


def form_of(page: Page, part: str, **learner: object) -> str:
    """Opens one part of the learner's own form; its address."""
    address = reverse("candidacies:part", args=[learner["candidacy"].key, part])
    page.goto(address)
    return address


def learner_of(candidacy) -> Role:
    return Role.objects.get(person=candidacy.learner, kind="learner")


def test_the_button_waits_for_typing_that_is_being_saved(open_page: OpenPage) -> None:
    """A slow connection must not show learners their own text as somebody else's."""
    candidacy = CandidacyFactory()
    page = open_page(phone=True, role=learner_of(candidacy))
    form_of(page, "school", candidacy=candidacy)
    held: list[tuple[Route, APIResponse]] = []

    def slow_at_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/save/", slow_at_first)
    with page.expect_request("**/save/"):
        page.locator('[name="study_programme"]').fill("Verkoop duaal")
    while not held:
        page.wait_for_timeout(20)
    page.locator('[name="study_year"]').fill("6")
    page.locator(".action-bar button.btn-primary").click()
    held[0][0].fulfill(response=held[0][1])
    page.wait_for_url("**/form/destination/")
    candidacy.profile.refresh_from_db()
    assert (candidacy.profile.study_programme, candidacy.profile.study_year) == ("Verkoop duaal", "6")
