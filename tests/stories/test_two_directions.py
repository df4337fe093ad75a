"""From learners who have a school or a destination to agreements that are signed, in both directions.

How a partner nominates and the coordinator divides is told in `test_incoming`, how hosts offer in `test_network`, all
that a board can do in `test_matching`, how a host fills in its part and signs in `test_learning_agreement`.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.places.models import Town
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements import queries as plans
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Home
from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.nominations.models import Nomination
from erasdu.kernel.actor import Actor
from tests.browser import OpenPage, axe, shot
from tests.factories.calls import CallFactory
from tests.factories.candidacies import ProfileFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.nominations import HomeGuardianFactory, NominationFactory
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.journey.agreements.planning import HOST, OUTCOMES, SCHOOL
from tests.sealing import seal_folder
from tests.stories.hands import Hands, open_link, row_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KIND = "agreements.learning"
WINDOW = {"stay_from": date(2027, 1, 10), "stay_until": date(2027, 1, 24)}
WORK = {
    "occupation": "cook", "sector": "hospitality", "complementary": "yes", "shares_room": "yes",
    "languages": {"en": {"conversation": "B1", "listening": "B1", "speaking": "B1"}},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _ready(settings: Any, transactional_db: None, story_clock: object) -> None:
    settings.SEAL_FOLDER = seal_folder()
    cache.clear()


def network(keeper: Any, town: Town, country: str, companies: Iterable[str], homes: Iterable[str]) -> None:
    """Restaurants for one or two, and families with a room for one; each contact reads Dutch."""
    for number, name in enumerate(companies):
        person = PersonFactory(given_name="Tess", email=f"{number}@{country.lower()}-keuken.example")
        firm = FirmFactory(name=name, country=country)
        company = CompanyFactory(keeper=keeper, organisation=firm, town=town, contact=person)
        PlacementFactory(
            company=company, mentor=person, places=2, starts_at=time(9), ends_at=time(17), days=[1, 2, 3, 4, 5]
        )
    for number, name in enumerate(homes):
        person = PersonFactory(given_name="Lotte", email=f"{number}@{country.lower()}-thuis.example")
        RoomFactory(home=HomeFactory(keeper=keeper, town=town, name=name, contact=person))


def town(pk: int, name: str, country: str) -> Town:
    return Town.objects.create(id=pk, name=name, country=country, latitude=50.9, longitude=4.7, population=100_000)


def run(page: Any) -> None:
    """What the background worker does; the page hears of it by itself."""
    actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))


def all_but_the_last_say_yes(board: Board, at: Any) -> Answer:
    """By their own links, all but one, which is pressed on a phone."""
    rows = Answer.objects.filter(match__mobility__call=board.call, what="", person__isnull=False)
    *others, last = rows.order_by("pk")
    for row in others:
        actions.answer(row, yes=True, by=Actor(row.person_id, "holder", via="link"), at=at)
    return last


def says_yes(open_page: OpenPage, row: Answer) -> None:
    """A host on a phone, by the link in its mail."""
    assert row.person is not None
    host = Hands(open_page(phone=True))
    open_link(host, f"asked_{row.party}", row.person.email)
    host.page.wait_for_url("**/matching/answer/**")
    axe(host.page)
    shot(host.page, f"match-answer-{row.party}")
    host.choose("what", "yes")
    host.press("Send my answer")
    host.sees("Thank you, your answer has arrived")


def apart(work: Callable[[], object]) -> None:
    """In another thread than the browser's, as the worker does it."""

    def done() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(done).result()


def roles(state: str) -> list[str]:
    newest = Envelope.objects.filter(document__kind=KIND).latest("version")
    return sorted(Signer.objects.filter(envelope=newest, state=state).values_list("role", flat=True))


