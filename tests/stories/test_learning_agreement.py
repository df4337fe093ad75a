"""The host fills in its part on a phone, four parties sign, a stranger checks it; then the mentor changes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.journal import clock
from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.people.models import Person
from erasdu.kernel.actor import Actor
from tests.browser import axe, shot
from tests.journey.agreements.planning import ready_plan
from tests.journey.mobilities.staying import contact_of
from tests.sealing import seal_folder
from tests.stories.hands import Hands, open_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R31", "R32", "R33")]
KIND = "agreements.learning"


@pytest.fixture(autouse=True)
def _ready(settings, transactional_db, story_clock) -> None:
    settings.SEAL_FOLDER = seal_folder()


def apart(work):
    """In another thread than the browser's, which has a loop of its own: as the worker does it."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(done).result()


def asked() -> list[str]:
    newest = Envelope.objects.filter(document__kind=KIND).latest("version")
    return sorted(Signer.objects.filter(envelope=newest, state="asked").values_list("role", flat=True))


def signs(role: str, at) -> None:
    """Somebody whose page is told in other stories."""
    signer = Signer.objects.filter(envelope__document__kind=KIND, role=role).select_related("envelope").latest("pk")
    by = Actor(signer.person_id, "holder", via="link", link=signer.link_id)
    shown = signer.envelope.shown_sha256
    paperwork.sign(signer, shown_sha256=shown, typed_name=signer.name, answers={}, visit=Visit(), by=by, at=at)


def test_signed_by_four_and_the_mentor_changes(open_page, at) -> None:
    plan = ready_plan(at)
    Person.objects.filter(email="tiago@moinho.example").update(language="nl")  # so that one reads what is pressed
    school = Hands(open_page(role=contact_of(plan.mobility)))
    school.page.goto(reverse("mobilities:show", args=[plan.mobility.key]))
    school.follow("To the learning agreement")
    axe(school.page)
    shot(school.page, "learning-agreement-desktop-nl")
    school.press("Send the host a link to fill it in")

    host = Hands(open_page(phone=True))
    open_link(host, "host", "tiago@moinho.example")
    host.page.wait_for_url("**/agreements/host/**")
    axe(host.page)
    shot(host.page, "learning-agreement-host-phone")
    host.unfold("Other tasks, and more about the mentor")
    host.unfold("Change or add what one learns")
    host.fill(own_tasks="vis fileren\nbrood bakken", outcome_2_en="bake bread")
    host.press("Save")
    host.sees("Thank you, it is saved")

    school.page.reload()
    school.sees("What the host changed")
    expect(school.page.locator("ins").filter(has_text="brood bakken")).to_be_visible()
    school.press("Send it to be signed")
    school.sees("The learning agreement is on its way to who signs it.")
    for role in ("learner", "guardian_1", "contact_point"):
        assert role in asked()
        signs(role, at)
    assert asked() == ["host"]

    signer = Signer.objects.select_related("link", "person").get(envelope__document__kind=KIND, role="host")
    assert signer.link
    host.page.goto(f"/l/{links.token_of(signer.link)}/")
    host.press("Open my link")
    host.page.wait_for_url("**/l/code/")
    host.fill(code=links.code_text(Code.objects.filter(link=signer.link).latest("pk")))
    host.press("Go on")
    host.page.wait_for_url("**/papers/sign/**")
    axe(host.page)
    shot(host.page, "learning-agreement-sign-phone")
    host.fill(typed_name=signer.name)
    host.tick("consent")
    host.page.locator("main form button[type=submit].btn-primary").first.click()
    host.page.wait_for_load_state()
    apart(partial(run_jobs, JOBS, clock=clock.now))
    first = Envelope.objects.get(document__kind=KIND)
    assert first.state == "complete"

    stranger = Hands(open_page())
    stranger.page.goto(f"/v/{first.code}/")
    expect(stranger.page.locator("main")).to_contain_text("Leerovereenkomst")

    school.page.reload()
    school.sees("Signed by all.")
    school.follow("Change mentor, tasks or days")
    axe(school.page)
    school.fill(mentor_name="Inês Duarte")
    school.press("Save and send")
    school.sees("The change is on its way to whom it binds.")
    assert asked() == ["contact_point", "host"]
    shot(school.page, "learning-agreement-changed-desktop-nl")
    signs("contact_point", at)
    signs("host", at)
    assert Envelope.objects.get(document__kind=KIND, version=2).state == "signed"
