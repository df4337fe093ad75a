"""A sealed paper conforms as before, says who sealed it and when, and threads do not disturb each other."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from erasdu.kernel.seal.remote import digest_of, prepare, with_value
from erasdu.kernel.seal.sealing import NotSealed, seal
from erasdu.kernel.seal.verifying import Status, examine
from erasdu.kernel.typeset import page_texts, structure
from tests.sealing import AT, LocalSigner, NoTimestamper, OwnTimestamper, paper, seal_keys, sealed_paper, trusted


def examined(pdf: bytes, *, registered: bool = True):
    return examine(pdf, trusted=trusted(), is_registered=lambda digest: registered)


def signatures(pdf: bytes):
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(BytesIO(pdf)).embedded_signatures


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("attached", [True, False])
def test_a_sealed_paper_conforms_as_before(attached):
    plain = paper(attached=attached)
    done = seal(plain, seal_keys(), at=AT)
    assert structure(plain) == structure(done) == []
    assert done.startswith(plain), "what was shown is in it, byte for byte"
    assert page_texts(done) == page_texts(plain)
    with pikepdf.open(BytesIO(plain)) as before, pikepdf.open(BytesIO(done)) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert list(before.attachments) == list(after.attachments)
        assert after.pdf_version == "1.7"
        assert "/Version" not in after.Root, "PDF/A-2, PDF/A-3 and PDF/UA-1 are not PDF 2.0"
    assert examined(done).status == Status.EXACT_COPY


def test_the_field_is_invisible_as_the_standards_want_it():
    with pikepdf.open(BytesIO(sealed_paper())) as document:
        (field,) = document.Root.AcroForm.Fields
        left, bottom, right, top = map(int, field.Rect)
        assert (left, bottom) == (right, top)
        assert max(left, bottom) < -1000, "outside every page"
        assert field.F & 4, "printed"
        assert not field.F & 2, "not hidden"
        assert field.TU == "Seal of Voorbeeldscholen vzw"
        assert "/AP" not in field or not bytes(field.AP.N.read_bytes()).strip()


def test_the_seal_allows_no_change_and_says_why_it_stands_there():
    (signature,) = signatures(sealed_paper())
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == "Volledig ondertekend"
    assert signature.sig_object["/Name"] == "Voorbeeldscholen vzw"
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.self_reported_timestamp == AT


def test_an_unfinished_last_line_is_finished_before_sealing():
    bare = paper().rstrip(b"\n")
    done = seal(bare, seal_keys(), at=AT)
    assert done.startswith(bare + b"\n")
    assert structure(done) == []


def test_a_time_says_its_zone():
    with pytest.raises(ValueError, match="time zone"):
        seal(paper(), seal_keys(), at=datetime(2026, 11, 23))


@pytest.mark.parametrize("pdf", [b"", b"nothing", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_paper_is_not_sealed(pdf):
    with pytest.raises(NotSealed):
        seal(pdf, seal_keys(), at=AT)


def test_a_sealed_paper_is_not_sealed_again():
    with pytest.raises(NotSealed):
        seal(sealed_paper(), seal_keys(), at=AT + timedelta(days=1))


def test_twenty_four_seals_in_eight_threads():
    papers = [paper(f"Blad {number % 4}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda one: seal(one, seal_keys(), at=AT), papers))
    assert [examined(one).status for one in done] == [Status.EXACT_COPY] * 24


class TestTimeStamps:
    def test_a_third_party_says_when(self):
        done = seal(paper(), seal_keys(), at=AT - timedelta(minutes=3), timestamper=OwnTimestamper())
        assert done.level == "B-T"
        assert structure(done) == []
        found = examined(done)
        assert (found.status, found.sealed_at, found.stamped_at) == (
            Status.EXACT_COPY,
            AT - timedelta(minutes=3),
            AT,
        )
        assert examined(done, registered=False).stamped_at is None

    def test_without_one_the_paper_is_sealed_all_the_same_and_says_so(self):
        done = seal(paper(), seal_keys(), at=AT, timestamper=NoTimestamper())
        assert done.level == sealed_paper().level == "B-B"
        assert examined(done).status == Status.EXACT_COPY

    @pytest.mark.parametrize("token", [b"", b"nonsense", b"0\x00"])
    def test_nonsense_is_no_time_stamp(self, token):
        class Careless:
            def token(self, digest: bytes) -> bytes:
                return token

        assert seal(paper(), seal_keys(), at=AT, timestamper=Careless()).level == "B-B"

    def test_a_time_stamp_of_something_else_is_left_out(self):
        authority = OwnTimestamper()

        class Mistaken:
            def token(self, digest: bytes) -> bytes:
                return authority.token(bytes(32))

        assert seal(paper(), seal_keys(), at=AT, timestamper=Mistaken()).level == "B-B"


def test_a_paper_that_somebody_signed_is_sealed_over_it():
    signer = LocalSigner(waits=0)
    state = prepare(paper(), signer.certificate(), at=AT, reason="Akkoord")
    signed = with_value(state, signer.sign_hash(digest_of(state), ticket="t", answer={"code": "agreed", "state": "t"}))
    assert examined(signed).codes == ("unknown_certificate",)
    done = seal(signed, seal_keys(), at=AT + timedelta(hours=1))
    assert examined(done).status == Status.EXACT_COPY
    assert structure(done) == []
    first, second = signatures(done)
    assert (first.field_name, second.field_name) == ("Signature", "Seal")


def test_the_signature_holds_by_the_standard_without_the_library_that_made_it():
    """ECDSA over the signed attributes, which hold the hash of all the file but the value itself."""
    pdf = bytes(sealed_paper())
    first, second, length = map(int, re.findall(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+)\]", pdf)[-1])
    assert second + length == len(pdf)
    signed = cms.ContentInfo.load(bytes.fromhex(pdf[first + 1 : second - 1].decode()))["content"]
    (signer,) = signed["signer_infos"]
    attributes = {each["type"].native: each["values"][0].native for each in signer["signed_attrs"]}
    assert attributes["message_digest"] == sha256(pdf[:first] + pdf[second:]).digest()
    key = x509.load_der_x509_certificate(seal_keys().certificate).public_key()
    key.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
