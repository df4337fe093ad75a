"""Signing with a key of one's own: there, back, and nothing signed when anything on the way is not right."""

import subprocess
import sys
import zipfile
from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from erasdu.config.installation import sign_origins, sign_services
from erasdu.config.management.commands.worker import drain
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.paperwork import access, actions, queries
from erasdu.ground.paperwork.actions import Party, Visit
from erasdu.ground.paperwork.models import Event, Evidence, RemoteSigning, Signature, Signer
from erasdu.ground.paperwork.rules import same_person
from erasdu.ground.paperwork.tasks import forget_signings
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import Refused
from tests import sealing
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene
from tests.ground.paperwork.test_reading import asked

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]


@pytest.fixture(autouse=True)
def _fresh(clock: Any) -> None:
    cache.clear()


@pytest.fixture
def service(settings: Any) -> dict[str, Any]:
    """What the installation configured: a double, with Karel's certificate."""
    options: dict[str, Any] = {"name": "Karel Jozef Wouters"}
    given = {"name": "Proefsleutel", "level": "advanced", "make": "tests.sealing.LocalService", "options": options}
    settings.SIGN_SERVICES = {"proef": given}
    return options


@pytest.fixture
def signer(client: Client, at: Any) -> Signer:
    """Karel, whose link is open in this browser."""
    found = scene.signer_of(scene.company_paper(at))
    scene.come_in(client, found)
    return found


def goes(client: Client, signer: Signer, **typed: str) -> str:
    """Away to the service: the ticket that goes along."""
    data = {"answer": "yes", "consent": "on", "shown": signer.envelope.shown_sha256, **typed}
    gone = client.post(f"/papers/sign/{signer.key}/with/proef/", data)
    assert gone.status_code == 302, gone.content.decode()
    assert gone["Location"].startswith("https://sign.example/")
    return ticket_in(gone["Location"])


def ticket_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def returns(client: Client, ticket: str, code: str = "agreed", service: str = "proef", **more: str) -> Any:
    """Back: the page says where things are, its button goes on."""
    answer = {"code": code, "state": ticket, **more}
    page = client.get(f"/papers/signed-at/{service}/", answer)
    assert not Signature.objects.exists(), "looking signs nothing"
    return client.post(f"/papers/signed-at/{service}/", answer) if page.status_code == 200 else page


def embedded(pdf: bytes) -> list[Any]:
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    for each in found:
        each.compute_integrity_info()
    return list(found)


class TestThereAndBack:
    def test_the_signature_stands_in_the_final_copy_and_the_evidence_beside_it(
        self, client: Client, service, signer, at, tmp_path
    ) -> None:
        assert b"Proefsleutel" in client.get(f"/papers/sign/{signer.key}/").content
        assert returns(client, goes(client, signer)).status_code == 302
        signature = Signature.objects.get()
        assert (signature.method, signature.assurance) == ("remote", "remote_advanced")
        assert (signature.typed_name, signature.answers) == ("Karel Jozef Wouters", {"answer": "yes"})
        drain()
        envelope = scene.signer_of(signer.envelope).envelope
        final, record = queries.final_copy(envelope), queries.record_copy(envelope)
        assert final is not None
        assert record is not None
        shown = queries.shown(envelope)
        assert final.startswith(shown)
        own, seal = embedded(final)
        assert own.sig_object["/Name"] == "Karel Jozef Wouters"
        assert own.signer_cert.subject.native["common_name"] == "Karel Jozef Wouters"
        assert seal.coverage.name == "ENTIRE_FILE"
        for each in (own, seal):
            assert sound(each)
        for copy in (final, record):
            assert queries.of_file(copy, "nl").code == "exact_copy"
        with pikepdf.open(BytesIO(record)) as read, pikepdf.open(BytesIO(final)) as plain:
            assert "audit.json" in read.attachments
            assert not plain.attachments
        assert client.get(f"/papers/sign/{signer.key}/copy.pdf").content == final
        assert client.get(f"/papers/sign/{signer.key}/record.pdf").content == record
        assert b"certificaat" in client.get(f"/papers/sign/{signer.key}/").content
        check_pack(actions.take_evidence(envelope, by=SYSTEM, at=at), tmp_path)

    def test_the_evidence_holds_the_certificate_and_the_chain_its_hash(self, client: Client, service, signer) -> None:
        returns(client, goes(client, signer))
        body = Event.objects.get(kind="signed").body
        kept = Evidence.objects.get(key=body["evidence"]).payload
        assert b64decode(kept["certificate"]) == sealing.local_signer("Karel Jozef Wouters", 0).own
        assert body["certificate_sha256"] == queries.sha256(b64decode(kept["certificate"]))
        assert (body["service"], body["method"]) == ("proef", "remote")

    def test_who_must_first_say_who_they_are_goes_twice(self, client: Client, service, signer) -> None:
        service["introduces"] = True
        first = goes(client, signer)
        on = returns(client, first, "me")
        assert on["Location"].startswith("https://sign.example/agree")
        second = ticket_in(on["Location"])
        assert first != second
        assert returns(client, first, "me").status_code == 404, "each ticket works once"
        assert returns(client, second).status_code == 302
        assert Signature.objects.count() == 1

    def test_a_service_that_is_still_at_it_is_asked_again(self, client: Client, service, signer) -> None:
        service |= {"name": "Karel Wouters", "waits": 1}
        ticket = goes(client, signer)
        assert returns(client, ticket).status_code == 200
        assert not Signature.objects.exists()
        assert client.post("/papers/signed-at/proef/", {"code": "agreed", "state": ticket}).status_code == 302
        assert Signature.objects.exists()

    def test_what_goes_along_lies_closed_and_is_gone_afterwards(self, client: Client, service, signer, at) -> None:
        ticket = goes(client, signer)
        row = RemoteSigning.objects.get()
        assert ticket.encode() not in bytes(row.held)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM paperwork_remotesigning")
            assert ticket not in repr(cursor.fetchall())
        returns(client, ticket)
        row.refresh_from_db()
        assert (row.outcome, bytes(row.held)) == ("signed", b"")
        with the_clock.standing_at(at + timedelta(days=2)):
            forget_signings()
        assert not RemoteSigning.objects.exists()


