"""Upkeep: nothing stays longer than its day, nothing half, nothing unseen by the antivirus."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.vault import actions, blobs, queries
from erasdu.ground.vault.models import StoredFile
from erasdu.ground.vault.tasks import scan_again, sweep
from erasdu.kernel.uploads.limits import Cleaned
from erasdu.kernel.verdict import Refused
from tests.antivirus import VIRUS, clamd
from tests.factories.organisations import RoleFactory
from tests.factories.vault import AT, SECRET, prepared, stored
from tests.mailserver import free_port

LONG_AGO = (AT - timedelta(hours=2)).timestamp()


def age(path: Path, seconds: float = LONG_AGO) -> None:
    os.utime(path, (seconds, seconds))


class TestSweep:
    def test_a_file_goes_after_its_last_day(self, folder: Path, django_capture_on_commit_callbacks) -> None:
        file, other = stored(delete_after=date(2026, 11, 23)), stored(delete_after=None)
        sweep()
        assert queries.read(file) == SECRET, "on its last day it is there"
        with the_clock.standing_at(AT + timedelta(days=1)), django_capture_on_commit_callbacks(execute=True):
            sweep()
        file.refresh_from_db()
        assert file.deleted_at == AT + timedelta(days=1)
        assert [blob.name for blob in folder.iterdir()] == [other.blob]
        line = Line.objects.get(code="vault.let_go")
        assert line.via == "system"

    def test_the_day_ends_in_brussels(self) -> None:
        file = stored(delete_after=date(2026, 11, 23))
        with the_clock.standing_at(AT.replace(hour=22, minute=59)):
            sweep()
        assert StoredFile.objects.get(pk=file.pk).deleted_at is None
        with the_clock.standing_at(AT.replace(hour=23, minute=1)):
            sweep()
        assert StoredFile.objects.get(pk=file.pk).deleted_at is not None

    def test_what_no_row_knows_goes_after_an_hour(self, folder: Path) -> None:
        file, old, fresh = stored(), prepared().blob, prepared().blob
        (folder / "halfway.part").write_bytes(b"x")
        for name in (file.blob, old, "halfway.part"):
            age(folder / name)
        age(folder / fresh, (AT - timedelta(minutes=59)).timestamp())
        sweep()
        assert {blob.name for blob in folder.iterdir()} == {file.blob, fresh}
        assert queries.read(file) == SECRET

    def test_the_blob_of_a_row_that_went_with_its_person(self, folder: Path) -> None:
        file = stored()
        age(folder / file.blob)
        StoredFile.objects.all().delete()
        sweep()
        assert not list(folder.iterdir())

    def test_an_empty_vault(self) -> None:
        assert sweep() == 0


KILLED = """
import os, sys
from django.conf import settings
settings.configure(STORAGES={"vault": {"BACKEND": "erasdu.ground.vault.blobs.Folder", "OPTIONS": {"location": sys.argv[1]}}})
from erasdu.ground.vault import blobs

def hang(file):
    print("halfway", flush=True)
    sys.stdin.read()

