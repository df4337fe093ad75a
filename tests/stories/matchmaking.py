"""What people do at a board of the matching, at the doors of hosts, and with the agreement: in both directions alike."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.places.models import Town
from erasdu.journey.agreements import queries as plans
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.matching import actions
from erasdu.journey.matching.followers import follow_journal
from erasdu.journey.matching.models import Answer, Board, Match, Proposal
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from tests.browser import OpenPage, axe, shot
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PersonFactory
from tests.journey.agreements.planning import OUTCOMES, SCHOOL
from tests.stories.hands import Hands, open_link, row_of

KIND = "agreements.learning"
# What learners tell of themselves by their own links, which is told in `test_personal_link`.
WORKS = {
    "sector": "hospitality", "complementary": "yes", "shares_room": "yes",
    "languages": {"en": {"conversation": "B1", "listening": "B1", "speaking": "B1"}},
}  # fmt: skip


def town(pk: int, name: str, country: str) -> Town:
    return Town.objects.create(id=pk, name=name, country=country, latitude=50.9, longitude=4.7, population=100_000)


def network(keeper: Any, town: Town, companies: dict[str, int], homes: Iterable[str]) -> None:
    """Restaurants with so many places, and families with a room for one; who works at a company reads what is spoken
    there, a family Dutch.
    """
    spoken = {"PT": "pt", "ES": "es"}.get(town.country, "nl")
    for number, (name, places) in enumerate(companies.items()):
        person = PersonFactory(given_name="Tess", email=f"{number}@{town.pk}-keuken.example", language=spoken)
        firm = FirmFactory(name=name, country=town.country)
        company = CompanyFactory(keeper=keeper, organisation=firm, town=town, contact=person)
        PlacementFactory(
            company=company, mentor=person, places=places, starts_at=time(9), ends_at=time(17), days=[1, 2, 3, 4, 5]
        )
    for number, name in enumerate(homes):
        person = PersonFactory(given_name="Lotte", email=f"{number}@{town.pk}-thuis.example")
        RoomFactory(home=HomeFactory(keeper=keeper, town=town, name=name, contact=person, smoking="no", pets=[]))


class Desk(Hands):
    """Whoever matches, at the page of one board."""

    def __init__(self, page: Page, board: Board) -> None:
        super().__init__(page)
        self.board = board

    def open(self) -> None:
        self.page.goto(reverse("matching:board", args=[self.board.key]))

    def of(self, stay: Mobility) -> None:
        self.page.goto(reverse("matching:learner", args=[self.board.key, stay.key]))

    def row(self, stay: Mobility) -> Locator:
        return row_of(self.page, str(stay.person))

    def match(self, stay: Mobility) -> Match:
        return Match.objects.select_related("room__home").get(mobility=stay, ended_at=None)

    def home(self, stay: Mobility) -> str:
        room = self.match(stay).room
        assert room is not None
        return room.home.name

    def matches_by_hand(self, stay: Mobility) -> None:
        """The first suggestion, which says why."""
        self.of(stay)
        self.button("Choose this").first.click()
        self.sees("Why this one")

    def worker_runs(self) -> None:
        """What the background worker does; the page hears of it by itself."""
        actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))
        number = Proposal.objects.filter(board=self.board).latest("pk").number
        expect(self.page.locator(".page-aside")).to_contain_text(self.says("Proposal %(number)s", number=number))

    def proposes(self, button: str = "Let the optimiser propose", *, stopped: bool = False) -> None:
        self.press(button)
        if stopped:
            self.press("Stop, and keep the best so far")
        self.worker_runs()

    def takes_over(self) -> None:
        self.page.locator("button[formaction*='/adopt/']").click()

    def asks_why_not(self, stay: Mobility, home: str) -> None:
        self.of(stay)
        self.page.locator("#why-not select[name=home]").select_option(label=home)
        self.press("Look it up")
        expect(self.page.locator("#why-not .notice")).to_be_visible()

    def locks(self, stay: Mobility, home: str, button: str) -> None:
        self.of(stay)
        self.unfold("Pin, or rule out")
        self.page.locator("details[open] select[name=home]").select_option(label=home)
        self.press(button)
        expect(self.page.locator(".page-aside")).to_contain_text(home)

    def drags_to_a_free_bed(self, stay: Mobility) -> str:
        """By the pointer: the sign of moving is taken along until the drawer has what one drops on. The home before."""
        before = self.home(stay)
        self.open()
        self.row(stay).locator("[data-move]").hover()
        self.page.mouse.down()
        self.page.mouse.move(400, 300, steps=3)
        drawer = self.page.locator("#match-drawer section").filter(has_text=self.says("To another bed"))
        target = drawer.locator("[data-target]").first
        expect(target).to_be_visible()
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box
        self.page.mouse.move(box["x"] + 30, box["y"] + 10, steps=3)
        self.page.mouse.move(box["x"] + 34, box["y"] + 12)
        self.page.mouse.up()
        expect(self.page.locator("main .notice-met").first).to_contain_text(str(stay.person))
        assert self.home(stay) != before
        return before

    def moves_by_keyboard(self, stay: Mobility) -> None:
        before = self.home(stay)
        self.page.goto(reverse("matching:move", args=[self.board.key, stay.key]))
        beds = self.page.locator("#targets section").filter(has_text=self.says("To another bed"))
        button = self.button("Move here", within=beds).first
        button.focus()
        button.press("Enter")
        expect(self.page.locator("main .notice-met").first).to_contain_text(str(stay.person))
        assert self.home(stay) != before

    def asks_everybody(self, number: int) -> None:
        self.open()
        self.press("Ask everybody for their yes")
        expect(self.button("Ask everybody for their yes")).to_have_count(0)
        assert self.live("asked") == number

    def confirms(self, number: int) -> None:
        self.open()
        self.press("Confirm where all said yes")
        expect(self.page.locator("main .status-met").first).to_be_visible()
        assert self.live("confirmed") == number

    def live(self, state: str) -> int:
        return Match.objects.filter(mobility__in=stays(self.board), state=state, ended_at=None).count()


def stays(board: Board) -> Any:
    whose = {"receiving": board.receiving} if board.receiving_id else {"destination": board.destination}
    return Mobility.objects.filter(call=board.call, **whose)


def unanswered(board: Board) -> Any:
    """What partners, and hosts by their links, have not said yet."""
    return Answer.objects.filter(match__mobility__in=stays(board), what="", match__ended_at=None).order_by("pk")


def organisation_says_yes(open_page: OpenPage, role: Any) -> None:
    """On its page of what is proposed to it, one after the other; also for its own hosts who have not answered."""
    sends = Hands(open_page(role=role))
    sends.page.goto(reverse("matching:answers"))
    axe(sends.page)
    buttons = sends.page.locator("main form:has(input[name=what][value=yes]) button")
    expect(buttons.first).to_be_visible()
    while left := buttons.count():
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)


def answers_by_link(open_page: OpenPage, row: Answer, *, yes: bool = True) -> None:
    """A host on a phone, by the link in its mail."""
    assert row.person is not None
    host = Hands(open_page(phone=True), row.person.language)
    open_link(host, f"asked_{row.party}", row.person.email)
    host.page.wait_for_url("**/matching/answer/**")
    axe(host.page)
    shot(host.page, f"match-answer-{row.party}")
    host.choose("what", "yes" if yes else "no")
    if not yes:
        host.fill(reason="We zijn die week weg.")
    host.press("Send my answer")
    host.sees("Thank you, your answer has arrived")


def all_others_say_yes(board: Board, at: datetime) -> None:
    """By their own links, as the one before on a phone."""
    for row in unanswered(board).filter(person__isnull=False):
        actions.answer(row, yes=True, by=Actor(row.person_id, "holder", via="link"), at=at)


def apart(work: Callable[[], object]) -> None:
    """In another thread than the browser's, as the worker does it."""

    def done() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(done).result()


