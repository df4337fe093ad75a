"""What somebody changes in the database afterwards contradicts its chain, or the anchor of the day before."""

import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from erasdu.config.management.commands.worker import drain
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions, queries
from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.models import Anchor, Document, Event, EvidenceCheck
from erasdu.ground.paperwork.tasks import anchor_day
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.kernel.periods import BRUSSELS
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db):
    return RoleFactory(coordinator=True)


@pytest.fixture
def anchored(coordinator, clock, at) -> Anchor:
    """A paper and the journal, anchored."""
    cache.clear()
    with connection.cursor() as cursor:
        for trigger in ("kept", "unchanged"):
            on = "" if connection.vendor == "sqlite" else " ON paperwork_event"
            cursor.execute(f"DROP TRIGGER IF EXISTS paperwork_event_{trigger}{on}")
    scene.company_paper(at)
    while journal.seal():
        pass
    return actions.anchor(at=at)


def codes() -> set[str]:
    return {fault.code for fault in queries.faults()}


def rewritten(document: Document) -> None:
    """By somebody who knows how the chain is computed: it fits again, but not the anchor."""
    kept = list(Event.objects.filter(document=document).order_by("seq"))
    Event.objects.filter(document=document).delete()
    Document.objects.filter(pk=document.pk).update(head="", length=0)
    document.refresh_from_db()
    for event in kept:
        chained(document, event.kind, at=event.at + timedelta(seconds=1), **event.body)


@pytest.mark.requirement("R25")
class TestAnchors:
    def test_everything_fits_and_goes_on_to_fit(self, anchored, at) -> None:
        assert queries.faults() == []
        chained(Document.objects.get(), "reminded", at=at)
        assert queries.faults() == []

    def test_every_coordinator_gets_the_digest_by_mail_once(self, anchored, coordinator, at) -> None:
        assert actions.anchor(at=at).pk == anchored.pk
        letter = Letter.objects.get(template="paperwork/letters/anchor", person=coordinator.person)
        assert anchored.digest in letter.text

    @pytest.mark.parametrize("day", [date(2026, 10, 13), date(2026, 10, 25), date(2027, 3, 28)])
    def test_the_mail_of_a_day_that_begins_wakes_nobody(self, coordinator, day) -> None:
        """Also in the nights on which the clock changes: seven o'clock is what it shows then."""
        night = datetime.combine(day, time(0, 30), BRUSSELS)
        scene.company_paper(night - timedelta(hours=3))
        with the_clock.standing_at(night):
            anchor_day()
        letter = Letter.objects.get(template="paperwork/letters/anchor")
        assert letter.due == datetime.combine(day, time(7), BRUSSELS)
        for hours, state in ((0, "queued"), (6, "queued"), (7, "sent")):
            now = datetime.combine(day, time(hours, 45), BRUSSELS)
            send_due(lambda now=now: now)
            letter.refresh_from_db()
            assert letter.state == state, now

    def test_an_edited_event(self, anchored) -> None:
        Event.objects.filter(seq=1).update(kind="signed")
        assert "chain" in codes()

    def test_a_deleted_event(self, anchored) -> None:
        Event.objects.filter(seq=1).delete()
        assert "chain" in codes()

    def test_events_in_another_order(self, anchored) -> None:
        Event.objects.filter(seq=1).update(seq=99)
        Event.objects.filter(seq=2).update(seq=1)
        Event.objects.filter(seq=99).update(seq=2)
        assert "chain" in codes()

    def test_an_end_that_was_cut_off(self, anchored) -> None:
        Event.objects.filter(seq=2).delete()
        assert {"head", "anchor_paper"} <= codes()

    def test_an_end_that_was_cut_off_with_its_head(self, anchored) -> None:
        Event.objects.filter(seq=2).delete()
        first = Event.objects.get()
        Document.objects.update(head=first.hash, length=1)
        assert codes() == {"anchor_paper"}

    def test_a_chain_that_was_computed_anew(self, anchored) -> None:
        rewritten(Document.objects.get())
        assert codes() == {"anchor_paper"}

    def test_a_journal_whose_end_was_cut_off(self, anchored) -> None:
        Line.objects.filter(seq=anchored.journal_seq).delete()
        assert {"journal", "anchor_journal"} <= codes()

    def test_another_digest_in_the_row(self, anchored) -> None:
        Anchor.objects.update(digest="0" * 64)
        assert codes() == {"anchor_digest"}

    def test_a_sealed_paper_that_is_gone(self, anchored) -> None:
        Anchor.objects.update(file="")
        assert codes() == {"anchor_file"}


class TestDaily:
    def test_the_day_after_the_first_paper(self, coordinator, clock, at) -> None:
        scene.company_paper(at)
        anchor_day()
        assert not Anchor.objects.exists()
        with the_clock.standing_at(at + timedelta(days=1)):
            anchor_day()
            anchor_day()
        assert Anchor.objects.count() == 1


