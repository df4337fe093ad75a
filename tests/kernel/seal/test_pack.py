"""An evidence pack is checked by its own script, with Python alone; whatever is changed in it is found."""

import json
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given

from erasdu.kernel.chain import Event, link, new_salt, salted
from erasdu.kernel.seal import evidence_check, keys
from erasdu.kernel.seal.pack import Payload, write_pack
from erasdu.kernel.seal.sealing import seal
from tests.kernel.test_chain import chained, values
from tests.sealing import AT, impostor, paper, seal_folder, seal_keys

SALT = "5f" * 16
ADDRESS = Payload(2, "ip", SALT, "192.0.2.7")
EVENTS = chained({"version": 1}, {"ip": salted(ADDRESS.value, SALT), "name": "Zoë 👩🏽‍🔧"}, {"complete": True})
SHOWN = paper("Getoond", attached=False)


def audit_json(reference: str, shown_sha256: str, events: list[Event]) -> str:
    """What an engine attaches to its final paper."""
    told = [event._asdict() for event in events]
    return json.dumps({"reference": reference, "shown_sha256": shown_sha256, "head": events[-1].hash, "events": told})


AUDIT = audit_json("P-1", sha256(SHOWN).hexdigest(), EVENTS)


def later(final: bytes) -> list[Event]:
    body = {"final_sha256": sha256(final).hexdigest()}
    return [
        Event(
            4,
            "sealed",
            "2026-11-23T10:00:00+00:00",
            body,
            link(EVENTS[-1].hash, 4, "sealed", "2026-11-23T10:00:00+00:00", body),
        )
    ]


def packed(**how) -> bytes:
    final = seal(paper("Volledig", AUDIT), seal_keys(), at=AT)
    given = {
        "made_at": AT,
        "shown": SHOWN,
        "final": final,
        "audit": AUDIT,
        "roots": keys.roots(seal_folder()),
        "later": later(final),
        "payloads": [ADDRESS],
    }
    return write_pack(**{**given, **how})


@pytest.fixture(scope="module")
def pack() -> bytes:
    return packed()


def checked(content: bytes, folder: Path, *options: str) -> tuple[int, str]:
    (folder / "pack.zip").write_bytes(content)
    return evidence_check.main([str(folder / "pack.zip"), *options]), ""


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}


def closed(files: dict[str, bytes], *, honest_list: bool = True) -> bytes:
    """Packed again; with an `honest_list` pack.json names the changed files as they now are."""
    if honest_list:
        manifest = json.loads(files["pack.json"])
        manifest["files"] = {name: sha256(files[name]).hexdigest() for name in files if name != "pack.json"}
        files["pack.json"] = json.dumps(manifest).encode()
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
    return output.getvalue()


@pytest.mark.requirement("R25")
def test_a_pack_holds(pack, tmp_path, capsys):
    assert checked(pack, tmp_path)[0] == 0
    said = capsys.readouterr().out
    assert "WRONG" not in said
    assert "NOT CHECKED" not in said
    for part in ("4 events hang together", "1 personal details", "attached to final.pdf", "seal on final.pdf is whole"):
        assert part in said
    assert said.endswith("All that was checked is right.\n")