def worker_seals() -> None:
    """All that waits for the worker but the optimiser, which this process ran itself."""
    while run_jobs({**JOBS, "matching.run": lambda job: None}, clock=clock.now):
        pass


def worker_follows() -> None:
    """What the worker does every second with what the journal says: nobody frees a match by hand."""
    while journal.seal():
        pass
    while follow_journal():
        pass


def asked_to_sign() -> list[str]:
    newest = Envelope.objects.filter(document__kind=KIND).latest("pk")
    return sorted(Signer.objects.filter(envelope=newest, state="asked").values_list("role", flat=True))


def host_signs(open_page: OpenPage, signer: Signer) -> None:
    """By the link in its mail, on a phone, in the language of the company."""
    host = Hands(open_page(phone=True), signer.person.language)
    host.page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)  # they chose none, and read their own
    open_link(host, "sign", signer.person.email)
    host.page.wait_for_url("**/papers/sign/**")
    expect(host.page.locator("html")).to_have_attribute("lang", host.language)
    axe(host.page)
    shot(host.page, f"agreement-sign-host-{host.language}")
    host.fill(typed_name=signer.name)
    host.tick("consent")
    host.press("Sign")
    host.sees("Signed. Thank you.")
    signer.refresh_from_db()
    assert signer.state == "signed"


