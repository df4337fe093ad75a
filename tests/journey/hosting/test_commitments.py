"""Hosts sign before somebody comes: asked once a season, taken back with the match, and needed for leaving."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.models import Job
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.look.words import reason
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries as papers
from erasdu.ground.paperwork.actions import Party, Reads, Visit
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.papers import specimen_facts
from erasdu.ground.paperwork.rules.composing import placeholders
from erasdu.journey.hosting import actions, queries, rules
from erasdu.journey.hosting.actions.commitments import KIND
from erasdu.journey.hosting.papers import wording_beside
from erasdu.journey.hosting.rules import Agreed, Received
from erasdu.journey.matching import actions as matching
from erasdu.journey.readiness.queries import departures_of
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.hosting import (
    BookingFactory,
    CompanyFactory,
    HomeFactory,
    PlacementFactory,
    RoomFactory,
    StayFactory,
)
from tests.factories.organisations import PartnerFactory, RoleFactory
from tests.ground.paperwork.scene import come_in
from tests.journey.matching.scene import Scene

JANUARY = Period(date(2027, 1, 10), date(2027, 1, 24))
STAY = Period(date(2027, 1, 11), date(2027, 1, 23))


def work() -> None:
    """What waits in the background for hosts."""
    for job in Job.objects.filter(kind=KIND, done_at=None).order_by("pk"):
        JOBS[KIND](job)
        Job.objects.filter(pk=job.pk).update(done_at=AT)


def confirmed(scene: Scene, number: int = 0) -> Any:
    match = scene.place(number, room=number)
    matching.ask(scene.board, match, by=scene.by, at=AT)
    scene.all_say_yes(match)
    match.refresh_from_db()
    scene.board.refresh_from_db()
    matching.confirm(scene.board, match, by=scene.by, at=AT)
    work()
    return match


def sign_all(envelope: Envelope) -> None:
    while (
        signer := Signer.objects.filter(envelope=envelope, state="asked").select_related("envelope__document").first()
    ):
        who = Actor(signer.person_id, "holder", via="link")
        paperwork.sign(
            signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit("link"),
            by=who, at=AT,
        )  # fmt: skip


def state_of(stay: Any) -> dict[str, tuple[str, str]]:
    return {item.code: (item.state, item.who) for item in departures_of([stay], AT.date())[stay.pk]}


# -- rules -----------------------------------------------------------------------------------------


@given(
    papers=st.lists(
        st.builds(
            Agreed,
            st.builds(
                lambda first, days: Period(date(2027, 1, 1) + timedelta(first), date(2027, 1, 1) + timedelta(first + days)),
                st.integers(0, 30), st.integers(0, 30),
            ),
            st.booleans(),
            st.sampled_from(["", "host", "contact_point"]),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_only_a_signed_paper_of_all_the_days_lets_somebody_leave(papers: list[Agreed]) -> None:
    (item,) = rules.requirements([Received(STAY, False, tuple(papers))], JANUARY, AT.date())
    whole = [one for one in papers if one.days.start <= STAY.start and STAY.end <= one.days.end]
    assert (item.state == "met") == any(one.signed for one in whole)
    assert item.blocks == {"depart", "stay"}
    assert item.who == "contact_point" or any(item.who == one.who for one in whole)


def test_what_is_asked_of_whom_and_until_when() -> None:
    asked = Received(STAY, True, (Agreed(JANUARY, False, "host"),))
    assert rules.requirements([], JANUARY, AT.date()) == []
    (item,) = rules.requirements([asked], JANUARY, AT.date())
    assert (item.code, item.state, item.who, item.by) == ("family_agreement", "waiting", "family", JANUARY.start)
    (item,) = rules.requirements([asked], JANUARY, JANUARY.end)
    assert item.state == "overdue"
    (item,) = rules.requirements([Received(STAY, False)], None, AT.date())
    assert (item.code, item.state, item.who, item.by) == ("host_commitment", "open", "contact_point", None)


# -- asked -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.requirement("R25")
def test_both_hosts_of_a_confirmed_match_sign_once_for_everybody_of_that_round(client: Client) -> None:
    scene = Scene()
    scene.placement.periods.update(places=2)
    confirmed(scene)
    company, family = Envelope.objects.order_by("document__kind")
    assert [(signer.role, signer.person, signer.state) for signer in family.signers.order_by("turn")] == [
        ("host", scene.home.contact, "asked"), ("contact_point", scene.role.person, "waiting"),
    ]  # fmt: skip
    assert company.signers.get(role="host").organisation == scene.company.organisation
    said = str(papers.data_of(company))
    assert all(text in said for text in (scene.company.organisation.name, "zo 10 jan. 2027", "zo 24 jan. 2027"))
    first = scene.stays[0]
    assert state_of(first)["host_commitment"] == ("waiting", "host")
    assert state_of(first)["family_agreement"] == ("waiting", "family")

    client.force_login(scene.role.person.account)
    waits = "Een bedrijf of gastgezin tekende nog niet"
    assert waits in client.get(f"/matching/board/{scene.board.key}/").content.decode()
    sign_all(company)
    signer = Signer.objects.select_related("envelope__document").get(envelope=family, role="host")
    by_link = Actor(signer.person_id, "holder", via="link")
    paperwork.sign(
        signer,
        shown_sha256=family.shown_sha256,
        typed_name=signer.name,
        answers={},
        visit=Visit("link"),
        by=by_link,
        at=AT,
    )
    assert "/papers/mine/" in client.get("/").content.decode()  # the school's turn: it stands on its start page
    sign_all(family)
    assert waits not in client.get(f"/matching/board/{scene.board.key}/").content.decode()
    assert {code: state_of(first)[code][0] for code in rules.commitments.CODES} == dict.fromkeys(
        rules.commitments.CODES, "met"
    )
    confirmed(scene, 1)  # another learner of the same round
    assert Envelope.objects.count() == 2
    assert state_of(scene.stays[1])["family_agreement"][0] == "met"
    with pytest.raises(Refused, match="^host_agreed$"):
        actions.ask_commitment(scene.home, by=scene.by, at=AT)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_who_signs_nothing_that_is_for_nobody_any_more() -> None:
    scene = Scene()
    match = confirmed(scene)
    sign_all(Envelope.objects.get(document__kind="hosting.company"))
    scene.board.refresh_from_db()
    matching.end(scene.board, match, code="by_hand", revision=scene.board.revision, by=scene.by, at=AT)
    states = dict(Envelope.objects.values_list("document__kind", "state"))
    assert states == {"hosting.company": "signed", "hosting.family": "withdrawn"}
    assert "family_agreement" not in state_of(scene.stays[0])
    confirmed(scene, 1)  # signed already; the family is asked anew
    assert list(Envelope.objects.filter(document__kind="hosting.company").values_list("version", flat=True)) == [1]
    assert Envelope.objects.filter(document__kind="hosting.family", state="open", version=2).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_who_said_no_is_asked_again_by_a_person_only() -> None:
    scene = Scene()
    scene.placement.periods.update(places=2)
    confirmed(scene)
    signer = Signer.objects.select_related("envelope__document").get(
        role="host", envelope__document__kind="hosting.family"
    )
    who = Actor(signer.person_id, "holder", via="link")
    paperwork.decline(signer, reason="We verhuizen.", by=who, at=AT)
    confirmed(scene, 1)
    assert Envelope.objects.filter(document__kind="hosting.family").count() == 1
    assert state_of(scene.stays[1])["family_agreement"] == ("open", "contact_point")
    (envelope,) = actions.ask_commitment(scene.home, by=scene.by, at=AT)
    assert (envelope.version, envelope.state) == (2, "open")


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_company_abroad_reads_english_and_its_partner_signs(client) -> None:
    partner = PartnerFactory(country="PL")
    role = RoleFactory(organisation=partner)
    company = CompanyFactory(keeper=partner, contact__language="pl")
    placement = PlacementFactory(company=company)
    stay = StayFactory()
    booking = BookingFactory(mobility=stay, placement=placement)
    actions.confirm(booking, by=actor_of(role), at=AT)
    work()
    envelope = Envelope.objects.get()
    assert envelope.language == "en"
    assert envelope.signers.get(role="contact_point").person == role.person
    host = Signer.objects.select_related("link", "person", "envelope__document").get(role="host")
    page = come_in(client, host).content.decode()
    assert "Tłumaczenie w celach informacyjnych" in page
    assert "Nikt jeszcze nie przeczytał" not in page  # of staff's page of translations, not of who hosts
    client.force_login(RoleFactory(coordinator=True).person.account)
    shown = client.get(f"/hosting/company/{company.key}/").content.decode()
    assert f"/papers/{envelope.document.key}/" in shown

    client.force_login(role.person.account)  # the partner follows what its hosts sign, and chases them
    assert f"/papers/{envelope.document.key}/" in client.get(f"/hosting/company/{company.key}/").content.decode()
    assert client.get(f"/papers/{envelope.document.key}/").status_code == 200
    assert client.post(f"/papers/signer/{host.key}/remind/").status_code == 302
    assert client.get("/papers/scans/").status_code == 200
    agreement = paperwork.issue(
        "agreements.learning", stay, parties=[Party("learner", stay.person)], by=SYSTEM, at=AT,
        facts=specimen_facts("agreements.learning", "nl"),
        readers=[Reads("school", organisation=stay.sending), Reads("receiver", organisation=partner)],
    )  # fmt: skip
    assert papers.standings("mobilities.mobility", [stay.pk], actor_of(role), AT)[stay.pk]
    assert client.get(f"/papers/{agreement.document.key}/").status_code == 404  # parents sign that: not its business


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_who_cannot_be_asked_yet_is_said_on_the_page_of_the_host() -> None:
    nobody = CompanyFactory(contact=None)
    booking = BookingFactory(placement=PlacementFactory(company=nobody))
    by = actor_of(RoleFactory(organisation=nobody.keeper))
    actions.confirm(booking, by=by, at=AT)
    work()
    assert not Document.objects.exists()
    shown = queries.commitments_of(nobody, by, AT)
    assert (shown.uncovered, shown.signer) == ([booking], None)
    with pytest.raises(Refused, match="^commitment_without_signer$"):
        actions.ask_commitment(nobody, by=by, at=AT)
    stranger = actor_of(RoleFactory())
    with pytest.raises(Refused, match="^network_not_yours$"):
        actions.ask_commitment(nobody, by=stranger, at=AT)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_hostel_and_a_partner_that_receives_itself_sign_nothing() -> None:
    partner = PartnerFactory()
    own = BookingFactory(
        confirmed=True, placement=PlacementFactory(company=CompanyFactory(organisation=partner, keeper=partner))
    )
    assert queries.received([own.mobility_id]) == {}
    assert not queries.commitments_of(HomeFactory(kind="hostel"), actor_of(RoleFactory(coordinator=True)), AT).applies


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_facts_of_many_stays_cost_two_queries() -> None:
    by = actor_of(RoleFactory(coordinator=True))
    places = [BookingFactory(confirmed=True) for _ in range(2)]
    beds = [BookingFactory(confirmed=True, placement=None, room=RoomFactory(), mobility=row.mobility) for row in places]
    for host in map(queries.host_of, [*places, *beds]):
        RoleFactory(organisation=host.keeper)
        actions.ask_commitment(host, by=by, at=AT)
    with CaptureQueriesContext(connection) as seen:
        found = queries.received([row.mobility_id for row in places])
    assert len(seen) == 2
    assert [len(several) for several in found.values()] == [2, 2]
    assert all(one.papers[0].who == "host" for several in found.values() for one in several)


@pytest.mark.django_db
def test_whoever_looks_at_what_is_asked_of_a_stay_reads_why() -> None:
    scene = Scene()
    stay = confirmed(scene).mobility
    asked = departures_of([stay], AT.date())[stay.pk]
    assert {"host_commitment", "family_agreement"} <= {item.code for item in asked}
    assert [item.code for item in asked if not reason(item)] == []


# -- languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["company", "family"])
def test_every_language_has_the_same_clauses_places_and_facts(name: str) -> None:
    dutch, *others = (wording_beside(name, language) for language in EVERYWHERE)
    for other in others:
        assert placeholders(other) == placeholders(dutch)
        assert [(one.code, one.when) for one in other.clauses] == [(one.code, one.when) for one in dutch.clauses]
        assert [value for _label, value in other.facts] == [value for _label, value in dutch.facts]
        assert [one.text.count("\n- ") for one in other.clauses] == [one.text.count("\n- ") for one in dutch.clauses]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "reads", "receiver", "signed", "beside"),
    [
        ("PT", "en", "en", "en", "pt"), ("PT", "de", "pt", "en", "de"), ("BE", "fr", "nl", "nl", "fr"),
        ("BE", "en", "nl", "nl", "en"), ("BE", "nl", "nl", "nl", ""), ("FI", "en", "en", "en", ""), ("PT", "tr", "en", "en", "pt"),
    ],
)  # fmt: skip
def test_a_host_reads_its_own_language_beside_the_one_that_is_signed(
    country: str, reads: str, receiver: str, signed: str, beside: str
) -> None:
    keeper = PartnerFactory(country=country)
    by = RoleFactory(organisation=keeper, person__language=receiver)
    company, home = CompanyFactory(keeper=keeper), HomeFactory(keeper=keeper)
    for host in (company, home):
        host.contact.language = reads
        host.contact.save()
    place, room = PlacementFactory(company=company, tasks=["bread", "gone"], occupation="baker"), RoomFactory(home=home)
    work = BookingFactory(placement=place, confirmed=True)
    BookingFactory(placement=None, room=room, mobility=work.mobility, confirmed=True)
    for host in (company, home):
        (envelope,) = actions.ask_commitment(host, by=actor_of(by), at=AT)
        paper = papers.data_of(envelope)
        codes = [clause["code"] for clause in paper["clauses"]]
        assert envelope.language == signed
        assert ("reading" in codes) == bool(beside)
        name = "family" if host == home else "company"
        said = str(paper)
        for clause in wording_beside(name, beside or signed).clauses:
            assert clause.title in said or clause.when == "paid=yes" or (clause.code == "reading" and not beside)
        tasks = {"pt": "'cozer pão'", "de": "'Brot backen'", "fr": "'cuire du pain'", "": "gone"}
        assert name == "family" or tasks.get(beside, "gone") in said
