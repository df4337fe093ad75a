"""Phase one on phones: a minor with separated parents, one of whom reads Polish, and an agreement with a company.

The papers are asked, signed (one of them with a pen), sealed, checked by a stranger; one parent withdraws and the departure is held up.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.journal import clock
from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.queries import final_copy
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.actions import open_for_learner
from erasdu.kernel.actor import SYSTEM
from tests.browser import axe, shot
from tests.factories.admissions import decided
from tests.factories.organisations import AccountFactory
from tests.journey.candidacies.approving import guardian, ready
from tests.sealing import seal_folder
from tests.stories.hands import Hands, worker_goes_round
from tests.stories.pen import photo, worker_reads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R25", "R34")]


@pytest.fixture(autouse=True)
def _ready(settings, transactional_db, story_clock, live_server) -> None:
    settings.SEAL_FOLDER, settings.SITE_URL = seal_folder(), live_server.url


@pytest.fixture
def learner() -> Candidacy:
    """Selected, seventeen, with a training company, a mother who reads Polish and a father who lives elsewhere."""
    row = decided(ready(parents=0), approved=False)
    guardian(row, 1, given_name="Agnieszka", family_name="Nowak", language="pl")
    father = guardian(row, 2, given_name="Karim", family_name="El Amrani")
    type(father).objects.filter(pk=father.pk).update(channel="hand")
    Candidacy.objects.filter(pk=row.pk).update(guardian_mode="both")
    row.refresh_from_db()
    return row


def apart(work):
    """In another thread than the browser's, which has a loop of its own: as the worker does it."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(done).result()


def signer_of(kind: str, name: str = "") -> Signer:
    rows = Signer.objects.filter(envelope__document__kind=f"candidacies.{kind}", name__startswith=name)
    return rows.select_related("link", "envelope__document", "person").exclude(state="passed_on").latest("pk")


def come_in(hands: Hands, signer: Signer, code: str = "") -> None:
    """From the mail: a button, the code by its own way, and the first time the privacy notice."""
    assert signer.link
    hands.page.goto(f"/l/{links.token_of(signer.link)}/")
    hands.press("Open my link")
    hands.page.wait_for_url("**/l/code/")
    hands.fill(code=code or links.code_text(Code.objects.filter(link=signer.link).latest("pk")))
    hands.press("Go on")
    hands.page.wait_for_load_state()
    if "/l/notice/" in hands.page.url:
        hands.press("I have read this")
    hands.page.wait_for_url("**/papers/sign/**")


def sign(hands: Hands, name: str) -> None:
    hands.fill(typed_name=name)
    hands.tick("consent")
    hands.press("Sign")
    hands.sees("Signed. Thank you.")


def test_a_minor_with_separated_parents_and_an_agreement(open_page, learner: Candidacy, at) -> None:
    contact = Role.objects.get(organisation=learner.school, kind="contact_point")
    school = Hands(open_page(role=contact))
    grid = reverse("admissions:papers", args=[learner.enrolment.key])
    school.page.goto(grid)
    axe(school.page)
    school.press("Ask for everything that can be asked")
    apart(partial(run_jobs, JOBS, clock=clock.now))
    school.page.goto(grid)
    shot(school.page, "papers-asked-desktop-nl")
    assert Envelope.objects.filter(state="open").count() == 5

    company = Hands(open_page(phone=True))
    come_in(company, signer_of("company_approval"))
    axe(company.page)
    company.choose("answer", "yes_except")
    company.fill(except_from_1="2027-03-10", except_until_1="2027-03-11")
    shot(company.page, "papers-company-phone-nl")
    sign(company, signer_of("company_approval").name)

    mother = Hands(open_page(phone=True))
    come_in(mother, signer_of("guardian_approval", "Agnieszka"))
    assert Letter.objects.filter(medium="text").exists()
    expect(mother.page.locator('[lang="pl"]').first).to_be_visible()
    axe(mother.page)
    shot(mother.page, "papers-mother-phone-pl")
    sign(mother, "Agnieszka Nowak")

    _father_signs_with_a_code_that_the_school_hands_over(school, Hands(open_page(phone=True)))
    _learner_signs(open_page, learner, "cv")
    _learner_signs_with_a_pen(school)
    for envelope in Envelope.objects.filter(state="signed"):
        apart(partial(paperwork.complete, envelope, at=at))
    school.page.goto(grid)
    shot(school.page, "papers-done-desktop-nl")
    assert set(Envelope.objects.values_list("document__kind", "state")) == {
        (f"candidacies.{kind}", "complete")
        for kind in ("cv", "participant_approval", "company_approval", "guardian_approval")
    }
    stranger_checks(Hands(open_page(), "en"))
    _one_parent_withdraws(school, mother, learner)