class TestPage:
    def test_check_now_says_yes_and_no(self, anchored, coordinator, client_as) -> None:
        client = client_as(coordinator)
        assert anchored.digest in client.get("/papers/anchors/").content.decode()
        page = client.post("/papers/anchors/check/", follow=True)
        assert b"hx-trigger" in page.content
        assert b"verified-" not in page.content, "it is done in the background"
        assert queries.running_check(the_clock.now()) is not None
        client.post("/papers/anchors/check/")
        assert EvidenceCheck.objects.count() == 1, "one that goes on is the one that is asked for"
        drain()
        page = client.get("/papers/anchors/")
        assert b"verified-met" in page.content
        assert str(coordinator.person).encode() in page.content
        assert client.get(f"/papers/anchors/{anchored.day}.pdf").content.startswith(b"%PDF-")
        Event.objects.filter(seq=1).update(kind="signed")
        client.post("/papers/anchors/check/")
        drain()
        assert b"verified-blocking" in client.get("/papers/anchors/").content
        newest, before = EvidenceCheck.objects.order_by("-pk")
        assert (newest.by, newest.total, newest.steps) == (coordinator.person, 2, 2)
        assert [each["code"] for each in newest.found] == ["chain"]
        assert before.found == []

    def test_a_check_that_nobody_ends_does_not_hold_up_the_next(self, anchored, coordinator, at) -> None:
        by = actor_of(coordinator)
        first = actions.ask_check(by=by, at=at)
        assert actions.ask_check(by=by, at=at + timedelta(hours=1)) == first
        assert actions.ask_check(by=by, at=at + timedelta(hours=3)) != first
        assert [each.state for each in queries.checks(at + timedelta(hours=3))] == ["running", "given_up"]

    def test_an_anchor_is_an_exact_copy(self, anchored, client, tmp_path) -> None:
        pdf = queries.anchor_paper(anchored)
        assert pdf is not None
        answer = queries.of_file(pdf, "en")
        assert (answer.code, answer.paper and answer.paper.reference) == ("exact_copy", anchored.day.isoformat())
        assert queries.of_hash(anchored.sha256, "en").code == "exact_copy"
        file, out = tmp_path / "anchor.pdf", StringIO()
        file.write_bytes(pdf)
        with pytest.raises(SystemExit) as ended:
            call_command("verify", str(file), stdout=out)
        assert ended.value.code == 0
        assert f"reference    {anchored.day.isoformat()}" in out.getvalue()

    @pytest.mark.parametrize("day", ["2020-01-01", "x", "2026-13-40"])
    def test_a_day_without_one(self, coordinator, client_as, clock, day) -> None:
        assert client_as(coordinator).get(f"/papers/anchors/{day}.pdf").status_code == 404

    def test_nobody_else_sees_it(self, client_as, clock) -> None:
        client = client_as(RoleFactory())
        assert client.get("/papers/anchors/").status_code == 404
        assert client.post("/papers/anchors/check/").status_code == 404


class TestCommand:
    def test_verify_says_where(self, anchored) -> None:
        out = StringIO()
        call_command("journal", "verify", stdout=out)
        assert "1 papers fit together" in out.getvalue()
        Event.objects.filter(seq=2).delete()
        with pytest.raises(SystemExit) as ended:
            call_command("journal", "verify", stdout=out)
        assert ended.value.code == 1
        assert f"the evidence of paper {Document.objects.get().key} was cut off: event 2" in out.getvalue()

    def test_anchor_says_the_digest(self, clock, db) -> None:
        out = StringIO()
        call_command("journal", "anchor", stdout=out)
        assert Anchor.objects.get().digest in out.getvalue()


class TestEvidence:
    @pytest.mark.requirement("R25", "R34")
    def test_the_sender_takes_it_out_and_it_holds_by_its_own_script(self, clock, at, client_as, tmp_path: Path) -> None:
        envelope = scene.company_paper(at)
        school = RoleFactory(organisation_id=envelope.document.readers.get().organisation_id)
        client = client_as(school)
        address = f"/papers/{envelope.document.key}/1/evidence/"
        assert client.get(address).status_code == 200
        assert not Line.objects.filter(code="evidence.taken").exists()
        pack = client.post(address)
        assert pack["Content-Type"] == "application/zip"
        assert Line.objects.filter(code="evidence.taken", person=school.person_id).count() == 1
        file = tmp_path / "pack.zip"
        file.write_bytes(pack.content)
        with zipfile.ZipFile(BytesIO(pack.content)) as inside:
            (tmp_path / "verify_pack.py").write_bytes(inside.read("verify_pack.py"))
        done = subprocess.run(
            [sys.executable, "-I", tmp_path / "verify_pack.py", file], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout

    def test_nobody_else_does(self, clock, at, client_as) -> None:
        envelope = scene.company_paper(at)
        stranger = RoleFactory()
        address = f"/papers/{envelope.document.key}/1/evidence/"
        assert client_as(stranger).post(address).status_code == 404
        assert Client().post(address).status_code == 302
        with pytest.raises(Refused, match="not_your_role"):
            actions.take_evidence(envelope, by=actor_of(stranger), at=at)
