"""What only a few may read: it lies closed, opening it is recorded and shown, taking it back erases it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import access, actions, papers, queries
from erasdu.ground.paperwork.actions import Party, Reads, Visit
from erasdu.ground.paperwork.models import Envelope, Sheet, Signature, Signer
from erasdu.ground.vault import actions as vault
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db
CANARY = "kanarienoten-7731"


@pytest.fixture
def stay(clock) -> Any:
    return CandidateFileFactory(granted=True).mobility


def asked(stay: Any, at: Any) -> Envelope:
    return actions.issue(
        "mobilities.health", stay, parties=[Party("learner", stay.person)], about="Yasmine", by=SYSTEM, at=at,
        readers=[Reads("health", organisation=stay.sending)], facts=papers.specimen_facts("mobilities.health", "nl"),
    )  # fmt: skip


def health(stay: Any, at: Any, **answers: str) -> Signer:
    """Signed by the learner, who is of age."""
    envelope = asked(stay, at)
    signer = scene.signer_of(envelope)
    actions.sign(
        signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, visit=Visit(method="account"),
        answers=answers or {"sharing": "share", "allergies": CANARY}, by=own(signer), at=at,
    )  # fmt: skip
    return scene.signer_of(envelope)


def own(signer: Signer) -> Actor:
    return Actor(signer.person_id, "learner")


def entered(client: Client, role: Any) -> Client:
    client.force_login(role.person.account)
    return client


def test_what_was_told_lies_closed_in_every_table(stay, at) -> None:
    health(stay, at)
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert CANARY not in repr(cursor.fetchall()), table


def test_in_the_file_of_the_database_neither(stay, at) -> None:
    health(stay, at)
    row = Signature.objects.get(signer__envelope__document__kind="mobilities.health")
    assert row.answers == {}
    assert CANARY.encode() not in bytes(row.secret_answers)
    assert queries.answers_of(row)["allergies"] == CANARY
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and Path(str(name)).exists():
        assert CANARY.encode() not in Path(str(name)).read_bytes()


@pytest.mark.requirement("R25")
def test_the_page_opens_nothing_until_the_reading_is_recorded(client: Client, stay, at) -> None:
    signer = health(stay, at)
    document = signer.envelope.document
    contact = RoleFactory(organisation=stay.sending)
    reader = actor_of(contact)
    page = queries.staff_page(document, reader, at, "nl")
    assert CANARY not in repr(page)
    assert page.may_read
    actions.read(document, by=reader, at=at)
    opened = queries.staff_page(document, reader, at, "nl", read=True)
    assert CANARY in repr(opened.parties)
    line = Line.objects.get(code="paper.read")
    assert {(one.kind, one.pk_of) for one in line.subjects.all()} == {
        ("paperwork.document", document.pk), ("mobilities.mobility", stay.pk),
    }  # fmt: skip
    seen = queries.own_papers(own(signer), [signer], at, "nl")[0].readers.seen
    assert [(one.name, one.organisation) for one in seen] == [(str(contact.person), stay.sending.name)]


def test_who_may_open_it(stay, at) -> None:
    document = health(stay, at).envelope.document
    school, elsewhere, office = (
        actor_of(RoleFactory(organisation=stay.sending)), actor_of(RoleFactory()), actor_of(RoleFactory(coordinator=True)),
    )  # fmt: skip
    assert access.may_read(school, document)
    assert access.may_read(elsewhere, document).code == "not_your_paper"
    assert access.may_read(office, document).code == "not_your_paper"
    assert access.may_read(Actor(stay.person_id, "learner"), document).code == "not_your_role"
    assert document not in access.documents_for(office)
    with pytest.raises(Refused, match="not_your_paper"):
        actions.read(document, by=office, at=at)
    assert not Line.objects.filter(code="paper.read").exists()


def test_taking_it_back_erases_it_at_once_and_holds_nothing_up(stay, at) -> None:
    signer = health(stay, at)
    actions.complete(signer.envelope, at=at)
    envelope = Envelope.objects.get(document__kind="mobilities.health")
    assert queries.final_copy(envelope)
    actions.revoke(scene.signer_of(envelope), reason="", by=own(signer), at=at)
    envelope.refresh_from_db()
    row = Signature.objects.get(signer__envelope__document__kind="mobilities.health")
    assert (row.answers, bytes(row.secret_answers), envelope.final_file) == ({}, b"", "")
    assert queries.final_copy(envelope) is None
    assert envelope.final_sha256
    document = scene.signer_of(envelope).envelope.document
    assert not access.is_frozen(document)
    assert (
        queries.standing(queries.with_standing(type(document).objects.filter(pk=document.pk)).get(), at).state
        == "withdrawn"
    )
    assert not Line.objects.filter(code="paper.revoked").exists()


@pytest.mark.parametrize("choice", ["nothing", "myself"])
def test_nothing_to_share_and_telling_it_oneself_are_complete_too(stay, at, choice: str) -> None:
    signer = health(stay, at, sharing=choice)
    document = signer.envelope.document
    rows = queries.with_standing(type(document).objects.filter(pk=document.pk))
    assert queries.standing(rows.get(), at).in_force


# -- on photos -------------------------------------------------------------------------------------


def photographed(stay: Any, at: Any) -> Envelope:
    """Asked on paper; its pages lie here as photos."""
    envelope = asked(stay, at)
    kept = vault.keep(
        b"\x89PNG", media_type="image/png", subject=envelope, purpose="paperwork.scan", keep="grant_file", by=SYSTEM,
        at=at,
    )  # fmt: skip
    for page in range(1, envelope.pages + 1):
        Sheet.objects.create(envelope=envelope, page=page, file=kept.key, picture=kept.key, sha256="0" * 64, at=at)
    return envelope


@pytest.mark.requirement("R25")
def test_photos_of_it_open_only_when_that_is_recorded(client: Client, stay, at) -> None:
    envelope = photographed(stay, at)
    point = RoleFactory(organisation=stay.sending)
    entered(client, point)
    address = f"/papers/{envelope.document.key}/scans/"
    for page in (client.get(address), client.get("/papers/scans/")):
        assert b"/files/" not in page.content
        assert b"typed_name" not in page.content
    assert not queries.seen_by(envelope.document)
    page = client.post(f"{address}read/")
    assert b"/files/" in page.content
    assert page["Cache-Control"].count("no-store")
    assert [seen.name for seen in queries.seen_by(envelope.document)] == [str(point.person)]
    wrong = client.post(address, {f"signer-{envelope.signers.get().key}-seen": ""})
    assert b"/files/" in wrong.content
    assert len(queries.seen_by(envelope.document)) == 2


def test_who_may_not_read_it_opens_no_photos(client: Client, stay, at) -> None:
    envelope = photographed(stay, at)
    for role in (RoleFactory(), RoleFactory(coordinator=True)):
        entered(client, role)
        assert client.post(f"/papers/{envelope.document.key}/scans/read/").status_code == 404
    assert not Line.objects.filter(code="paper.read").exists()


def test_a_reason_is_read_only_with_the_answers(client: Client, stay, at) -> None:
    signer = health(stay, at)
    actions.revoke(signer, reason=CANARY, by=own(signer), at=at)
    entered(client, RoleFactory(organisation=stay.sending))
    address = f"/papers/{signer.envelope.document.key}/"
    assert CANARY not in client.get(address).content.decode()
    assert CANARY in client.post(f"{address}read/").content.decode()


def test_taking_out_the_evidence_is_a_reading_too(stay, at) -> None:
    signer = health(stay, at)
    point = RoleFactory(organisation=stay.sending)
    actions.take_evidence(signer.envelope, by=actor_of(point), at=at)
    assert [seen.name for seen in queries.seen_by(signer.envelope.document)] == [str(point.person)]


# -- whose paper it is sees who reads it -----------------------------------------------------------


@pytest.mark.requirement("R25")
def test_the_learner_reads_who_may_see_a_paper_and_who_opened_or_took_it(client: Client, stay, at) -> None:
    office = RoleFactory(coordinator=True)
    point = RoleFactory(organisation=stay.sending)
    signer = health(stay, at)
    actions.read(signer.envelope.document, by=actor_of(point), at=at)
    actions.take_evidence(signer.envelope, by=actor_of(point), at=at)
    found = queries.readers_of([signer])[signer.pk]
    assert found.may == [stay.sending.name], "of what few may read the coordinator is none"
    assert [(seen.name, seen.taken) for seen in found.seen] == [(str(point.person), True), (str(point.person), False)]
    entered(client, stay.person.roles.get(kind="learner"))
    for address in ("/papers/mine/", f"/papers/sign/{signer.key}/"):
        page = client.get(address).content.decode()
        assert str(point.person) in page
        assert stay.sending.name in page
    plain = scene.signer_of(scene.company_paper(at))
    assert office.organisation.name in queries.readers_of([plain])[plain.pk].may


def test_the_owner_of_a_link_sees_when_it_was_used(client: Client, stay, at) -> None:
    signer = scene.signer_of(scene.company_paper(at))
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    assert queries.readers_of([signer])[signer.pk].opened == [at]
    other = scene.signer_of(scene.company_paper(at))
    assert queries.readers_of([other])[other.pk].opened == []
    assert b"ErasDu" in client.get(f"/papers/sign/{signer.key}/").content


def test_it_costs_the_same_for_one_and_for_three(stay, at, django_assert_max_num_queries) -> None:
    signers = [scene.signer_of(scene.company_paper(at)) for _ in range(3)]
    with django_assert_max_num_queries(9):
        assert len(queries.readers_of(signers)) == 3


def test_a_row_of_a_paper_says_on_a_phone_what_each_cell_is() -> None:
    rows = {"head": ["Dag", "Wat", "Uren"], "rows": [["ma 14 dec.", "werk", "09.00 – 17.00"], ["za 19 dec.", "vrij"]]}
    html = render_to_string("paperwork/parts/blocks.html", {"blocks": [rows]})
    assert '<td data-label="Uren">09.00 – 17.00</td>' in html
    assert html.count("data-label=") == 5
    beside = {**rows, "form": "beside"}
    assert "data-label" not in render_to_string("paperwork/parts/blocks.html", {"blocks": [beside]})