def _father_signs_with_a_code_that_the_school_hands_over(school: Hands, father: Hands) -> None:
    signer = signer_of("guardian_approval", "Karim")
    school.page.goto(reverse("paperwork:show", args=[signer.envelope.document.key]))
    axe(school.page)
    shot(school.page, "papers-staff-desktop-nl")
    school.press("Show the code to hand over")
    code = school.page.locator(".handed-code").inner_text().strip()
    come_in(father, signer, code)
    assert "Nowak" not in father.page.content()
    sign(father, "Karim El Amrani")


def _learner_signs(open_page, row: Candidacy, kind: str) -> None:
    role = Role.objects.get(person=row.learner, kind="learner")
    if not hasattr(row.learner, "account"):
        AccountFactory(person=row.learner)
    learner = Hands(open_page(role=role, phone=True))
    signer = signer_of(kind)
    learner.page.goto(reverse("paperwork:own"))
    axe(learner.page)
    shot(learner.page, "papers-learner-phone-nl")
    learner.page.goto(reverse("paperwork:sign", args=[signer.key]))
    axe(learner.page)
    sign(learner, signer.name)


def _learner_signs_with_a_pen(school: Hands) -> None:
    """The school prints the learner's own approval, photographs what was signed, and looks at the signature."""
    signer = signer_of("participant_approval")
    envelope = signer.envelope
    school.page.goto(reverse("paperwork:show", args=[envelope.document.key]))
    with school.page.expect_download() as download:
        school.follow("Print it, to be signed by hand")
    pdf = Path(download.value.path()).read_bytes()
    school.page.goto(reverse("paperwork:scans"))
    sheets = [photo(pdf, number) for number in range(1, envelope.pages + 1)]
    school.page.locator('input[name="photos"]').set_input_files(sheets)
    school.press("Send")
    school.sees("We are reading your photos")
    worker_reads()
    school.follow("Look at the signatures")
    school.tick(f"signer-{signer.key}-seen")
    school.press("Confirm")
    school.page.wait_for_url(f"**/papers/{envelope.document.key}/")


def stranger_checks(stranger: Hands) -> None:
    """Every copy is ours, and one with a changed byte is not."""
    for envelope in Envelope.objects.filter(state="complete").select_related("document"):
        pdf = apart(partial(_copy, envelope))
        _upload(stranger.page, pdf)
        expect(stranger.page.locator('#answer [data-answer^="exact"]')).to_be_visible()
    shot(stranger.page, "papers-verified-desktop-en")
    _upload(stranger.page, pdf.replace(b"/Type", b"/Typo", 1))
    stranger.page.locator("#verify-send:visible, #verify-send button:visible").first.click()
    expect(stranger.page.locator('#answer [data-answer="not_ours"]')).to_be_visible()


def _copy(envelope: Envelope) -> bytes:
    copy = final_copy(envelope)
    assert copy is not None
    return copy


def _upload(page: Page, pdf: bytes) -> None:
    page.goto(reverse("verify:check"))
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.locator("#verify-form button[type=submit]").first.click()
    expect(page.locator("#answer h2, #verify-send").first).to_be_visible()


def _one_parent_withdraws(school: Hands, mother: Hands, row: Candidacy) -> None:
    stay = open_for_learner(
        row.call, row.learner, row.school, profile=row.profile, destination=None, by=SYSTEM, at=clock.now()
    )
    signer = signer_of("guardian_approval", "Agnieszka")
    come_in(mother, signer)
    mother.follow("I take this back")
    mother.fill(reason="Jestem przeciwna.")
    mother.press("Take it back")
    mother.sees("You took this back. The school contacts you.")
    worker_goes_round()
    alarmed = Letter.objects.filter(template="notices/letters/paper_held_up")
    assert alarmed.count() >= 1
    assert Document.objects.exclude(frozen_at=None).count() == 1
    school.page.goto(reverse("candidacies:candidate", args=[row.key]))
    expect(school.page.locator("main .status-blocking").first).to_be_visible()
    school.page.goto(reverse("mobilities:show", args=[stay.key]))
    expect(school.page.locator(f'main .notice-blocking a[href*="{row.key}"][href$="#papers"]')).to_be_visible()
    axe(school.page)
    shot(school.page, "papers-held-up-desktop-nl")
