"""Only the registered bytes are an exact copy; only our certificate is our seal; nothing that is handed in raises."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.kernel.seal import limited, reading
from erasdu.kernel.seal.limited import examine_in_child
from erasdu.kernel.seal.sealing import seal
from erasdu.kernel.seal.verifying import LARGEST, Status, examine
from tests.kernel.seal import tampering
from tests.sealing import AT, impostor, paper, seal_keys, sealed_paper, trusted


def examined(pdf: bytes, *, how=examine, trust=None):
    """Registered is the sealed paper of these tests, and nothing else."""
    return how(pdf, trusted=trusted() if trust is None else trust, is_registered=lambda it: it == sealed_paper().sha256)


@pytest.mark.requirement("R25")
def test_the_registered_paper_is_an_exact_copy():
    found = examined(sealed_paper())
    assert found.status == Status.EXACT_COPY
    assert found.codes == ()
    assert found.sha256 == hashlib.sha256(sealed_paper()).hexdigest()
    assert found.fingerprint == seal_keys().fingerprint
    assert (found.sealed_at, found.stamped_at) == (AT, None)


def test_another_paper_of_ours_is_a_genuine_seal_only():
    found = examined(seal(paper(), seal_keys(), at=AT + timedelta(days=1)))
    assert (found.status, found.codes) == (Status.GENUINE_SEAL, ("not_registered",))
    assert found.sealed_at == AT + timedelta(days=1)


def test_nobody_else_seals_in_our_name():
    other = impostor(seal_keys())
    assert other.organisation == seal_keys().organisation
    found = examined(seal(paper(), other, at=AT))
    assert (found.status, found.codes) == (Status.NOT_OURS, ("unknown_certificate",))
    assert (found.sealed_at, found.fingerprint) == (None, "")


def test_a_registered_hash_alone_is_not_enough():
    pdf = seal(paper(), impostor(seal_keys()), at=AT)
    found = examine(pdf, trusted=trusted(), is_registered=lambda digest: True)
    assert found.status == Status.NOT_OURS
    assert examine(paper(), trusted=trusted(), is_registered=lambda digest: True).codes == ("not_sealed",)


def test_a_certificate_counts_in_its_time_only():
    late = seal(paper(), seal_keys(), at=seal_keys().valid_until + timedelta(seconds=1))
    early = seal(paper(), seal_keys(), at=seal_keys().valid_from - timedelta(days=1))
    assert [examined(each).status for each in (late, early)] == [Status.NOT_OURS] * 2
    assert "out_of_time" in examined(late).codes


@pytest.fixture
def no_parser(monkeypatch):
    """Fails when a file is read as a PDF."""

    def read(pdf: bytes) -> None:
        pytest.fail("a parser sees bytes that we did not write")

    monkeypatch.setattr(reading, "last_signature", read)


@pytest.mark.usefixtures("no_parser")
@pytest.mark.parametrize("attack", tampering.ATTACKS)
def test_a_tampered_paper_is_not_ours(attack):
    changed = tampering.ATTACKS[attack](bytes(sealed_paper()))
    assert changed != sealed_paper()
    found = examined(changed)
    assert found.status in {Status.NOT_OURS, Status.UNREADABLE}
    assert found.codes


def test_the_library_alone_would_have_taken_a_wrapped_signature_for_whole():
    """Why verifying.py measures the gap itself; when this fails the library has become stricter."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    changed = tampering.wrapped(bytes(sealed_paper()))
    (signature,) = PdfFileReader(BytesIO(changed)).embedded_signatures
    signature.compute_integrity_info()
    assert signature.coverage.name == "ENTIRE_FILE"
    assert examined(changed).codes == ("not_whole",)


def test_no_flipped_bit_is_taken_for_the_paper():
    found = [examined(changed).status for changed in tampering.random_flips(bytes(sealed_paper()), 200, seed=1)]
    assert Status.EXACT_COPY not in found
    assert found.count(Status.GENUINE_SEAL) < 10, "only in what a signature cannot cover: itself"


@pytest.mark.usefixtures("no_parser")
def test_nothing_hides_behind_the_value_of_the_signature():
    for changed in tampering.padding_flips(bytes(sealed_paper()), 60, seed=2):
        assert examined(changed).status == Status.NOT_OURS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_pdf"),
        (b"PK\x03\x04 a spreadsheet", "not_a_pdf"),
        (b"x" * 2000 + b"%PDF-1.7", "not_a_pdf"),
        (b"%PDF-1.7" + bytes(LARGEST), "too_large"),
    ],
)
@pytest.mark.parametrize("how", [examine, examine_in_child])
def test_what_cannot_be_read_is_said(content, code, how):
    found = examined(content, how=how)
    assert (found.status, found.codes) == (Status.UNREADABLE, (code,))


START = b"%PDF-1.7\n"


@given(st.binary(max_size=300), st.integers(0, 10))
def test_no_bytes_at_all_raise(middle, cut):
    for pdf in (middle, START + middle, START + middle + b"/ByteRange [0 1 2 3]", bytes(sealed_paper())[cut:] + middle):
        assert examined(pdf).status in {Status.NOT_OURS, Status.UNREADABLE, Status.EXACT_COPY}


@settings(max_examples=60)
@given(st.data())
def test_no_mixture_of_a_sealed_paper_raises_or_is_exact(data):
    pdf = bytearray(sealed_paper())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(pdf)))
        much = data.draw(st.integers(0, 200))
        pdf[place : place + much] = data.draw(st.binary(max_size=200))
    if bytes(pdf) != sealed_paper():
        assert examined(bytes(pdf)).status != Status.EXACT_COPY


@pytest.mark.slow
class TestInAChild:
    def test_it_finds_the_same(self):
        for pdf in (seal(paper(), seal_keys(), at=AT), tampering.flipped(bytes(sealed_paper()), 9999)):
            assert examined(bytes(pdf), how=examine_in_child) == examined(bytes(pdf))

    def test_what_takes_too_long_is_too_heavy(self):
        found = examine_in_child(bytes(sealed_paper()), trusted=trusted(), is_registered=lambda it: True, timeout=0.05)
        assert (found.status, found.codes) == (Status.UNREADABLE, ("too_heavy",))

    def test_what_needs_too_much_memory_is_too_heavy(self, monkeypatch):
        monkeypatch.setattr(limited, "MEMORY", 64 * 1024 * 1024)
        assert examined(bytes(sealed_paper()), how=examine_in_child).codes == ("too_heavy",)


def test_many_ranges_cost_no_more_than_reading_them():
    ranges = b"".join(b"/ByteRange [0 %d 9000000 11000000]\n" % each for each in range(9, 200_000))
    pdf = (START + ranges).ljust(9_000_000 - 1, b"A") + b">" + bytes(11_000_000)
    assert len(pdf) == 20_000_000
    assert examined(pdf).codes == ("not_whole",)