def everybody_signs(at: Any) -> list[str]:
    """In turn, each by the own link; who did."""
    done = []
    rows = Signer.objects.filter(envelope__document__kind=KIND, state="asked").select_related("envelope").order_by("pk")
    while signer := rows.first():
        by = Actor(signer.person_id, "holder", via="link", link=signer.link_id)
        shown, name = signer.envelope.shown_sha256, signer.name
        paperwork.sign(signer, shown_sha256=shown, typed_name=name, answers={}, visit=paperwork.Visit(), by=by, at=at)
        done.append(signer.role)
    return done


def agreed(open_page: OpenPage, desk: Hands, stay: Mobility, office: Actor, at: Any) -> list[str]:
    """The agreement of one stay: begun, sent, signed, verified by a stranger, changed. Who signed."""
    desk.page.goto(reverse("mobilities:show", args=[stay.key]))
    desk.follow("To the learning agreement")
    desk.press("Begin the learning agreement")
    plan = plans.plan_of(stay)
    assert isinstance(plan, LearningPlan)
    agreements.save(plan, "school", {**SCHOOL, **HOST}, outcomes=OUTCOMES, revision=plan.revision, by=office, at=at)
    desk.page.goto(reverse("agreements:show", args=[plan.key]))
    desk.press("Send it to be signed")
    desk.sees("The learning agreement is on its way to who signs it.")
    signed = everybody_signs(at)
    apart(partial(run_jobs, {**JOBS, "matching.run": lambda job: None}, clock=clock.now))
    stranger = Hands(open_page())
    stranger.page.goto(f"/v/{Envelope.objects.get(document__kind=KIND).code}/")
    expect(stranger.page.locator("main")).to_contain_text(plan.mobility.person.given_name[:1])

    desk.page.reload()
    desk.sees("Signed by all.")
    desk.follow("Change mentor, tasks or days")
    desk.fill(mentor_name="Inês Duarte")
    desk.press("Save and send")
    desk.sees("The change is on its way to whom it binds.")
    assert roles("asked") == ["contact_point", "host"]
    return signed


@pytest.mark.requirement("R10", "R13", "R14", "R33")
def test_who_comes_here_works_and_sleeps_somewhere_and_all_have_signed(open_page: OpenPage, at: Any) -> None:
    call, school, partner = CallFactory(incoming=True, **WINDOW), SchoolFactory(), PartnerFactory(country="PT")
    role, abroad, office = (
        RoleFactory(organisation=school),
        RoleFactory(organisation=partner),
        RoleFactory(coordinator=True),
    )
    leuven = town(2792482, "Leuven", "BE")
    network(
        school,
        leuven,
        "BE",
        ["De Klaproos", "De Vlier", "Het Anker"],
        ["Aerts", "Bogaert", "Claes", "Dierckx", "Engels"],
    )
    for name in ("Rita", "Tiago", "Marta", "Nuno"):
        row = NominationFactory(
            call=call, partner=partner, accepted=True, born=date(2010, 6, 1) if name == "Rita" else date(2007, 6, 1),
            mobility__receiving=school, mobility__person__given_name=name, mobility__person__family_name="Faro",
        )  # fmt: skip
        for column, value in WORK.items():
            setattr(row.mobility.profile, column, value)
        row.mobility.profile.save()
    stay = Mobility.objects.get(person__given_name="Rita")
    mother = PersonFactory(given_name="Ana", email="ana@casa.example", phone="+351913000111", language="nl")
    HomeGuardianFactory(nomination=Nomination.objects.get(mobility=stay), person=mother)

    desk = Hands(open_page(role=role))
    page = desk.page
    page.goto(reverse("matching:index", args=[call.key]))
    desk.press("Open the board")
    page.wait_for_url("**/matching/board/**")
    board = Board.objects.get(receiving=school)
    for name in ("Rita", "Tiago"):
        page.get_by_role("link", name=f"{name} Faro", exact=True).click()
        desk.button("Choose this").first.click()
        desk.follow("To the board")
    desk.press("Let the optimiser propose")
    run(page)
    page.locator("button[formaction*=adopt]").click()
    assert Match.objects.filter(state="proposed", ended_at=None).count() == 4

    home = Home.objects.filter(rooms__in=Match.objects.filter(mobility=stay, ended_at=None).values("room")).get()
    hosting.withdraw_home(home, reason="moved", by=actor_of(role), at=at)
    actions.free_fallen(at=at)
    page.goto(reverse("matching:board", args=[board.key]))
    expect(row_of(page, "Rita Faro")).not_to_contain_text(home.name)
    desk.press("Mend: move only who must")
    run(page)
    page.locator("button[formaction*=adopt]").click()
    desk.press("Ask everybody for their yes")
    assert Match.objects.filter(state="asked", ended_at=None).count() == 4

    sends = Hands(open_page(role=abroad))
    sends.page.goto(reverse("matching:answers"))
    axe(sends.page)
    for _ in range(4):
        sends.page.locator("main button[value=yes]").first.click()
    says_yes(open_page, all_but_the_last_say_yes(board, at))
    page.reload()
    desk.press("Confirm where all said yes")
    assert Match.objects.filter(state="confirmed", ended_at=None).count() == 4

    parent = Hands(open_page(phone=True))
    open_link(parent, "confirmed_parent", "ana@casa.example")
    parent.page.wait_for_url("**/hosting/stay-by-link/**")
    bed = Match.objects.select_related("room__home").get(mobility=stay, ended_at=None).room
    expect(parent.page.locator("main")).to_contain_text(bed.home.street)
    axe(parent.page)
    shot(parent.page, "stay-parent-phone")

    signed = agreed(open_page, desk, stay, actor_of(office), at)
    assert sorted(signed) == ["contact_point", "guardian_1", "host", "learner"]


