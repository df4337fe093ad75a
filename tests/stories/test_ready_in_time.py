"""A call of a hundred and twenty, four days before leaving: the coordinator finds the five who would miss the departure
in two clicks and mends some on the spot, the others those do who must; what the forecast showed is what arrives."""

import re
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from erasdu.config.rehearsing import Worker
from erasdu.ground.journal import clock, gates
from erasdu.ground.look.words import say
from erasdu.ground.meetings.models import Meeting
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.models import Person
from erasdu.ground.post.tasks import send_due
from erasdu.journey.agreements.papers import KIND as AGREEMENT
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART
from erasdu.office.notices.tasks import write_todays
from erasdu.rehearsal.stage import Order, rehearse
from tests.browser import axe, shot
from tests.factories.dossiers import copies
from tests.factories.places import towns
from tests.ground.post.test_tasks import mail_server, over_smtp
from tests.mailserver import MailServer
from tests.rehearsal.test_rehearse import DATES
from tests.stories.hands import Hands, row_of
from tests.stories.test_papers import apart, sign

__all__ = ["mail_server", "over_smtp"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R34")]
WHOLE = 120
READY = (0.1, 0.5)
# Where the playbook lets somebody miss the departure.
MISSING = {0.945: "travel_document", 0.955: "insured_health", 0.965: "learning_agreement", 0.985: "session_learner",
           0.995: "emergency_contact"}  # fmt: skip
EVE = timedelta(days=4)


def played(moment: datetime) -> dict[str, str]:
    """A call of a hundred and twenty until today; what lacks → who misses the departure for it alone."""
    towns()
    today = clock.today()
    start = today + EVE - timedelta(days=DATES["stay_from"])
    dates = {name: start + timedelta(days=days) for name, days in DATES.items()}
    parts = (*READY, *MISSING)
    order = Order(len(parts), 3, start, dates, [("PT", "Porto", False)], parts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: clock._set.get() or moment)
        found = rehearse(order, Worker(), lambda day, days: None, until=today)
    missed = {one["why"][0]["code"]: one["learner"] for one in found["outcome"]["missed"]}
    assert sorted(missed) == sorted(MISSING.values())
    copies(
        [stay for stay in Mobility.objects.order_by("pk") if str(stay.person) not in missed.values()],
        WHOLE - len(parts),
    )
    actions.rebuild(at=moment)
    return missed


def test_a_call_of_120_goes_from_granted_to_ready(
    open_page: Any, story_clock: Any, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.REHEARSAL = True
    missed = played(clock.now())
    assert Mobility.objects.count() == WHOLE

    office = Hands(open_page(role=Role.objects.get(kind="coordinator")))
    office.page.goto("/")
    office.follow("See who")
    office.page.locator('.counts a[href*="show=blocks"]').click()
    cells = office.page.get_by_role("row").filter(has=office.page.locator("td.cell"))
    expect(cells).to_have_count(len(MISSING))
    expect(office.page.locator(".counts")).to_contain_text(str(WHOLE))
    axe(office.page)
    shot(office.page, "readiness-board-desktop-nl")
    board = office.page.url

    valid = (clock.today() + timedelta(days=400)).isoformat()
    for code in ("travel_document", "insured_health"):
        open_cell(office, board, missed[code], code)
        MENDED[code](office, valid)

    foreseen = forecast_of(office, (clock.today() + timedelta(days=1)).isoformat())
    server: MailServer = request.getfixturevalue("over_smtp")
    story_clock(clock.now() + timedelta(days=1))
    apart(lambda: (write_todays(), send_due(clock.now)))
    assert foreseen
    assert foreseen == dict(arrived(mail) for mail in server.mails)

    open_cell(office, board, missed["session_learner"], "session_learner")
    office.page.goto(reverse("meetings:show", args=[Meeting.objects.latest("pk").key]))
    guest = office.page.locator("li").filter(has_text=missed["session_learner"])
    office.press("Heard it later", within=guest)
    expect(guest.locator("summary", has_text=office.says("Was not there"))).to_be_visible()

    by_school_and_learner(open_page, missed["emergency_contact"])
    open_cell(office, board, missed["learning_agreement"], "learning_agreement")
    apart(lambda: all_sign(missed["learning_agreement"], AGREEMENT))

    office.page.goto(board)
    expect(office.page.locator("main")).to_contain_text(office.says("Everybody who has not left can leave."))
    expect(office.page.get_by_role("row").filter(has=office.page.locator("td.cell"))).to_have_count(0)
    shot(office.page, "ready-in-time-ready-desktop-nl")
    stays = list(Mobility.objects.all())
    assert all(gates.ask_all(DEPART, stays, clock.today()).values())


def open_cell(office: Hands, board: str, name: str, code: str) -> None:
    """From the board to the thing itself, by the cell of what lacks."""
    office.page.goto(board)
    with translation.override("nl"):
        row_of(office.page, name).locator("td.cell a").filter(has_text=say("REQUIREMENTS", code)).click()


# -- on the spot -----------------------------------------------------------------------------------


def _document(office: Hands, valid: str) -> None:
    office.choose("kind", "identity")
    office.fill(seen_by="Els Baert", valid_until=valid)
    office.press("Save what I saw")
    office.sees("Saved who saw it, and until when it is valid.")


def _card(office: Hands, valid: str) -> None:
    office.choose("what", "ehic")
    office.fill(seen_by="Els Baert", valid_until=valid)
    office.press("Save what I saw")
    expect(office.page.locator("#seen .field-error")).to_have_count(0)


MENDED = {"travel_document": _document, "insured_health": _card}

# -- by the roles that must ------------------------------------------------------------------------


def by_school_and_learner(open_page: Any, name: str) -> None:
    """The school asks once more for the paper that was never signed; the learner signs it."""
    stay = next(one for one in Mobility.objects.select_related("person") if str(one.person) == name)
    school = Hands(open_page(role=Role.objects.get(organisation=stay.sending_id, kind="contact_point")))
    school.page.goto(reverse("mobilities:show", args=[stay.key]))
    school.press("Ask again what changed")
    signer = Signer.objects.filter(
        envelope__document__kind="candidacies.emergency_contact", envelope__document__subject_pk=stay.pk, role="learner"
    ).latest("pk")
    learner = Hands(open_page(phone=True, role=Role.objects.get(person=stay.person_id, kind="learner")))
    learner.page.goto(reverse("paperwork:sign", args=[signer.key]))
    learner.fill(name="Mia Maes", relation="tante", phone="+32470001122", language="Nederlands")
    sign(learner, signer.name)
    apart(lambda: all_sign(name, signer.envelope.document.kind))


def all_sign(name: str, kind: str) -> None:
    """Whoever's turn it is, and then whose turn comes: learner, parents, school and host."""
    stay = next(one for one in Mobility.objects.select_related("person") if str(one.person) == name)
    asked = Signer.objects.filter(
        envelope__document__kind=kind, envelope__document__subject_pk=stay.pk, state="asked", envelope__state="open"
    ).select_related("envelope__document", "person")
    while signer := asked.order_by("turn", "pk").first():
        paperwork.sign(
            signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers={},
            visit=Visit("link"), by=Actor(signer.person_id, "holder", via="link"), at=clock.now(),
        )  # fmt: skip


# -- what was shown, and what arrived --------------------------------------------------------------

LINK = re.compile(r"/l/[\w-]+/?")


def forecast_of(office: Hands, on: str) -> dict[str, tuple[str, str]]:
    """Address → subject and text of every mail that the forecast shows for that day."""
    office.page.goto(reverse("notices:index"))
    links = office.page.locator(f'a[href*="/mail/{on}/"]')
    found = {}
    for page in [str(link.get_attribute("href")) for link in links.all()]:
        office.page.goto(page)
        subject, text = office.page.locator("h1").inner_text(), office.page.locator("article").inner_text()
        found[Person.objects.get(key=page.split("/")[-2]).email] = (subject, plain(text))
    return found


def arrived(mail: Message) -> tuple[str, tuple[str, str]]:
    text, _html = (part.get_payload(decode=True) for part in mail.get_payload())
    subject = str(make_header(decode_header(mail["Subject"])))
    return str(mail["To"]), (subject, plain(text.decode()))


def plain(text: str) -> str:
    return " ".join(LINK.sub("/l/…", text).split())
