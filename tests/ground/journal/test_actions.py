"""The journal: sealed without gaps, followed without loss, whatever the order in which transactions commit."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions
from erasdu.ground.journal.models import Bookmark, Line
from erasdu.ground.journal.queries import broken_at, codes_of, is_touched, timeline, waiting_to_seal
from erasdu.kernel.actor import SYSTEM
from tests.concurrency import shared_database, together
from tests.factories.journal import line
from tests.factories.organisations import SchoolFactory

__all__ = ["shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read_all(seen: list[str], follower: str = "reader") -> None:
    while actions.follow(follower, lambda row: seen.append(row.code), at_once=2):
        pass


@pytest.mark.django_db(transaction=True)
class TestOrderOfCommit:
    def test_two_transactions_that_commit_in_reverse_order_lose_no_line(self, shared_database: str) -> None:
        """On PostgreSQL the first has the lower id and commits last; SQLite lets one write at a time."""
        writes_at_once = connections["default"].vendor == "postgresql"
        seen: list[str] = []
        wrote, other_is_read = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                actions.record("slow", subjects=[], by=SYSTEM, at=AT)
                wrote.set()
                if writes_at_once:
                    assert other_is_read.wait(20)

        def quick() -> None:
            assert wrote.wait(20)
            with transaction.atomic():
                actions.record("quick", subjects=[], by=SYSTEM, at=AT)
            actions.seal()
            read_all(seen)
            other_is_read.set()

        together(slow, quick)
        actions.seal()
        read_all(seen)
        assert sorted(seen) == ["quick", "slow"]
        by_id = list(Line.objects.order_by("id").values_list("code", flat=True))
        by_seq = list(Line.objects.order_by("seq").values_list("code", flat=True))
        assert by_id == ["slow", "quick"]
        assert by_seq == (["quick", "slow"] if writes_at_once else ["slow", "quick"])
        assert list(Line.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
        assert broken_at() is None

    def test_many_writers_sealers_and_followers(self, shared_database: str) -> None:
        seen: list[int] = []

        def write() -> None:
            for _ in range(15):
                line("written")

        def seal_and_follow() -> None:
            for _ in range(40):
                actions.seal()
                actions.follow("reader", lambda row: seen.append(row.pk), at_once=3)

        together(write, write, write, seal_and_follow, seal_and_follow)
        while actions.seal() or actions.follow("reader", lambda row: seen.append(row.pk)):
            pass
        assert sorted(seen) == sorted(Line.objects.values_list("pk", flat=True))
        assert len(seen) == 45
        assert sorted(Line.objects.values_list("seq", flat=True)) == list(range(1, 46))
        assert broken_at() is None


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        actions.record("lonely", subjects=[], by=SYSTEM, at=AT)
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_goes_with_its_action() -> None:
    @transaction.atomic
    def act() -> None:
        actions.record("undone", subjects=[], by=SYSTEM, at=AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Line.objects.exists()


@pytest.mark.django_db
class TestSealing:
    def test_numbers_have_no_gaps_and_are_given_once(self) -> None:
        for _ in range(5):
            line()
        assert actions.seal() == 5
        line()
        assert actions.seal() == 1
        assert actions.seal() == 0
        assert list(Line.objects.order_by("id").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
        assert broken_at() is None

    def test_each_subject_stands_once(self) -> None:
        school = SchoolFactory()
        written = line("school.seen", school, school)
        assert [(row.kind, row.pk_of) for row in written.subjects.all()] == [("organisations.organisation", school.pk)]

    @pytest.mark.parametrize(
        ("change", "broken"),
        [
            ({"code": "other"}, 2),
            ({"at": AT + timedelta(seconds=1)}, 2),
            ({"data": {"answer_by": "2027-01-01"}}, 2),
            ({"person": 7}, 2),
            ({"seq": 9}, 2),
            ({"hash": "0" * 64}, 2),
        ],
    )
    def test_a_line_that_was_changed_breaks_the_chain(self, change: dict[str, object], broken: int) -> None:
        for _ in range(3):
            line("kept", answer_by="2026-12-01")
        actions.seal()
        Line.objects.filter(seq=2).update(**change)
        assert broken_at() == broken

    def test_a_line_that_was_taken_out_breaks_the_chain(self) -> None:
        for _ in range(3):
            line()
        actions.seal()
        Line.objects.filter(seq=2).delete()
        assert broken_at() == 2

    def test_a_subject_that_was_taken_off_breaks_the_chain(self) -> None:
        line("school.seen", SchoolFactory())
        actions.seal()
        Line.objects.get().subjects.all().delete()
        assert broken_at() == 1

    def test_lines_that_nobody_seals_are_noticed(self) -> None:
        line()
        assert waiting_to_seal(AT + timedelta(minutes=4)) == 0
        assert waiting_to_seal(AT + timedelta(minutes=6)) == 1


@pytest.mark.django_db
class TestFollowing:
    def test_only_sealed_lines_each_once_in_order(self) -> None:
        seen: list[str] = []
        line("first")
        line("second")
        read_all(seen)
        assert seen == []
        actions.seal()
        line("third")
        read_all(seen)
        read_all(seen)
        assert seen == ["first", "second"]

    def test_each_follower_has_its_own_bookmark(self) -> None:
        one: list[str] = []
        other: list[str] = []
        line("a")
        actions.seal()
        read_all(one, "one")
        read_all(other, "other")
        assert (one, other) == (["a"], ["a"])

    def test_a_line_that_cannot_be_taken_holds_up_no_other(self, caplog: pytest.LogCaptureFixture) -> None:
        seen: list[str] = []

        def take(row: Line) -> None:
            SchoolFactory(name=f"effect of {row.code}")
            if row.code == "poison":
                raise ValueError("cannot")
            seen.append(row.code)

        for code in ("a", "poison", "b"):
            line(code)
        actions.seal()
        assert actions.follow("reader", take) == 3
        assert seen == ["a", "b"]
        job = Job.objects.get()
        assert (job.kind, job.payload) == ("reader.again", {"line": Line.objects.get(code="poison").pk})
        effects = type(SchoolFactory.build()).objects.filter(name__startswith="effect").values_list("name", flat=True)
        assert sorted(effects) == ["effect of a", "effect of b"]
        actions.take_again(lambda row: seen.append(row.code), job.payload["line"])
        assert seen == ["a", "b", "poison"]
        assert "cannot take line 2 (poison)" in caplog.text

    def test_of_the_lines_that_it_wants_it_takes_no_more_at_once_and_passes_all_others(self) -> None:
        seen: list[int] = []
        for number in range(60):
            line("wanted" if number % 20 == 0 else "other")
        actions.seal()

        def follow() -> int:
            return actions.follow("reader", lambda row: seen.append(row.seq or 0), at_once=2, codes={"wanted"})

        assert [follow(), follow(), follow()] == [21, 39, 0]
        assert seen == [1, 21, 41]
        assert Bookmark.objects.get(follower="reader").seq == 60

    def test_trouble_of_the_database_skips_nothing(self) -> None:
        def take(row: Line) -> None:
            raise OperationalError("locked")

        line("a")
        actions.seal()
        with pytest.raises(OperationalError):
            actions.follow("reader", take)
        assert Bookmark.objects.get(follower="reader").seq == 0
        assert not Job.objects.exists()


@pytest.mark.django_db
def test_the_timeline_has_the_lines_of_one_dossier_newest_first() -> None:
    school, other = SchoolFactory(), SchoolFactory()
    line("first", school, at=AT)
    line("elsewhere", other, at=AT)
    line("third", school, other, at=AT + timedelta(hours=1))
    line("same moment", school, at=AT + timedelta(hours=1))
    assert [row.code for row in timeline(school)] == ["same moment", "third", "first"]
    assert [row.code for row in timeline(school, newest_first=False)] == ["first", "third", "same moment"]
    found = codes_of("organisations.organisation", [school.pk, other.pk], ["first", "elsewhere"])
    assert sorted(row.code for row in found) == ["elsewhere", "first"]


@pytest.mark.django_db
def test_a_follower_that_read_all_asks_once_and_so_does_the_sealer() -> None:
    line()
    actions.seal()
    seen: list[str] = []
    read_all(seen)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as queries:
        read_all(seen)
        actions.seal()
    assert (len(queries), len(seen)) == (2, 1)


@pytest.mark.django_db
def test_a_dossier_is_touched_by_its_own_lines_only() -> None:
    school, other = SchoolFactory(), SchoolFactory()
    with transaction.atomic():
        actions.record("test.done", subjects=[school], by=SYSTEM, at=AT)
    assert (is_touched(school), is_touched(other)) == (timeline(school).exists(), timeline(other).exists())
    assert (is_touched(school), is_touched(other)) == (True, False)
