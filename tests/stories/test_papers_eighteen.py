"""The learner turns 18 in between: what waits for the parent is taken back, and the learner decides alone.

Papers are asked of a minor and the parent; the birthday passes; every copy is checked by a stranger.
"""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.journal import clock, gates
from erasdu.ground.links import queries as links
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.actions import open_for_learner
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.tasks import come_of_age
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.requirement import DEPART, blocking
from tests.browser import axe, shot
from tests.factories.admissions import decided
from tests.factories.organisations import AccountFactory
from tests.journey.candidacies.approving import ready
from tests.sealing import seal_folder
from tests.stories.hands import Hands
from tests.stories.test_papers import apart, sign, signer_of, stranger_checks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R25")]
OF_STAY = {"participant_approval", "guardian_approval", "stay_planned", "emergency_contact", "travel_permission_seen"}
BIRTHDAY = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _ready(settings, transactional_db, story_clock) -> None:
    settings.SEAL_FOLDER = seal_folder()


@pytest.fixture
def learner() -> Candidacy:
    """Selected, without a training company, three days before the eighteenth birthday."""
    row = decided(ready(dual=False), approved=False)
    Candidacy.objects.filter(pk=row.pk).update(birth_date=date(2008, 11, 26), agreement="none")
    row.refresh_from_db()
    if not hasattr(row.learner, "account"):
        AccountFactory(person=row.learner)
    return row


@pytest.fixture
def stay(learner: Candidacy) -> Mobility:
    return open_for_learner(
        learner.call, learner.learner, learner.school, profile=learner.profile, destination=None, by=SYSTEM,
        at=clock.now(),
    )  # fmt: skip


def work() -> None:
    """What the background worker does: makes papers, and seals what is signed."""
    while run_jobs(JOBS, clock=clock.now):
        pass


def sign_as_learner(page: Page, kind: str, **answers: str) -> None:
    hands = Hands(page)
    signer = Signer.objects.filter(envelope__document__kind=f"candidacies.{kind}", role="learner").latest("pk")
    hands.page.goto(reverse("paperwork:sign", args=[signer.key]))
    hands.fill(**answers)
    sign(hands, signer.name)


def test_the_birthday_passes_while_a_parent_has_not_signed(
    open_page, learner: Candidacy, stay: Mobility, story_clock
) -> None:
    contact = Role.objects.get(organisation=learner.school, kind="contact_point")
    role = Role.objects.get(person=learner.learner, kind="learner")
    school = Hands(open_page(role=contact))
    school.page.goto(reverse("admissions:papers", args=[learner.enrolment.key]))
    school.press("Ask for everything that can be asked")
    apart(work)
    school.page.goto(reverse("mobilities:show", args=[stay.key]))
    axe(school.page)
    shot(school.page, "stay-before-papers-desktop-nl")
    school.press("Ask for these papers")
    school.sees("The papers are on their way to who signs them.")

    own = open_page(role=role, phone=True)
    for kind in ("cv", "participant_approval"):
        sign_as_learner(own, kind)
    sign_as_learner(
        own, "emergency_contact", name="Greta Maes", relation="grootmoeder", phone="+32470000145", language="Nederlands"
    )
    waiting = signer_of("guardian_approval")
    assert waiting.link
    asked = Signer.objects.filter(envelope__document__kind="candidacies.emergency_contact", state="asked")
    assert asked.get().role == "guardian_1"  # the parent's turn now
    own.goto(reverse("mobilities:show", args=[stay.key]))
    Hands(own).sees("A parent or guardian still has to sign the paper with your emergency contact.")
    axe(own)
    shot(own, "stay-minor-phone-nl")

    story_clock(BIRTHDAY)
    assert apart(come_of_age) == 0
    states = dict(Envelope.objects.order_by("version").values_list("document__kind", "state"))
    assert states["candidacies.guardian_approval"] == "withdrawn"
    assert states["candidacies.emergency_contact"] == "signed"  # what the learner signed went along
    assert not Signer.objects.filter(role__startswith="guardian", envelope__state="open").exists()
    parent = open_page(phone=True)
    parent.goto(f"/l/{links.token_of(waiting.link)}/")
    expect(parent.locator("main")).not_to_contain_text(Hands(parent).says("Open my link"))

    _decides_alone(open_page, role, contact, stay)
    apart(work)
    assert Envelope.objects.filter(state="complete").count() >= 3
    stranger_checks(Hands(open_page(), "en"))


def _decides_alone(open_page, role: Role, contact: Role, stay: Mobility) -> None:
    """Signs the approval once more, which the platform asked on the birthday, and chooses whether the parents hear."""
    school = Hands(open_page(role=contact))
    own = Hands(open_page(role=role, phone=True))
    sign_as_learner(own.page, "participant_approval")
    own.page.goto(reverse("mobilities:show", args=[stay.key]))
    own.press("Yes, keep my parents informed")
    own.sees("Your parents stay informed.")
    axe(own.page)
    shot(own.page, "stay-adult-phone-nl")
    own.press("Tell my parents nothing new any more")
    own.sees("Your parents hear nothing new any more.")
    school.page.goto(reverse("mobilities:show", args=[stay.key]))
    Mobility.objects.filter(pk=stay.pk).update(planned_from=date(2027, 3, 7), planned_until=date(2027, 3, 20))
    school.page.reload()
    contact_known = school.page.locator(
        "#departure li", has_text=school.says("It is known whom to call in an emergency")
    )
    expect(contact_known.locator(".status-met")).to_be_visible()
    assert not OF_STAY & {item.code for item in blocking(gates.needed(DEPART, [stay], clock.today())[stay.pk], DEPART)}
    shot(school.page, "stay-in-order-desktop-nl")
