"""A paper that somebody would rather sign with a pen: printed, signed, photographed, looked at, complete."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from erasdu.ground.paperwork.models import Envelope
from tests.browser import OpenPage, axe, shot
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene
from tests.stories.hands import Hands
from tests.stories.pen import photo, worker_reads


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R25", "R34")
def test_from_print_to_complete(
    open_page: OpenPage, story_clock: Callable[[datetime], None], at: datetime, settings, live_server
) -> None:
    cache.clear()
    settings.SITE_URL = live_server.url
    candidacy = CandidacyFactory(applied=True)
    envelope = scene.company_paper(at, candidacy=candidacy)
    point = RoleFactory(organisation=candidacy.school)

    page = open_page(role=point)
    hands = Hands(page)
    page.goto(f"/papers/{envelope.document.key}/")
    shot(page, "twin-paper-desktop")
    with page.expect_download() as download:
        hands.follow("Print it, to be signed by hand")
    pdf = Path(download.value.path()).read_bytes()

    page = open_page(role=point, phone=True)
    hands = Hands(page)
    page.goto("/papers/scans/")
    axe(page)
    shot(page, "twin-send-phone")
    sent = [photo(pdf, number) for number in range(1, envelope.pages + 1)] + [photo(pdf, 1, hidden=True)]
    page.locator('input[name="photos"]').set_input_files(sent)  # type: ignore[arg-type]
    hands.press("Send")
    hands.sees("We are reading your photos")
    axe(page)
    shot(page, "twin-reading-phone")
    worker_reads()
    hands.sees("We are not sure: which paper is this?")
    hands.sees("%(here)s of %(all)s page here", here=envelope.pages, all=envelope.pages)
    expect(page.locator(".scan-picture img").first).to_be_visible()
    axe(page)
    shot(page, "twin-read-phone")
    hands.follow("Say which paper this is")
    axe(page)
    shot(page, "twin-which-phone")
    hands.press("Take this photo away")
    page.goto("/")
    hands.sees("Photos of signed papers to look at")
    shot(page, "twin-home-phone")
    hands.follow("Look at them")
    desktop = open_page(role=point)
    desktop.goto(page.url)
    axe(desktop)
    shot(desktop, "twin-inbox-desktop")
    hands.follow("Look at the signatures")
    axe(page)
    shot(page, "twin-confirm-phone")
    signer = scene.signer_of(envelope)
    desktop.goto(page.url)
    axe(desktop)
    shot(desktop, "twin-confirm-desktop")
    hands.tick(f"signer-{signer.key}-seen")
    hands.choose(f"signer-{signer.key}-answer", "yes")
    hands.press("Confirm")
    page.wait_for_url(f"**/papers/{envelope.document.key}/")
    worker_reads()
    assert Envelope.objects.get(pk=envelope.pk).state == "complete"
    page.reload()
    hands.sees("complete")
    shot(page, "twin-complete-phone")