os.fsync = hang
blobs.put("name", b"x" * 5_000_000)
"""


def test_a_process_that_is_killed_leaves_no_half_file(folder: Path) -> None:
    """Killed while it writes: under its name there is nothing, and what is half goes with the sweep."""
    command = [sys.executable, "-c", KILLED, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"halfway\n"
        writer.send_signal(signal.SIGKILL)
    assert [blob.name for blob in folder.iterdir()] == ["name.part"]
    with pytest.raises(blobs.Gone):
        blobs.get("name")
    age(folder / "name.part")
    sweep()
    assert not list(folder.iterdir())


class TestAntivirus:
    @pytest.fixture(autouse=True)
    def as_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "clean", lambda data: Cleaned(data, "image/jpeg", 1, 10, 10))

    def store(self, data: bytes) -> StoredFile:
        role = RoleFactory()
        return actions.store(
            data, name="x", subject=role.organisation, purpose="test.scan", keep="candidate", delete_after=None,
            by=actions.Actor(role.person_id, role.kind), at=AT,
        )  # fmt: skip

    def test_what_it_finds_is_refused_and_nothing_is_kept(self, settings, folder: Path) -> None:
        with clamd() as settings.CLAMD:
            with pytest.raises(Refused) as refused:
                self.store(VIRUS)
            assert refused.value.verdict.code == "upload_infected"
            assert self.store(b"harmless").state == "clean"
        assert len(list(folder.iterdir())) == 1

    def test_without_an_answer_it_waits_and_is_looked_at_later(
        self, settings, folder: Path, django_capture_on_commit_callbacks
    ) -> None:
        settings.CLAMD = f"127.0.0.1:{free_port()}"
        good, bad = self.store(b"harmless"), self.store(VIRUS)
        assert {good.state, bad.state} == {"quarantine"}
        scan_again()
        assert StoredFile.objects.filter(state="quarantine").count() == 2
        assert queries.troubles(AT + timedelta(hours=2)).unscanned == 2
        with clamd() as settings.CLAMD, django_capture_on_commit_callbacks(execute=True):
            scan_again()
            scan_again()
        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.state, good.deleted_at) == ("clean", None)
        assert (bad.state, bad.deleted_at, bad.sha256) == ("infected", AT, "")
        assert [blob.name for blob in folder.iterdir()] == [good.blob]
        codes = list(Line.objects.order_by("pk").values_list("code", flat=True))
        assert codes == ["vault.stored", "vault.stored", "vault.cleared", "vault.condemned"]

    def test_a_damaged_one_does_not_hold_up_the_others(self, settings) -> None:
        broken, good = stored(state="quarantine"), stored(state="quarantine")
        blobs.remove(broken.blob)
        scan_again()
        good.refresh_from_db()
        broken.refresh_from_db()
        assert (good.state, broken.state, broken.damaged_at) == ("clean", "quarantine", AT)


class TestRotation:
    NEWER = {2: b"2" * 32, 1: b"1" * 32}

    def test_every_file_gets_the_newest_key(self, settings, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        files = [stored(data=f"{number}".encode()) for number in range(3)]
        settings.VAULT_KEYS = self.NEWER
        newer = stored(data=b"newer")
        call_command("vault", "rotate")
        assert capsys.readouterr().out == "3 files have the key 2 now\n"
        settings.VAULT_KEYS = {2: b"2" * 32}
        for number, file in enumerate(files):
            assert queries.read(StoredFile.objects.get(pk=file.pk)) == f"{number}".encode()
        assert queries.read(newer) == b"newer"
        assert len(list(folder.iterdir())) == 4, "no old blob is left"
        assert {blob.read_bytes()[0] for blob in folder.iterdir()} == {2}

    def test_who_reads_meanwhile_notices_nothing(self, settings) -> None:
        as_it_was = stored()
        settings.VAULT_KEYS = self.NEWER
        call_command("vault", "rotate")
        assert queries.read(as_it_was) == SECRET

    def test_it_goes_on_where_it_was_stopped(
        self, settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        files = [stored(data=f"{number}".encode()) for number in range(3)]
        settings.VAULT_KEYS = self.NEWER
        with monkeypatch.context() as patch:
            patch.setattr(actions, "_remove", lambda blob: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                call_command("vault", "rotate")
        assert [queries.read(StoredFile.objects.get(pk=file.pk)) for file in files] == [b"0", b"1", b"2"]
        call_command("vault", "rotate")
        assert capsys.readouterr().out == "2 files have the key 2 now\n"

    def test_one_that_is_deleted_meanwhile_stays_deleted(self, settings, folder: Path) -> None:
        file = stored()
        settings.VAULT_KEYS = self.NEWER
        actions.delete(file, by=actions.SYSTEM, at=AT)
        assert not actions.give_newest_key(file)
        assert [blob.name for blob in folder.iterdir()] == [file.blob]

    def test_a_damaged_one_is_told_and_the_others_are_done(self, settings, folder: Path) -> None:
        broken, good = stored(), stored()
        (folder / broken.blob).write_bytes(b"\x01 something else")
        settings.VAULT_KEYS = self.NEWER
        with pytest.raises(CommandError, match="1 files do not open"):
            call_command("vault", "rotate")
        good.refresh_from_db()
        assert good.key_id == 2
        assert queries.troubles(AT).damaged == 1

    def test_check_tells_and_forgets_damage(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = stored()
        whole = (folder / file.blob).read_bytes()
        blobs.remove(file.blob)
        with pytest.raises(CommandError):
            call_command("vault", "check")
        assert capsys.readouterr().out == "0 of 1 files open\n"
        (folder / file.blob).write_bytes(whole)
        call_command("vault", "check")
        assert queries.troubles(AT).damaged == 0

    def test_a_storage_that_does_not_answer_ends_it(self, settings) -> None:
        stored()
        settings.VAULT_KEYS = {2: b"2" * 32}
        with pytest.raises(CommandError, match="the key 1 is not here"):
            call_command("vault", "rotate")
        assert queries.troubles(AT).damaged == 0
