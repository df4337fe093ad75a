"""Paper that comes back as a photo: found by its code, looked at by a person, never guessed, never of another school."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.ground.paperwork.models import Document, Envelope, Event, Sheet, Signer
from erasdu.ground.post.models import Letter
from erasdu.ground.vault import rules as vault_rules
from erasdu.ground.vault.models import StoredFile
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.actions import write_day
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.ground.paperwork import phone, scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25", "R34")]
SignIn = Callable[[Role], Client]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _fresh(clock) -> None:
    cache.clear()


@pytest.fixture
def candidacy() -> Candidacy:
    return CandidacyFactory(applied=True, minor=True)


@pytest.fixture
def point(candidacy) -> Role:
    return RoleFactory(organisation=candidacy.school)


def send(client: Client, *files: SimpleUploadedFile) -> Any:
    return client.post("/papers/scans/", {"photos": list(files)}, follow=True, headers=ENGLISH)


def sent_and_read(client: Client, *files: SimpleUploadedFile) -> str:
    page = send(client, *files)
    assert page.status_code == 200
    phone.read_all()
    return str(client.get(page.redirect_chain[-1][0], headers=ENGLISH).content.decode())


def uploads() -> Any:
    """Files that are there, but those of papers as they were sent."""
    return StoredFile.objects.filter(deleted_at=None).exclude(purpose="paperwork.shown")


def look(client: Client, envelope: Envelope) -> str:
    return str(client.get(f"/papers/{envelope.document.key}/scans/", headers=ENGLISH).content.decode())


def confirm(client: Client, envelope: Envelope, *signers: Signer, **answers: str) -> Any:
    data = {f"signer-{signer.key}-seen": "on" for signer in signers}
    data |= {f"signer-{signer.key}-{name}": value for signer in signers for name, value in answers.items()}
    return client.post(f"/papers/{envelope.document.key}/scans/", data, follow=True, headers=ENGLISH)


def by_hand_paper(candidacy: Candidacy, at: Any) -> Envelope:
    parties = [
        Party(role, PersonFactory(given_name=name, email=f"{name.lower()}@example.org"), attested_how="records")
        for role, name in (("guardian_1", "Agnieszka"), ("guardian_2", "Piotr"))
    ]
    kind = "candidacies.travel_permission"
    return actions.issue(
        kind, candidacy, parties=parties, readers=[Reads("school", organisation=candidacy.school)],
        facts=papers.specimen_facts(kind, "nl"), about="Yasmine", by=SYSTEM, at=at,
    )  # fmt: skip


class TestFound:
    def test_from_photo_to_signature(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        signer, client = scene.signer_of(envelope), client_as(point)
        pages = [phone.photo(envelope, page, turn=180 + page) for page in range(1, envelope.pages + 1)]
        waiting = send(client, *pages)
        assert b"We are reading your photos" in waiting.content
        assert b"hx-get" in waiting.content
        phone.read_all()
        sheets = list(Sheet.objects.order_by("page"))
        assert [(sheet.envelope_id, sheet.page, sheet.state) for sheet in sheets] == [
            (envelope.pk, page, "ask") for page in range(1, envelope.pages + 1)
        ]
        assert {sheet.turned for sheet in sheets} == {180}
        done = client.get(waiting.redirect_chain[-1][0], headers=ENGLISH).content.decode()
        assert f"{envelope.pages} of {envelope.pages} page" in done
        assert "hx-get" not in done
        shown = look(client, envelope)
        assert f"I see the signature of {signer.name}" in shown
        address = shown.split('<img src="')[1].split('"')[0]
        assert client.get(address)["Content-Type"] == "image/jpeg"
        confirmed = confirm(client, envelope, signer, answer="yes")
        assert b"1 signature is confirmed." in confirmed.content
        signer.refresh_from_db()
        assert (signer.state, signer.signature.method, signer.signature.answers) == (
            "signed",
            "paper",
            {"answer": "yes"},
        )
        kinds = list(Event.objects.filter(envelope=envelope).order_by("seq").values_list("kind", flat=True))
        assert kinds == ["sent", "asked", *["scanned"] * envelope.pages, "paper_seen"]
        assert set(Sheet.objects.values_list("state", flat=True)) == {"confirmed"}
        phone.read_all()
        envelope.refresh_from_db()
        assert envelope.state == "complete"

    def test_what_is_filled_in_on_the_paper_is_copied(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        filed(envelope, at)
        shown = confirm(client_as(point), envelope, scene.signer_of(envelope))
        assert b"field-error" in shown.content
        assert scene.signer_of(envelope).state == "asked"

    def test_a_tick_is_needed(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        filed(envelope, at)
        assert b"Tick at least one signature that you see." in confirm(client_as(point), envelope).content

    def test_a_page_that_lacks(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        Envelope.objects.filter(pk=envelope.pk).update(pages=3)
        envelope.refresh_from_db()
        filed(envelope, at, 1, 3)
        shown = look(client_as(point), envelope)
        assert "2 of 3 pages here" in shown
        assert "Page 2 lacks." in shown
        assert "I see the signature" not in shown
        with pytest.raises(Refused, match="scan_pages_lack"):
            actions.see_signatures(envelope, {scene.signer_of(envelope).pk: {}}, by=actor_of(point), at=at)

    def test_refused_with_a_reason_the_photo_goes_and_reminders_go_on(
        self, client_as: SignIn, candidacy, point, at
    ) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        client = client_as(point)
        sent_and_read(client, phone.photo(envelope, 1))
        assert uploads().count() == 2
        address = f"/papers/{envelope.document.key}/scans/refuse/"
        assert client.post(address, {"reason": ""}).status_code == 200
        client.post(address, {"reason": "Geen handtekening."})
        assert Sheet.objects.get().state == "refused"
        assert not uploads().exists()

    def test_no_reminder_while_a_photo_waits(self, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        (sheet,) = filed(envelope, at, 1)
        later, company = at + timedelta(days=3), envelope.signers.get().person
        write_day(brussels_date(later), at=later)
        assert not Letter.objects.filter(template=WAITING, person=company).exists()
        Sheet.objects.filter(pk=sheet.pk).update(state="refused")
        write_day(brussels_date(later), at=later)
        assert Letter.objects.filter(template=WAITING, person=company).count() == 1


WAITING = "notices/letters/waiting"


def filed(envelope: Envelope, at: Any, *pages: int) -> list[Sheet]:
    """As the background work leaves them, without a photo."""
    return [
        Sheet.objects.create(file=f"f{page}", sha256=f"{page}" * 8, number=1, envelope=envelope, page=page, at=at)
        for page in pages or range(1, envelope.pages + 1)
    ]


class TestNotSure:
    def test_the_same_photo_twice_counts_once(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        client = client_as(point)
        sent_and_read(client, phone.photo(envelope, 1))
        again = sent_and_read(client, phone.photo(envelope, 1))
        assert "The same photo was here already." in again
        assert sorted(Sheet.objects.values_list("state", "why")) == [("aside", "scan_same_pixels"), ("ask", "")]
        assert uploads().count() == 2  # of the first: what was sent, and its picture

    def test_without_a_readable_code_a_person_chooses(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        other = scene.guardian_paper(at)  # of another school
        client = client_as(point)
        shown = sent_and_read(client, phone.photo(envelope, 1, hidden=True))
        assert "We are not sure: which paper is this?" in shown
        sheet = Sheet.objects.get()
        assert sheet.envelope is None
        address = f"/papers/scans/page/{sheet.key}/"
        choices = client.get(address, headers=ENGLISH).content.decode()
        assert envelope.key in choices
        assert other.key not in choices
        assert client.post(address, {"paper": other.key, "page": 1}).status_code == 200
        wrong = client.post(address, {"paper": envelope.key, "page": 9}, headers=ENGLISH)
        assert b"This paper has" in wrong.content
        assert Sheet.objects.get().envelope is None
        client.post(address, {"paper": envelope.key, "page": 1})
        assert Sheet.objects.get().envelope == envelope

    def test_a_paper_of_another_school_stays_unseen(self, client_as: SignIn, candidacy, point, at) -> None:
        theirs = scene.company_paper(at)
        client = client_as(point)
        shown = sent_and_read(client, phone.photo(theirs, 1))
        assert "is of a paper that is not yours" in shown
        sheet = Sheet.objects.get()
        assert sheet.envelope is None
        assert client.get(f"/papers/{theirs.document.key}/scans/").status_code == 404
        page = client.get(f"/papers/scans/page/{sheet.key}/", headers=ENGLISH).content.decode()
        assert "This is the paper" not in page
        owner = RoleFactory(organisation=Candidacy.objects.get(pk=theirs.document.subject_pk).school)
        for address in (f"/papers/scans/{sheet.batch}/", f"/papers/scans/page/{sheet.key}/"):
            assert client_as(owner).get(address).status_code == 404
        client.post(f"/papers/scans/page/{sheet.key}/take-away/")
        assert not uploads().exists()

    def test_a_paper_that_was_taken_back(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        picture = phone.photo(envelope, 1)
        actions.withdraw(envelope, reason="Fout", by=actor_of(point), at=at)
        assert "a newer version took its place" in sent_and_read(client_as(point), picture)

    def test_two_dossiers_in_one_photo(self, client_as: SignIn, candidacy, point, at) -> None:
        one = scene.company_paper(at, candidacy=candidacy)
        other = scene.guardian_paper(at, candidacy=candidacy)
        client = client_as(point)
        sent_and_read(client, phone.two_sheets(one, other))
        assert set(Sheet.objects.values_list("envelope", "page")) == {(one.pk, 1), (other.pk, 1)}
        actions.refuse(one, reason="Leeg", by=actor_of(point), at=at)
        left = Sheet.objects.get(state="ask")
        assert StoredFile.objects.filter(key=left.file, deleted_at=None).exists()


class TestSending:
    def test_what_is_no_photo_is_refused_at_its_place(self, client_as: SignIn, point) -> None:
        evil = SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>" * 20, "image/jpeg")
        page = send(client_as(point), evil)
        assert b"foto.jpg: " in page.content
        assert not Sheet.objects.exists()
        assert b"Choose a file, or take a photo." in send(client_as(point)).content

    def test_one_bad_file_does_not_stop_the_others(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        evil = SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 200, "image/jpeg")
        page = send(client_as(point), evil, phone.photo(envelope, 1))
        assert b"virus.exe: " in page.content
        assert Sheet.objects.get().state == "reading"

    def test_no_more_than_so_many_at_once_or_in_an_hour(self, client_as: SignIn, point, monkeypatch) -> None:
        many = [SimpleUploadedFile(f"{number}.jpg", b"x", "image/jpeg") for number in range(13)]
        assert b"at most 12" in send(client_as(point), *many).content
        for _ in range(vault_rules.UPLOADS_AN_HOUR):
            actions.receive([("x.jpg", b"x")], by=actor_of(point), at=Any)  # type: ignore[arg-type]
        received = actions.receive([("x.jpg", b"x")], by=actor_of(point), at=Any)  # type: ignore[arg-type]
        assert [why.code for _name, why in received.refused] == ["upload_too_often"]

    def test_a_learner_and_a_visitor_send_nothing(self, client_as: SignIn, client: Client, candidacy) -> None:
        learner = Role.objects.get(person=candidacy.learner)
        assert client_as(learner).get("/papers/scans/").status_code == 404
        assert client.get("/papers/scans/").status_code == 302

    def test_the_home_page_counts_papers_and_loose_pages(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = scene.company_paper(at, candidacy=candidacy)
        filed(envelope, at, 1, 2)
        Sheet.objects.create(file="loose", sha256="9", at=at, school=candidacy.school)
        Sheet.objects.create(file="elsewhere", sha256="9", at=at, school=RoleFactory().organisation)
        assert queries.scans_to_look_at(actor_of(point)) == 2
        home = client_as(point).get("/", headers=ENGLISH).content.decode()
        assert "Photos of signed papers to look at" in home
        everything = client_as(RoleFactory(coordinator=True)).get("/", headers=ENGLISH).content.decode()
        assert "Photos of signed papers to look at" in everything


class TestByHand:
    def test_nobody_signs_it_on_a_screen_and_nobody_is_mailed(self, candidacy, point, at) -> None:
        envelope = by_hand_paper(candidacy, at)
        signers = list(envelope.signers.all())
        assert {(signer.state, signer.link) for signer in signers} == {("asked", None)}
        assert not Letter.objects.filter(template__startswith="paperwork/").exists()
        with pytest.raises(Refused, match="signed_by_hand"):
            actions.remind(signers[0], by=actor_of(point), at=at)

    def test_seen_by_on(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = by_hand_paper(candidacy, at)
        client, where = client_as(point), f"/papers/{envelope.document.key}/"
        page = client.get(where, headers=ENGLISH).content.decode()
        assert "Print it, to be signed by hand" in page
        assert "Send a photo" not in page
        assert "Remind" not in page
        for signer in envelope.signers.all():
            address = f"/papers/signer/{signer.key}/seen/"
            later = {"seen_by": "An Peeters", "seen_on": "2026-12-24"}
            assert client.post(address, later).status_code == 200
            client.post(address, {"seen_by": "An Peeters", "seen_on": "2026-11-20", "valid_until": "2027-05-20"})
        document = queries.with_standing(Document.objects.all()).get()
        standing = queries.standing(document, at)
        assert (standing.state, standing.in_force) == ("seen", True)
        page = client.get(where, headers=ENGLISH).content.decode()
        assert "seen by An Peeters, on" in page
        phone.read_all()
        envelope.refresh_from_db()
        assert (envelope.state, envelope.final_file) == ("signed", "")
        assert not uploads().exists()

    def test_a_photo_of_it_is_not_kept(self, client_as: SignIn, candidacy, point, at) -> None:
        envelope = by_hand_paper(candidacy, at)
        assert "This paper is not kept here." in sent_and_read(client_as(point), phone.photo(envelope, 1))
        assert not uploads().exists()

    def test_another_school_writes_nothing_down(self, client_as: SignIn, candidacy, at) -> None:
        signer = by_hand_paper(candidacy, at).signers.first()
        assert client_as(RoleFactory()).get(f"/papers/signer/{signer.key}/seen/").status_code == 404


@pytest.mark.slow
def test_twelve_photos_of_four_papers_mixed(client_as: SignIn, point, candidacy, at) -> None:
    """Every way up, in any order, one without a readable code, one twice: nothing is misfiled, and nothing guessed."""
    envelopes = [scene.company_paper(at, candidacy=candidacy), scene.guardian_paper(at, candidacy=candidacy)]
    envelopes += [scene.guardian_paper(at, candidacy=CandidacyFactory(applied=True, enrolment=candidacy.enrolment))]
    pages = [(envelope, page) for envelope in envelopes for page in range(1, envelope.pages + 1)]
    photos, turns = [], (0, 90, 180, 270, 12, 350)
    for number in range(10):
        envelope, page = pages[number % len(pages)]
        photos.append(((envelope.pk, page), phone.photo(envelope, page, turn=turns[number % 6] + number)))
    photos.append(((None, None), phone.photo(envelopes[0], 1, hidden=True)))
    photos.append(((None, None), SimpleUploadedFile("again.jpg", photos[0][1].read(), "image/jpeg")))
    photos[0][1].seek(0)
    sent_and_read(client_as(point), *(file for _shows, file in photos))
    found = sorted(Sheet.objects.exclude(envelope=None).values_list("envelope", "page"))
    assert found == sorted(shows for shows, _file in photos if shows[0])
    assert sorted(Sheet.objects.filter(envelope=None).values_list("state", flat=True)) == ["aside", "ask"]
