"""The public page tells a stranger whether a paper is ours and how it stands, and nothing about anybody."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erasdu.config.management.commands.worker import drain
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.views import public
from erasdu.kernel.seal.sealing import seal
from tests.ground.paperwork import scene
from tests.kernel.seal import tampering
from tests.sealing import impostor, paper, seal_keys

pytestmark = [pytest.mark.page, pytest.mark.django_db]
PERSONAL = ("Yasmine", "Karel", "Wouters", "bakkerij.example", "+32", "127.0.0.1")


@pytest.fixture
def sealed(client: Client, clock, at) -> Envelope:
    cache.clear()
    envelope = scene.company_paper(at)
    signer = scene.signer_of(envelope)
    scene.come_in(client, signer)
    scene.sign(client, signer, answer="yes")
    drain()
    envelope.refresh_from_db()
    return envelope


def answer_of(response) -> str:
    """The code of the answer on the page."""
    found = response.content.decode().partition('data-answer="')[2].partition('"')[0]
    assert found, response.content.decode()
    return found


def send(pdf: bytes, name: str = "paper.pdf"):
    return Client().post("/verify/", {"file": SimpleUploadedFile(name, pdf, "application/pdf")})


class TestFile:
    @pytest.mark.requirement("R25", "R34")
    def test_a_stranger_learns_that_it_is_exact_and_nothing_about_anybody(self, sealed) -> None:
        page = send(queries.final_copy(sealed))
        assert answer_of(page) == "exact_copy"
        text = page.content.decode()
        assert "K.W." in text
        assert queries.reference(sealed) in text
        for personal in PERSONAL:
            assert personal not in text

    def test_whatever_was_done_to_it_shows(self, sealed) -> None:
        pdf = queries.final_copy(sealed)
        for name, attack in tampering.ATTACKS.items():
            page = send(attack(pdf))
            assert answer_of(page) in ("not_ours", "unreadable"), name
            assert queries.reference(sealed) not in page.content.decode()

    def test_flipped_bits_are_never_an_exact_copy(self, sealed) -> None:
        pdf = queries.final_copy(sealed)
        changed = [*tampering.random_flips(pdf, 8, seed=3), *tampering.padding_flips(pdf, 2, seed=4)]
        assert {answer_of(send(each)) for each in changed} <= {"not_ours", "genuine_seal", "unreadable"}

    def test_a_genuine_seal_on_another_copy_is_told_apart(self, clock, at) -> None:
        page = send(seal(paper(), seal_keys(), at=at))
        assert answer_of(page) == "genuine_seal"

    def test_a_seal_of_somebody_with_our_name_is_not_ours(self, clock, at) -> None:
        assert answer_of(send(seal(paper(), impostor(seal_keys()), at=at))) == "not_ours"

    def test_what_is_no_pdf_cannot_be_read(self, clock) -> None:
        assert answer_of(send(b"GIF89a")) == "unreadable"

    @pytest.mark.parametrize("given", [{}, {"file": "text"}, {"file": BytesIO(b"")}])
    def test_without_a_file_the_form_says_so_at_its_place(self, clock, given) -> None:
        page = Client().post("/verify/", given)
        assert page.status_code == 422
        assert b"is-invalid" in page.content


class TestHash:
    def test_a_browser_that_computed_the_hash_keeps_the_file(self, sealed) -> None:
        assert answer_of(Client().get(f"/verify/?sha256={sealed.final_sha256}")) == "exact_copy"
        assert answer_of(Client().get(f"/verify/?sha256={sealed.final_sha256.upper()}")) == "exact_copy"

    def test_another_hash_says_to_send_the_file(self, sealed) -> None:
        assert answer_of(Client().get(f"/verify/?sha256={'0' * 64}")) == "unknown_hash"

    @pytest.mark.parametrize("given", ["", "0", "0" * 63, "g" * 64, "%00" * 64, "0" * 65, "0" * 64 + "\n"])
    def test_what_is_no_hash_is_not_looked_up(self, clock, given) -> None:
        page = Client().get("/verify/", {"sha256": given})
        assert page.status_code == 200
        assert b"exact_copy" not in page.content


class TestCode:
    @pytest.mark.requirement("R34")
    def test_the_code_on_a_page_leads_to_the_paper(self, sealed) -> None:
        printed = f"/V/{sealed.code}.2".upper()
        page = Client().get(printed, follow=True)
        assert answer_of(page) == "by_code"
        assert page.request["PATH_INFO"] == f"/v/{sealed.code}/"
        for personal in PERSONAL:
            assert personal not in page.content.decode()

    @pytest.mark.parametrize("code", ["s" * 14, "x", "K7Q2.999", "<b>", "%00"])
    def test_a_code_that_we_do_not_know(self, clock, code) -> None:
        page = Client().get(f"/v/{code}/")
        assert page.status_code == 404
        assert answer_of(page) == "no_such_code"

    def test_one_that_waits_for_signatures_is_not_in_force(self, clock, at) -> None:
        envelope = scene.company_paper(at)
        assert queries.of_code(envelope.code, "nl").paper.state == "open"
        assert b"niet van kracht" in Client().get(f"/v/{envelope.code}/").content


class TestStanding:
    def test_a_consent_that_was_taken_back(self, sealed, at) -> None:
        Signer.objects.filter(envelope=sealed).update(state="revoked")
        Document.objects.update(frozen_at=at)
        assert queries.of_hash(sealed.final_sha256, "nl").paper.state == "withdrawn"

    def test_a_paper_that_is_held_up(self, sealed, at) -> None:
        Document.objects.update(frozen_at=at)
        page = Client().get(f"/verify/?sha256={sealed.final_sha256}")
        assert b"status-blocking" in page.content
        assert b"verified-met" not in page.content

    def test_a_version_that_was_replaced_stays_replaced(self, sealed, at) -> None:
        Envelope.objects.update(state="superseded")
        Document.objects.update(frozen_at=at)
        assert queries.of_hash(sealed.final_sha256, "nl").paper.state == "superseded"


class TestPage:
    def test_it_shows_the_fingerprint_of_our_root_and_hands_it_out(self, clock) -> None:
        text = Client().get("/verify/").content.decode()
        assert all(each in text for each in queries.root_fingerprints())
        pem = Client().get("/verify/root.pem")
        assert pem.content.startswith(b"-----BEGIN CERTIFICATE-----")
        assert b"PRIVATE" not in pem.content

    def test_it_is_linked_on_every_page(self, clock) -> None:
        assert b'href="/verify/"' in Client().get("/").content

    def test_nobody_tries_codes_in_bulk(self, clock, monkeypatch) -> None:
        cache.clear()
        monkeypatch.setattr(public, "CHECKS", public.Limit("verify-test", 2, 300))
        found = [Client().get(f"/v/{'s' * 14}/").status_code for _ in range(3)]
        assert found == [404, 404, 429]
        assert Client().get("/verify/").status_code == 200

    def test_in_english_too(self, clock, sealed) -> None:
        page = Client().get(f"/v/{sealed.code}/", headers={"accept-language": "en"})
        assert b"We know this paper" in page.content
