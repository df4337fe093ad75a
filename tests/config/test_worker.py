"""The worker goes round: what fails stops nothing else, and it ends when it is told to."""

import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from erasdu.config import schedule
from erasdu.config.management.commands import worker
from erasdu.config.schedule import Periodic
from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Heartbeat, Job
from erasdu.ground.jobs.queries import periodic, worker_seen
from erasdu.ground.journal.models import Line
from erasdu.ground.post.models import Letter
from erasdu.office.notices.models import Planned
from erasdu.web.words import JOBS, WORK
from tests.concurrency import erasdu, shared_database, until
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.post import LetterFactory
from tests.mailserver import MailServer, mail_server

__all__ = ["mail_server", "shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestRounds:
    def test_once_does_all_that_waits(self, settings) -> None:
        settings.DEMO, settings.EMAIL_CONFIGURED = True, False
        candidacy = CandidacyFactory()
        for _ in range(3):
            line("candidacy.confirmed", candidacy)
        call_command("worker", "--once")
        assert not Line.objects.filter(seq=None).exists()
        assert Letter.objects.filter(state="sent", template="notices/letters/learner_confirmed").count() == 3
        assert worker_seen(AT)

    def test_a_long_job_holds_up_neither_mail_nor_others_nor_the_heartbeat(
        self, settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DEMO, settings.EMAIL_CONFIGURED = True, False
        letter, done = LetterFactory(due=AT), []
        monkeypatch.setitem(schedule.JOBS, "paperwork.seal", lambda job: done.append(job.kind))
        for kind in (*schedule.LONG, "paperwork.seal"):
            enqueue(kind, once=kind, payload={}, due=AT)

        def run(job: Job, *, meanwhile: Callable[[], None]) -> None:
            for _ in range(3):
                meanwhile()
            letter.refresh_from_db()
            assert (letter.state, done) == ("sent", ["paperwork.seal"])
            assert worker_seen(AT)

        for long in ("run_job", "radar_job"):
            monkeypatch.setattr(schedule, long, run)
        schedule.match(Job.objects.get(kind="matching.run"))
        schedule.look_for_more(Job.objects.get(kind="matching.radar"))
        assert Job.objects.filter(kind__in=schedule.LONG, tries=0).count() == 3

    def test_a_long_job_holds_up_the_mails_of_the_day_neither(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for kind in schedule.LONG:
            enqueue(kind, once=kind, payload={}, due=AT)
        written: list[int] = []

        def run(job: Job, *, meanwhile: Callable[[], None]) -> None:
            for _ in range(3):
                meanwhile()
            written.append(Planned.objects.filter(on=AT.date()).count())

        for long in ("run_job", "radar_job", "play_job"):
            monkeypatch.setattr(schedule, long, run)
        schedule.match(Job.objects.get(kind="matching.run"))
        assert written == [1]
        schedule.look_for_more(Job.objects.get(kind="matching.radar"))
        schedule.rehearse(Job.objects.get(kind="rehearsal.play"))
        assert set(written) == {1}

    def test_what_fails_stops_nothing_else(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        done: list[str] = []

        def fail() -> int:
            raise ValueError("broken")

        def work() -> int:
            done.append("work")
            return 0

        monkeypatch.setattr(
            worker, "PERIODIC", (Periodic("a", 1, fail), Periodic("b", 3600, fail), Periodic("c", 1, work))
        )
        assert worker.go_round() == 0
        assert done == ["work"]
        assert "a failed" in caplog.text
        assert "b failed" in caplog.text
        # What comes seldom has another turn soon.
        assert (AT - Heartbeat.objects.get(name="b").at).total_seconds() == 3000

    def test_what_comes_seldom_has_one_turn_in_its_period(self, monkeypatch: pytest.MonkeyPatch) -> None:
        turns: list[int] = []

        def work() -> int:
            turns.append(1)
            return 0

        monkeypatch.setattr(worker, "PERIODIC", (Periodic("nightly", 3600, work),))
        for _ in range(3):
            worker.go_round()
        assert len(turns) == 1

    def test_without_a_database_it_waits_and_says_so_in_a_line(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(**_: object) -> None:
            raise ConnectionError("nobody there\nmore")

        monkeypatch.setattr(worker, "beat", fail)
        assert worker.go_round() is None
        assert "the database does not answer: nobody there" in caplog.text
        assert "Traceback" not in caplog.text
        worker.drain()

    def test_names_are_its_turns_so_they_differ(self) -> None:
        names = [work.name for work in schedule.PERIODIC]
        assert len(set(names)) == len(names)
        assert "worker" not in names


@pytest.mark.django_db(transaction=True)
class TestEnding:
    @pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
    def test_it_ends_soon_after_it_is_told_to(self, shared_database: str, tmp_path: Path, sign: signal.Signals) -> None:
        process = erasdu("worker", database=shared_database, var=tmp_path, ERASDU_EMAIL_URL="smtp://127.0.0.1:9")
        until(lambda: Heartbeat.objects.filter(name="worker").exists(), process)
        told = time.monotonic()
        process.send_signal(sign)
        said = process.communicate(timeout=20)[0].decode()
        assert time.monotonic() - told < 15
        assert process.returncode == 0, said
        assert "Traceback" not in said

    def test_it_ends_also_in_the_middle_of_a_slow_mail(
        self, shared_database: str, mail_server: MailServer, tmp_path: Path
    ) -> None:
        mail_server.slow = 19.0
        now = datetime.now(UTC)
        letter = LetterFactory(created_at=now, due=now)
        address = f"smtp://127.0.0.1:{mail_server.port}"
        process = erasdu("worker", database=shared_database, var=tmp_path, ERASDU_EMAIL_URL=address)
        until(lambda: Letter.objects.exclude(lease_until=None).exists(), process)
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert time.monotonic() - told < 15
        letter.refresh_from_db()
        assert letter.state == "queued"
        assert letter.lease_until is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_page_says_how_each_periodic_work_went(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> int:
        raise ValueError("no")

    table = (Periodic("often", 1, lambda: 0), Periodic("good", 60, lambda: 0), Periodic("bad", 3600, breaks))
    monkeypatch.setattr(worker, "PERIODIC", table)
    worker.go_round()
    good, bad = periodic()
    assert (good.name, good.failed, good.last, good.next) == ("good", False, AT, AT + timedelta(seconds=60))
    assert good.took is not None
    assert (bad.name, bad.failed) == ("bad", True)
    assert bad.next < AT + timedelta(hours=1)


def test_each_periodic_work_has_a_name_on_the_page() -> None:
    assert {work.name for work in schedule.PERIODIC if work.seconds > 1} == set(WORK)


def test_each_kind_of_job_has_a_name_on_the_page() -> None:
    assert set(schedule.JOBS) == set(JOBS)
