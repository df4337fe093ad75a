"""Keys are made once, whole, and never replaced; what was trusted stays trusted."""

import json
import multiprocessing
import os
import signal
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from erasdu.kernel.seal import keys
from tests.sealing import AT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "seal"


def made(folder: Path, **how) -> keys.Keys:
    return keys.make(folder, **({"organisation": "Voorbeeldscholen vzw", "at": AT} | how))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_root_and_a_seal_are_made(folder):
    found = made(folder)
    certificate = x509.load_der_x509_certificate(found.certificate)
    (root,) = [x509.load_der_x509_certificate(each) for each in found.chain]
    certificate.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert found.organisation == "Voorbeeldscholen vzw"
    assert certificate.public_key().curve.name == root.public_key().curve.name == "secp256r1"
    assert certificate.not_valid_after_utc - AT == keys.SEAL_LASTS
    assert root.not_valid_after_utc - AT == keys.ROOT_LASTS
    assert root.public_bytes(Encoding.PEM).decode() == keys.roots(folder)
    assert keys.trusted(folder) == {found.fingerprint}
    assert json.loads((folder / "trusted.json").read_text()) == {
        "seals": [found.fingerprint],
        "roots": [keys.fingerprint_of(found.chain[0])],
    }


def test_only_the_owner_reads_the_key(folder):
    before = os.umask(0)
    try:
        made(folder)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "seal.p12").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_is_ever_replaced(folder):
    first, before = made(folder), contents(folder)
    again = made(folder, organisation="Iemand anders", at=AT + timedelta(days=400), development=True)
    assert again == first
    assert contents(folder) == before


def test_a_key_that_is_moved_away_is_renewed_and_the_old_one_stays_trusted(folder):
    first = made(folder)
    (folder / "seal.p12").rename(folder / "seal-2026.p12")
    second = made(folder, at=AT + timedelta(days=1700))
    assert second.fingerprint != first.fingerprint
    assert keys.trusted(folder) == {first.fingerprint, second.fingerprint}
    assert keys.roots(folder).count("BEGIN CERTIFICATE") == 2
    assert keys.load(folder) == second


def test_a_bought_key_that_is_put_in_place_becomes_trusted(folder, tmp_path):
    bought = made(tmp_path / "elsewhere", organisation="Gekocht nv")
    first = made(folder)
    os.replace(tmp_path / "elsewhere" / "seal.p12", folder / "seal.p12")
    assert made(folder) == bought
    assert keys.trusted(folder) == {first.fingerprint, bought.fingerprint}


def test_a_password_guards_the_key(folder):
    found = made(folder, password="geheim")
    assert keys.load(folder, "geheim") == found
    for wrong in ("", "Geheim"):
        with pytest.raises(keys.NoKeys, match="this password"):
            keys.load(folder, wrong)


def test_a_key_for_development_says_so_and_reaches_back(folder, tmp_path):
    assert made(folder, development=True).development
    assert made(folder, development=True).valid_from < AT - timedelta(days=365)
    real = made(tmp_path / "real")
    assert not real.development
    assert real.valid_from > AT - timedelta(days=2)


def test_the_key_is_not_shown_by_accident(folder):
    found = made(folder)
    assert repr(found.private_key) not in repr(found)


def test_without_keys_it_is_said_in_one_line(folder):
    with pytest.raises(keys.NoKeys, match=r"no seal key: seal\.p12 cannot be read"):
        keys.load(folder)
    assert keys.trusted(folder) == frozenset()
    assert keys.roots(folder) == ""


@pytest.mark.parametrize("name", ["", "   "])
def test_a_seal_names_its_organisation(folder, name):
    with pytest.raises(keys.NoKeys, match="names its organisation"):
        made(folder, organisation=name)
    assert contents(folder) == {}


def test_a_long_name_is_cut_to_what_a_certificate_holds(folder):
    assert made(folder, organisation="é" * 90).organisation == "é" * 64


@pytest.mark.parametrize("text", ["", "[]", "{", '{"seals": 3, "roots": []}', '{"roots": []}'])
def test_a_damaged_list_is_not_overwritten(folder, text):
    made(folder)
    (folder / "trusted.json").write_text(text)
    with pytest.raises(keys.NoKeys, match="damaged"):
        made(folder)
    assert (folder / "trusted.json").read_text() == text


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x30\x82\x00\x00"])
def test_a_file_that_is_no_key_is_said(folder, content):
    folder.mkdir(parents=True)
    (folder / "seal.p12").write_bytes(content)
    with pytest.raises(keys.NoKeys, match="no PKCS #12 file"):
        made(folder)
    assert (folder / "seal.p12").read_bytes() == content


def _make(folder: Path, go) -> None:
    go.wait()
    keys.make(folder, organisation="Voorbeeldscholen vzw", at=datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_two_makers_at_once_make_one_key(folder):
    fork = multiprocessing.get_context("fork")
    go = fork.Event()
    makers = [fork.Process(target=_make, args=(folder, go)) for _ in range(4)]
    for maker in makers:
        maker.start()
    go.set()
    for maker in makers:
        maker.join(20)
    assert [maker.exitcode for maker in makers] == [0] * 4
    assert keys.trusted(folder) == {keys.load(folder).fingerprint}
    assert {file.name for file in folder.iterdir()} == {"seal.p12", "root.pem", "trusted.json"}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_killed_maker_leaves_no_half_file(folder):
    fork = multiprocessing.get_context("fork")
    for step in range(12):
        go = fork.Event()
        maker = fork.Process(target=_make, args=(folder, go))
        maker.start()
        go.set()
        time.sleep(step / 1000)
        os.kill(maker.pid, signal.SIGKILL)
        maker.join()
        for name in ("seal.p12", "trusted.json", "root.pem"):
            assert not (folder / name).exists() or (folder / name).stat().st_size > 100
        there = (folder / "seal.p12").exists()
        before = (folder / "seal.p12").read_bytes() if there else b""
        found = made(folder)
        assert not there or (folder / "seal.p12").read_bytes() == before
        assert keys.trusted(folder) == {found.fingerprint}
        assert {file.name for file in folder.iterdir()} == {"seal.p12", "root.pem", "trusted.json"}
        for file in folder.iterdir():
            file.unlink()
