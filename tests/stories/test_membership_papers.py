"""A school board joins by signing agreement and mandate: on a phone, by link and code; then the coordinator signs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries import is_registered
from erasdu.journey.membership import queries
from erasdu.kernel.seal import keys
from erasdu.kernel.seal.verifying import Status, examine
from tests.browser import axe, shot
from tests.journey.membership import scene
from tests.sealing import seal_folder
from tests.stories.hands import Hands

Found = TypeVar("Found")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R22", "R23", "R25")]


@pytest.fixture(autouse=True)
def _ready(settings, transactional_db, story_clock):
    settings.SEAL_FOLDER = seal_folder()


def sign(hands: Hands, name: str) -> None:
    hands.fill(typed_name=name)
    hands.tick("consent")
    hands.press("Sign")
    hands.sees("Signed. Thank you.")


def open_paper(hands: Hands, signer: Signer) -> None:
    """From the mail: a button, the code of the next mail, and the first time the privacy notice."""
    assert signer.link
    hands.page.goto(f"/l/{links.token_of(signer.link)}/")
    hands.press("Open my link")
    hands.page.wait_for_url("**/l/code/")
    hands.fill(code=links.code_text(Code.objects.filter(link=signer.link).latest("pk")))
    hands.press("Go on")
    hands.page.wait_for_load_state()
    if "/l/notice/" in hands.page.url:
        hands.press("I have read this")
    hands.page.wait_for_url("**/papers/sign/**")


def fill_in(hands: Hands, role: str, one: scene.Representative) -> None:
    names = ("given_name", "family_name", "email", "function", "authority")
    hands.fill(**{f"{role}_{name}": getattr(one, name) for name in names})


def test_a_school_board_joins_by_signing(open_page, at) -> None:
    office, membership = scene.office(), scene.joining()
    coordinator = Hands(open_page(role=office))
    address = reverse("membership:papers", args=[membership.key])
    coordinator.page.goto(address)
    axe(coordinator.page)
    coordinator.follow("Send agreement and mandate")
    fill_in(coordinator, "board", scene.MARC)
    coordinator.fill(coordinator_authority="statuten, artikel 9")
    axe(coordinator.page)
    shot(coordinator.page, "membership-send-desktop-nl")
    coordinator.press("Send agreement and mandate")
    coordinator.page.wait_for_url(f"**{address}")
    coordinator.sees("The school is a member as soon as both papers are signed by everybody.")
    shot(coordinator.page, "membership-signing-desktop-nl")
    board = Hands(open_page(phone=True))
    for signer in Signer.objects.filter(role="board").order_by("pk"):
        open_paper(board, signer)
        shot(board.page, "membership-sign-phone-nl")
        axe(board.page)
        sign(board, "Marc Dewaele")
    assert not queries.is_active(membership.organisation, membership.grant_agreement, at.date())
    for _ in range(2):
        coordinator.page.goto(address)
        coordinator.sees("You sign now")
        coordinator.page.locator(".panel-now a.btn-primary").click()
        sign(coordinator, "Annelies Verhoeven")
    coordinator.page.goto(address)
    expect(coordinator.page.locator(".panel-now")).to_have_count(0)
    assert queries.is_active(membership.organisation, membership.grant_agreement, at.date())
    shot(coordinator.page, "membership-active-desktop-nl")
    for envelope in Envelope.objects.select_related("document"):
        _apart(partial(paperwork.complete, envelope, at=at))
        pdf = _verified(coordinator.page, envelope)
    phone = open_page(phone=True, role=office)
    phone.goto(address)
    axe(phone)  # long names and how they stand beside one another
    stranger = open_page()
    stranger.goto(reverse("verify:check"))
    copy: FilePayload = {"name": "copy.pdf", "mimeType": "application/pdf", "buffer": pdf}
    stranger.locator("input[type=file]").first.set_input_files(copy)
    stranger.locator("#verify-form button[type=submit]").first.click()
    expect(stranger.locator('#answer [data-answer^="exact"]')).to_be_visible()


def _apart(work: Callable[[], Found]) -> Found:
    """In another thread than the browser's, which has a loop of its own: as the worker seals, and verifying asks."""

    def done() -> Found:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(done).result()


def _verified(page: Page, envelope: Envelope) -> bytes:
    """The copy that is downloaded is exactly the registered one, and a changed byte is noticed."""
    pdf = page.request.get(reverse("paperwork:file", args=[envelope.document.key, 1])).body()

    def status(of: bytes) -> Status:
        return examine(of, trusted=keys.trusted(seal_folder()), is_registered=is_registered).status

    assert _apart(lambda: status(pdf)) is Status.EXACT_COPY
    assert _apart(lambda: status(pdf.replace(b"/Type", b"/Typo", 1))) is Status.NOT_OURS
    return pdf