@pytest.mark.requirement("R05", "R31", "R33")
def test_who_goes_to_two_destinations_works_and_sleeps_somewhere(open_page: OpenPage, at: Any) -> None:
    call, office = CallFactory(), RoleFactory(coordinator=True)
    school = RoleFactory()
    places = list(call.destinations.order_by("pk"))
    for number, place in enumerate(places):
        partner = PartnerFactory(country=place.country)
        RoleFactory(organisation=partner)
        here = town(100 + number, f"Vila {number}", place.country)
        network(partner, here, place.country, [f"Casa {number}"], [f"Familia {number}a", f"Familia {number}b"])
        for turn in range(2):
            stay = StayFactory(
                call=call, destination=place, sending=school.organisation, traveller__birth_date=date(2007, 5, 1),
                person__given_name=f"Noor{number}{turn}", person__email=f"noor{number}{turn}@leerling.example",
            )  # fmt: skip
            stay.profile = ProfileFactory(person=stay.person, **WORK)
            stay.save()
            Party.objects.create(mobility=stay, organisation=school.organisation, role="sending", since=at)
    desk = Hands(open_page(role=office))
    page = desk.page
    boards = [actions.board_of(call, "outgoing", destination=place) for place in places]
    for board in boards:
        page.goto(reverse("matching:board", args=[board.key]))
        desk.press("Let the optimiser propose")
        run(page)
        page.locator("button[formaction*=adopt]").click()
        desk.press("Ask everybody for their yes")
        for row in Answer.objects.filter(what="", person=None).select_related("organisation"):
            actions.answer(row, yes=True, by=actor_of(row.organisation.roles.get()), at=at)
        says_yes(open_page, all_but_the_last_say_yes(board, at))
        page.reload()
        desk.press("Confirm where all said yes")
    assert Match.objects.filter(state="confirmed", ended_at=None).count() == 4

    stay = Mobility.objects.order_by("pk").first()
    assert stay is not None
    signed = agreed(open_page, Hands(open_page(role=school)), stay, actor_of(office), at)
    assert sorted(signed) == ["contact_point", "host", "learner"]