def sound(signature: Any) -> bool:
    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    return bool(validate_pdf_signature(signature, context).bottom_line)


def check_pack(pack: bytes, folder: Any) -> None:
    (folder / "pack.zip").write_bytes(pack)
    with zipfile.ZipFile(BytesIO(pack)) as inside:
        assert {"final.pdf", "record.pdf"} <= set(inside.namelist())
        (folder / "verify_pack.py").write_bytes(inside.read("verify_pack.py"))
    command = [sys.executable, "-I", folder / "verify_pack.py", folder / "pack.zip"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout
    assert "the signature of Karel Jozef Wouters in final.pdf is whole" in done.stdout
    assert "the seal on record.pdf is whole" in done.stdout


class TestNothingIsSigned:
    def test_when_the_signer_stops_there(self, client: Client, service, signer) -> None:
        goes(client, signer)
        ticket = goes(client, signer)
        page = client.get("/papers/signed-at/proef/", {"error": "access_denied", "state": ticket})
        assert page.status_code == 409
        assert b"Proefsleutel" in page.content
        assert not Signature.objects.exists()
        assert returns(client, goes(client, signer)).status_code == 302, "and another time it works"

    def test_in_another_browser(self, client: Client, service, signer) -> None:
        ticket = goes(client, signer)
        assert returns(Client(), ticket).status_code == 404

    def test_by_somebody_else_with_a_paper_of_their_own(self, client: Client, service, signer, at) -> None:
        ticket = goes(client, signer)
        other = Client()
        theirs = scene.signer_of(scene.company_paper(at))
        scene.come_in(other, theirs)
        goes(other, theirs)
        assert returns(other, ticket).status_code == 404

    @pytest.mark.parametrize("state", ["", "x", "0" * 43])
    def test_with_another_ticket(self, client: Client, service, signer, state) -> None:
        goes(client, signer)
        assert returns(client, state).status_code == 404

    def test_at_another_service(self, client: Client, service, signer, settings) -> None:
        settings.SIGN_SERVICES = {**settings.SIGN_SERVICES, "ander": settings.SIGN_SERVICES["proef"]}
        assert returns(client, goes(client, signer), service="ander").status_code == 404

    def test_with_a_code_that_the_service_does_not_know(self, client: Client, service, signer) -> None:
        ticket = goes(client, signer)
        assert returns(client, ticket, "forged").status_code == 409
        assert returns(client, ticket).status_code == 409, "that ticket was used"
        assert RemoteSigning.objects.get().outcome == "refused"

    def test_twice(self, client: Client, service, signer, at) -> None:
        ticket = goes(client, signer)
        row = queries.on_the_way(ticket, "proef", RemoteSigning.objects.get().key)
        assert row is not None
        by = Actor(signer.person_id, "holder", via="link")
        given = {"ticket": ticket, "answer": {"code": "agreed", "state": ticket}, "visit": Visit(), "by": by, "at": at}
        actions.come_back(row, **given)
        with pytest.raises(Refused, match="signing_used"):
            actions.come_back(row, **given)
        assert returns_only(client, ticket) in (302, 409)
        assert Event.objects.filter(kind="signed").count() == 1

    def test_after_too_long(self, client: Client, service, signer, at) -> None:
        ticket = goes(client, signer)
        with the_clock.standing_at(at + timedelta(minutes=21)):
            page = returns(client, ticket)
        assert page.status_code == 409
        assert not Signature.objects.exists()

    @pytest.mark.parametrize("name", ["Karel Peeters", "Karel", "Lotte Wouters"])
    def test_by_somebody_of_another_name(self, client: Client, service, signer, name) -> None:
        service["name"] = name
        page = client.post(f"/papers/sign/{signer.key}/with/proef/", {
            "answer": "yes", "consent": "on", "shown": signer.envelope.shown_sha256,
        })  # fmt: skip
        assert page.status_code == 409
        assert b"Karel Wouters" in page.content

    def test_with_a_certificate_that_holds_a_national_number(
        self, client: Client, service, signer, monkeypatch
    ) -> None:
        known = sealing.local_signer("Karel Jozef Wouters", 0)
        number = "85073003328"
        monkeypatch.setattr(known, "own", sealing._self_signed("Karel Wouters", known.key, serial=number))
        page = client.post(f"/papers/sign/{signer.key}/with/proef/", {
            "answer": "yes", "consent": "on", "shown": signer.envelope.shown_sha256,
        })  # fmt: skip
        assert page.status_code == 409
        assert number.encode() not in page.content

    def test_when_somebody_else_signed_meanwhile(self, client: Client, service, signer) -> None:
        ticket = goes(client, signer)
        row = RemoteSigning.objects.get()
        row.held = queries.close_held(row, {**queries.held_of(row), "base": "0" * 64})
        row.save()
        assert returns(client, ticket).status_code == 409
        assert RemoteSigning.objects.get().outcome == "signing_overtaken"
        assert not scene.signer_of(signer.envelope).envelope.signed_file

    def test_when_the_paper_is_taken_back_meanwhile(self, client: Client, service, signer, at) -> None:
        ticket = goes(client, signer)
        actions.withdraw(signer.envelope, reason="fout", by=SYSTEM, at=at)
        returns(client, ticket)
        assert not Signature.objects.exists()

    def test_when_the_service_is_away(self, client: Client, service, signer) -> None:
        service["away"] = True
        page = client.post(f"/papers/sign/{signer.key}/with/proef/", {
            "answer": "yes", "consent": "on", "shown": signer.envelope.shown_sha256,
        })  # fmt: skip
        assert page.status_code == 409
        assert not RemoteSigning.objects.exists()

    def test_without_a_tick(self, client: Client, service, signer) -> None:
        page = client.post(f"/papers/sign/{signer.key}/with/proef/", {"answer": "yes"})
        assert page.status_code == 422

    def test_of_other_bytes(self, client: Client, service, signer) -> None:
        data = {"answer": "yes", "consent": "on", "shown": "0" * 64}
        assert client.post(f"/papers/sign/{signer.key}/with/proef/", data).status_code == 409


def returns_only(client: Client, ticket: str) -> int:
    return int(client.post("/papers/signed-at/proef/", {"code": "agreed", "state": ticket}).status_code)


class TestOffered:
    def test_what_few_may_read_stays_here(self, service, at) -> None:
        stay = CandidateFileFactory(granted=True).mobility
        found = scene.signer_of(asked(stay, at))
        assert queries.offers(found) == []
        by = Actor(found.person_id, "learner")
        assert access.may_sign_elsewhere(by, found, "proef", at=at).code == "signing_not_offered"

    def test_a_pretended_app_only_in_the_demo(self, client: Client, signer, settings) -> None:
        assert "voorbeeld" in settings.SIGN_SERVICES
        assert [each.id for each in queries.offers(signer)] == ["voorbeeld"]
        RoleFactory(coordinator=True, person__email="echt@vakschool-gent.be")
        assert queries.offers(signer) == []
        assert client.get(f"/papers/sign/{signer.key}/with/voorbeeld/").status_code == 404
        assert client.get("/demo/app/").status_code == 404

    def test_a_new_version_is_signed_anew(self, client: Client, service, signer, at) -> None:
        returns(client, goes(client, signer))
        row = queries.subject_of(signer.envelope.document)
        facts = {"contact_phone": "+32 15 99 99 99"}
        party = Party("company", signer.person, attested_how="contract")
        whole = {**scene.papers.specimen_facts("candidacies.company_approval", "nl"), **facts}
        newer = actions.issue(
            "candidacies.company_approval", row, parties=[party], facts=whole, about="Yasmine", by=SYSTEM, at=at
        )
        assert (newer.version, newer.signers.get().state, newer.signed_file) == (2, "asked", "")

    def test_an_installation_says_which(self) -> None:
        given = '[{"id": "x", "name": "X", "level": "qualified", "url": "https://x.example/", "client_id": "c", "secret": "s"}]'
        found = sign_services(given, "https://erasdu.example", demo=True)
        assert found["x"]["options"]["redirect"] == "https://erasdu.example/papers/signed-at/x/"
        assert sign_origins(found) == ["https://x.example"]
        assert sign_services("", "https://erasdu.example", demo=False) == {}
        with pytest.raises(ValueError, match="level"):
            sign_services(given.replace("qualified", "best"), "https://erasdu.example", demo=False)


def test_a_person_has_the_same_name_with_more_or_fewer_first_names() -> None:
    assert same_person("Fatou Aïssata NDIAYE", "Fatou Ndiaye")
    assert same_person("Fatou Ndiaye", "Fatou Aissata Ndiaye")
    assert not same_person("Fatou", "Fatou Ndiaye")
    assert not same_person("Awa Ndiaye", "Fatou Ndiaye")