def test_it_is_checked_with_its_own_script_and_python_alone(pack, tmp_path):
    """In an empty folder, with no package but the standard library to be found."""
    (tmp_path / "pack.zip").write_bytes(pack)
    with zipfile.ZipFile(tmp_path / "pack.zip") as files:
        files.extract("verify_pack.py", tmp_path)
    command = [sys.executable, "-I", "-S", "verify_pack.py", "pack.zip", "--extract", "seal"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT CHECKED  the seal itself" in done.stdout
    assert {file.name for file in (tmp_path / "seal").iterdir()} == {"seal.der", "signed.bin", "root.pem"}


def test_the_same_evidence_gives_the_same_bytes(pack):
    final = opened(pack)["final.pdf"]
    assert packed(final=final, later=later(final)) == packed(final=final, later=later(final))
    assert all(info.date_time[0] == 1980 for info in zipfile.ZipFile(BytesIO(pack)).infolist())


def test_erased_details_and_an_unfinished_paper_are_no_fault(tmp_path, capsys):
    assert checked(packed(payloads=[], final=None, later=[]), tmp_path)[0] == 0
    assert "final.pdf: this paper was not completed" in capsys.readouterr().out


def edited(name: str, change) -> dict[str, bytes]:
    files = opened(packed())
    told = json.loads(files[name])
    change(told)
    return {**files, name: json.dumps(told, ensure_ascii=False).encode()}


CHANGES = {
    "an event's kind": ("audit.json", lambda it: it["events"][1].update(kind="declined"), "breaks at event 2"),
    "an event's body": ("audit.json", lambda it: it["events"][0]["body"].update(version=2), "breaks at event 1"),
    "an event gone": ("audit.json", lambda it: it["events"].pop(0), "breaks at event 1"),
    "the last gone": ("audit.json", lambda it: it["events"].pop(), "another head than its last"),
    "events swapped": ("audit.json", lambda it: it["events"].reverse(), "breaks at event 1"),
    "a later event": ("later.json", lambda it: it["events"][0].update(at="2026-11-24T10:00:00+00:00"), "event 4"),
    "later ones gone": ("later.json", lambda it: it["events"].clear(), "another head than the last event"),
    "a detail": ("payloads.json", lambda it: it[0].update(value="192.0.2.8"), "payload 'ip' of event 2"),
    "a salt": ("payloads.json", lambda it: it[0].update(salt=new_salt()), "payload 'ip' of event 2"),
    "a detail's event": ("payloads.json", lambda it: it[0].update(seq=9), "payload 'ip' of event 9"),
    "the reference": ("pack.json", lambda it: it.update(reference="P-2"), "of another paper"),
    "the format": ("pack.json", lambda it: it.update(format="x"), "format 'x' is not known"),
    "a link": ("audit.json", lambda it: it["events"][1].update(prev="0" * 64), "breaks at event 2"),
    "a fraction": ("audit.json", lambda it: it["events"][0]["body"].update(version=1.0), "fraction"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_found_even_when_the_list_is_made_to_fit(what, tmp_path, capsys):
    name, change, said = CHANGES[what]
    assert checked(closed(edited(name, change)), tmp_path)[0] == 1
    assert said in capsys.readouterr().out


def test_a_chain_that_is_forged_whole_is_not_the_one_in_the_sealed_paper(tmp_path, capsys):
    other = audit_json("P-1", sha256(SHOWN).hexdigest(), chained({"version": 1}, {"name": "Iemand anders"}))
    assert checked(packed(audit=other, later=[], payloads=[]), tmp_path)[0] == 1
    assert "audit.json is not the one attached to final.pdf" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["shown.pdf", "final.pdf", "root.pem", "README.txt", "verify_pack.py", "audit.json"])
def test_a_file_that_differs_from_the_list_is_named(name, pack, tmp_path, capsys):
    files = opened(pack)
    files[name] += b" "
    assert checked(closed(files, honest_list=False), tmp_path)[0] == 1
    assert f"{name} is not the file that pack.json lists" in capsys.readouterr().out


def test_the_papers_of_later_versions_do_not_disturb(tmp_path, capsys):
    final = seal(paper("Volledig", AUDIT), seal_keys(), at=AT)
    own = later(final)
    body = {"final_sha256": "ab" * 32}
    next_one = Event(5, "sealed", "t", body, link(own[-1].hash, 5, "sealed", "t", body))
    assert checked(packed(final=final, later=[*own, next_one]), tmp_path)[0] == 0
    other = link(EVENTS[-1].hash, 4, "sealed", "t", body)
    assert checked(packed(final=final, later=[Event(4, "sealed", "t", body, other)]), tmp_path)[0] == 1
    assert "another than the events after it say" in capsys.readouterr().out


def test_papers_that_were_swapped_are_found(pack, tmp_path, capsys):
    for name in ("shown.pdf", "final.pdf"):
        files = opened(pack)
        files[name] = paper("Iets anders", attached=False)
        assert checked(closed(files), tmp_path)[0] == 1
        assert f"{name} is another than" in capsys.readouterr().out


def test_a_broken_or_foreign_seal_is_found(tmp_path, capsys):
    final = bytearray(seal(paper("Volledig", AUDIT), seal_keys(), at=AT))
    final[final.index(b"/Title")] ^= 32
    assert checked(packed(final=bytes(final), later=[]), tmp_path)[0] == 1
    assert "the seal on final.pdf is broken" in capsys.readouterr().out
    foreign = seal(paper("Volledig", AUDIT), impostor(seal_keys()), at=AT)
    assert checked(packed(final=foreign, later=[]), tmp_path)[0] == 1
    assert "does not hang from root.pem" in capsys.readouterr().out
    for pdf, said in ((foreign + b" ", "does not cover all"), (paper("Volledig", AUDIT), "bears no seal")):
        assert checked(packed(final=pdf, later=[]), tmp_path)[0] == 1
        assert said in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_said(content, tmp_path, capsys):
    assert checked(content, tmp_path)[0] == 1
    assert "Traceback" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["audit.json", "payloads.json", "pack.json", "later.json"])
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b'"x"', b"\xff", b"[" * 5000])
def test_nonsense_in_a_pack_is_said(name, content, pack, tmp_path, capsys):
    files = opened(pack) | {name: content}
    assert checked(closed(files, honest_list=name != "pack.json"), tmp_path)[0] == 1 or content == b"[]"
    assert "Traceback" not in capsys.readouterr().out


def test_a_name_that_does_not_belong_is_refused(pack, tmp_path, capsys):
    for name in ("../../evil", "evil.exe"):
        assert checked(closed(opened(pack) | {name: b""}), tmp_path)[0] == 1
        assert "does not belong in a pack" in capsys.readouterr().out


def test_without_a_pack_the_script_says_how(tmp_path, capsys):
    assert evidence_check.main([]) == 1
    assert "usage" in capsys.readouterr().err
    assert evidence_check.main([str(tmp_path / "nowhere.zip")]) == 1


@given(values)
def test_the_scripts_own_json_is_the_standards(value):
    assert evidence_check.canonical(value).encode() == rfc8785.dumps(value)


def test_the_commands_that_it_gives_for_openssl_are_right(pack, tmp_path):
    """Where OpenSSL is: it finds the seal whole, and a changed file not."""
    openssl = shutil.which("openssl")
    assert checked(pack, tmp_path, "--extract", str(tmp_path / "seal"))[0] == 0
    signed = (tmp_path / "seal" / "signed.bin").read_bytes()
    if openssl:
        how = "cms -verify -binary -inform DER -in seal.der -content signed.bin -CAfile root.pem -purpose any"
        command = [openssl, *how.split(), "-no_check_time", "-out", "unpacked"]
        assert subprocess.run(command, cwd=tmp_path / "seal", capture_output=True).returncode == 0
        (tmp_path / "seal" / "signed.bin").write_bytes(signed[:-1])
        assert subprocess.run(command, cwd=tmp_path / "seal", capture_output=True).returncode != 0