def everybody_signs(at: datetime, *, in_browser: OpenPage | None = None) -> list[str]:
    """In turn, each by the own link; who did. `in_browser`: where the host does so on a phone."""
    done = []
    rows = Signer.objects.filter(envelope__document__kind=KIND, state="asked").select_related("envelope").order_by("pk")
    while signer := rows.first():
        if in_browser is not None and signer.role == "host":
            host_signs(in_browser, signer)
            done.append(signer.role)
            continue
        by = Actor(signer.person_id, "holder", via="link", link=signer.link_id)
        shown, name = signer.envelope.shown_sha256, signer.name
        paperwork.sign(signer, shown_sha256=shown, typed_name=name, answers={}, visit=paperwork.Visit(), by=by, at=at)
        done.append(signer.role)
    return sorted(done)


def host_fills_in(open_page: OpenPage, plan: LearningPlan) -> Hands:
    """By its link on a phone."""
    person = plans.host_signer(plan)
    assert person is not None
    host = Hands(open_page(phone=True), person.language)
    host.page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)  # they chose none, and read their own
    open_link(host, "host", person.email)
    host.page.wait_for_url("**/agreements/host/**")
    host.unfold("Other tasks, and more about the mentor")
    host.fill(
        own_tasks="brood vormen", work_language="Engels A2", mentor_phone="+351212345678",
        mentor_after_hours="+351910000016",
    )  # fmt: skip
    host.press("Save")
    host.sees("Thank you, it is saved")
    return host


def school_fills_in(sender: Hands, plan: LearningPlan) -> None:
    """Signed in, with what the host changed before its eyes."""
    sender.page.goto(reverse("agreements:show", args=[plan.key]))
    expect(sender.page.locator("ins").filter(has_text="brood vormen")).to_be_visible()
    sender.page.goto(reverse("agreements:edit", args=[plan.key, "school"]))
    sender.page.locator("main [name=qualification_level]").select_option("3")
    asked = plans.asked_at_home(plan)
    own = {name: SCHOOL[name] for name in FILLED if name in asked or name not in ("learner_address", "parents_reach")}
    sender.fill(outcome_1_nl=OUTCOMES[0]["text_nl"], outcome_1_en=OUTCOMES[0]["text_en"], **own)
    sender.press("Save")
    sender.sees("Saved.")


FILLED = (
    "qualification", "curriculum", "learner_address", "parents_reach", "school_name", "school_phone", "school_mail",
    "school_after_hours", "guidance", "evaluation", "recognition", "reintegration",
)  # fmt: skip


def agree(open_page: OpenPage, desk: Hands, sends: Any, stay: Mobility, at: datetime) -> list[str]:
    """The agreement of one stay: begun, each side filled in by itself and seen by the other, sent, signed, verified by a
    stranger; the mentor changes and only who is bound signs again. Who signed at first."""
    desk.page.goto(reverse("mobilities:show", args=[stay.key]))
    desk.follow("To the learning agreement")
    desk.press("Begin the learning agreement")
    desk.press("Send the host a link to fill it in")
    plan = plans.plan_of(stay)
    assert isinstance(plan, LearningPlan)
    host = host_fills_in(open_page, plan)
    sender = Hands(open_page(role=sends)) if stay.direction == Mobility.Direction.INCOMING else desk
    school_fills_in(sender, plan)
    host.follow("Look at it again")
    host.unfold("What the sending organisation changed")
    expect(host.page.locator("ins").filter(has_text=SCHOOL["evaluation"])).to_be_visible()
    desk.page.goto(reverse("agreements:show", args=[plan.key]))
    desk.press("Send it to be signed")
    desk.sees("The learning agreement is on its way to who signs it.")
    signed = everybody_signs(at, in_browser=open_page)
    apart(worker_seals)
    sealed = Envelope.objects.filter(document__kind=KIND).latest("pk")
    assert sealed.state == "complete"
    stranger = Hands(open_page())
    stranger.page.goto(f"/v/{sealed.code}/")
    expect(stranger.page.locator("main")).to_contain_text("Leerovereenkomst")

    desk.page.reload()
    desk.sees("Signed by all.")
    desk.follow("Change mentor, tasks or days")
    desk.fill(mentor_name="Inês Duarte")
    desk.press("Save and send")
    desk.sees("The change is on its way to whom it binds.")
    assert asked_to_sign() == ["contact_point", "host"]
    assert everybody_signs(at) == ["contact_point", "host"]
    apart(worker_seals)
    desk.page.reload()
    desk.sees("Signed by all.")
    return signed
