"""`erasdu doctor` tells what is wrong, each in one line, and ends with 1; never with a stack trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from erasdu.config.installation import vault_storage
from erasdu.config.management.commands import doctor
from erasdu.ground.jobs.actions import beat, enqueue
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.places.models import Town
from erasdu.ground.vault.actions import report_damage
from erasdu.kernel.seal import keys
from tests.antivirus import clamd
from tests.concurrency import erasdu, shared_database
from tests.factories.journal import line
from tests.factories.places import towns
from tests.factories.post import LetterFactory
from tests.factories.vault import stored
from tests.mailserver import MailServer, free_port, mail_server
from tests.sealing import seal_folder

__all__ = ["mail_server", "shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def healthy(db: None, settings, tmp_path: Path, clock: datetime) -> None:
    settings.DEMO, settings.EMAIL_CONFIGURED, settings.VAR = True, False, tmp_path
    settings.FONTS, settings.SEAL_FOLDER = tmp_path / "fonts", seal_folder()
    (settings.FONTS / "noto").mkdir(parents=True)
    settings.STORAGES = {**settings.STORAGES, "vault": vault_storage("", tmp_path)}
    settings.CLAMD = ""
    towns()
    beat(at=AT)


def broken(found: list[doctor.Finding]) -> list[str]:
    return [finding.what for finding in found if finding.fault]


@pytest.mark.usefixtures("healthy")
class TestFindings:
    def test_all_is_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("doctor")
        said = capsys.readouterr().out
        assert "✗" not in said
        for what in ("mode", "settings", "storage", "papers", "mail", "vault", "antivirus", "database", "migrations",
                     "worker", "outbox", "jobs", "journal", "seal", "signing", "texts", "uploads", "towns"):  # fmt: skip
            assert f"✓ {what}" in said

    def test_it_changes_nothing(self, django_assert_max_num_queries) -> None:
        doctor.examine()
        assert not Line.objects.exists()
        assert not Job.objects.exists()

    def test_a_fault_ends_with_1(self, settings, capsys: pytest.CaptureFixture[str]) -> None:
        settings.DEMO = False
        with pytest.raises(SystemExit) as ended:
            call_command("doctor")
        assert ended.value.code == 1
        said = capsys.readouterr().out
        assert "✗ mail       not configured: set ERASDU_EMAIL_URL" in said
        assert f"1 of {len(doctor.FIRST) + len(doctor.IN_THE_DATABASE)} are wrong" in said

    def test_no_towns(self) -> None:
        Town.objects.all().delete()
        assert broken(doctor.examine()) == ["towns"]

    def test_a_worker_that_stopped(self) -> None:
        with the_clock.standing_at(AT + timedelta(minutes=2)):
            assert broken(doctor.examine()) == ["worker"]

    def test_letters_that_do_not_go(self) -> None:
        LetterFactory(due=AT - timedelta(minutes=20))
        assert broken(doctor.examine()) == ["outbox"]

    def test_jobs_that_failed_for_good(self) -> None:
        enqueue("x", once="x", payload={}, due=AT)
        Job.objects.update(failed_at=AT)
        assert broken(doctor.examine()) == ["jobs"]

    def test_a_chain_that_was_broken(self) -> None:
        line()
        line()
        journal.seal()
        Line.objects.filter(seq=2).update(code="other")
        (finding,) = [each for each in doctor.examine() if each.fault]
        assert (finding.what, finding.says) == ("journal", "the chain is broken at number 2")

    def test_lines_that_nobody_seals(self) -> None:
        line(at=AT - timedelta(minutes=6))
        (finding,) = [each for each in doctor.examine() if each.fault]
        assert finding.says == "1 lines wait to be sealed"

    def test_migrations_that_were_not_applied(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'retention'")
        found = doctor.examine()
        assert broken(found) == ["migrations"]
        assert found[-1].what == "migrations", "what lies in the tables is not looked at"

    def test_fonts_that_are_missing(self, settings, tmp_path: Path) -> None:
        settings.FONTS = tmp_path / "nowhere"
        assert broken(doctor.examine()) == ["papers"]

    def test_a_folder_that_cannot_be_written(self, settings, tmp_path: Path) -> None:
        settings.VAR = tmp_path / "nowhere"
        assert broken(doctor.examine()) == ["storage"]

    def test_a_vault_that_cannot_be_reached(self, settings, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")
        settings.STORAGES = {**settings.STORAGES, "vault": vault_storage("", tmp_path / "file")}
        assert broken(doctor.examine()) == ["vault"]

    def test_an_antivirus_that_answers_and_one_that_does_not(self, settings) -> None:
        with clamd() as settings.CLAMD:
            assert broken(doctor.examine()) == []
        settings.CLAMD = f"127.0.0.1:{free_port()}"
        assert broken(doctor.examine()) == ["antivirus"]

    def test_uploads_that_are_damaged_or_wait_or_lost_their_key(self, settings) -> None:
        stored(at=AT - timedelta(hours=2), state="quarantine")
        report_damage(stored(), at=AT)
        journal.seal()
        (finding,) = [each for each in doctor.examine() if each.fault]
        assert finding.says == "1 damaged; 1 wait for the antivirus for more than an hour"
        settings.VAULT_KEYS = {9: b"9" * 32}
        (finding,) = [each for each in doctor.examine() if each.fault]
        assert finding.says.endswith("2 need a key that is not here")

    def test_a_mail_server_that_answers_and_one_that_does_not(self, settings, mail_server: MailServer) -> None:
        settings.EMAIL_CONFIGURED = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 5
        assert broken(doctor.examine()) == []
        settings.EMAIL_PORT = free_port()
        assert broken(doctor.examine()) == ["mail"]

    def test_settings_that_the_framework_refuses(self, settings) -> None:
        settings.LANGUAGE_CODE = "not a language"
        assert "settings" in broken(doctor.examine())

    def test_a_trust_service_answers_or_not(self, settings) -> None:
        assert not doctor.signing().fault
        options = {"name": "Karel"}
        given = {"name": "X", "level": "advanced", "make": "tests.sealing.LocalService", "options": options}
        settings.SIGN_SERVICES = {"x": given}
        assert doctor.signing() == doctor.Finding("signing", "x: a double")
        options["away"] = True
        assert doctor.signing() == doctor.Finding("signing", "x: unreachable", fault=True)

    def test_the_key_of_the_seal_is_named_with_its_end(self) -> None:
        finding = doctor.seal()
        assert not finding.fault
        found = keys.load(seal_folder())
        assert finding.says == f"of Voorbeeldscholen vzw, until 2031-11-23, fingerprint {found.fingerprint}"

    def test_a_key_for_development_is_refused_in_production(self, settings) -> None:
        settings.PRODUCTION = True
        finding = doctor.seal()
        assert finding.fault
        assert "refused in production" in finding.says
        assert "erasdu seal-keys --organisation NAME" in finding.says

    def test_a_real_key_is_fine_in_production_until_it_ends(self, settings, tmp_path: Path) -> None:
        settings.PRODUCTION, settings.SEAL_FOLDER = True, tmp_path / "seal"
        keys.make(settings.SEAL_FOLDER, organisation="Scholen vzw", at=AT)
        assert not doctor.seal().fault
        with the_clock.standing_at(AT + keys.SEAL_LASTS - timedelta(days=50)):
            assert "it ends" in doctor.seal().says

    @pytest.mark.parametrize(("production", "says"), [(False, "./run --prepare"), (True, "--organisation NAME")])
    def test_a_key_that_is_missing(self, settings, tmp_path: Path, production: bool, says: str) -> None:
        settings.PRODUCTION, settings.SEAL_FOLDER = production, tmp_path / "seal"
        finding = doctor.look(doctor.seal)
        assert finding.fault
        assert "no key" in finding.says
        assert says in finding.says

    def test_a_key_that_nobody_trusts_yet_or_that_does_not_open(self, settings, tmp_path: Path) -> None:
        settings.SEAL_FOLDER = tmp_path / "seal"
        keys.make(settings.SEAL_FOLDER, organisation="Scholen vzw", at=AT, password="geheim")
        assert "this password" in doctor.look(doctor.seal).says
        settings.SEAL_PASSWORD = "geheim"
        assert not doctor.seal().fault
        (settings.SEAL_FOLDER / "trusted.json").unlink()
        assert "not trusted yet: run erasdu seal-keys" in doctor.seal().says

    @pytest.mark.parametrize("look", [*doctor.FIRST, *doctor.IN_THE_DATABASE])
    def test_what_breaks_is_one_line(self, look: Callable[[], doctor.Finding]) -> None:
        def fails() -> doctor.Finding:
            raise RuntimeError("first line\nsecond line")

        fails.__name__ = look.__name__
        finding = doctor.look(fails)
        assert finding.fault
        assert finding.says == "first line (RuntimeError)"
        assert finding.what == look.__name__.partition("_")[0]


def test_a_database_that_cannot_be_reached_is_said_without_a_trace(tmp_path: Path) -> None:
    process = erasdu("doctor", database=f"postgres://nobody@127.0.0.1:{free_port()}/nothing", var=tmp_path)
    said = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "✗ database" in said
    assert "journal" not in said


def test_an_empty_database_is_said_without_a_trace(tmp_path: Path) -> None:
    process = erasdu("doctor", database=f"sqlite:///{tmp_path}/new.sqlite3", var=tmp_path)
    said = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "✓ database" in said
    assert "✗ migrations" in said
