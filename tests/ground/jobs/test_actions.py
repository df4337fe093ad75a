"""Rows of work: claimed once, given back, found again when a worker dies."""

from datetime import UTC, datetime, timedelta

import pytest

from erasdu.ground.jobs import actions
from erasdu.ground.jobs.models import Heartbeat, Job
from erasdu.ground.jobs.queries import stuck, worker_seen
from tests.concurrency import shared_database, together

__all__ = ["shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def job(once: str = "a", *, due: datetime = AT) -> Job:
    return actions.enqueue("count", once=once, payload={}, due=due)


def claim(at: datetime = AT, *, seconds: int = 60, most: int = 1) -> list[Job]:
    return actions.claim(Job.objects.all(), at=at, seconds=seconds, most=most)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_get_the_same_row(shared_database: str) -> None:
    for number in range(60):
        job(f"job {number}")

    def work() -> list[int]:
        mine: list[int] = []
        while rows := claim(most=3):
            mine += [row.pk for row in rows]
        return mine

    one, other, third = together(work, work, work)
    assert sorted(one + other + third) == sorted(Job.objects.values_list("pk", flat=True))
    assert set(Job.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_periodic_work_has_one_turn(shared_database: str) -> None:
    turns = together(*[lambda: actions.its_turn("retention", at=AT, seconds=3600)] * 4)
    assert sorted(turns) == [False, False, False, True]


@pytest.mark.django_db
class TestOneRow:
    def test_asking_twice_asks_once(self) -> None:
        assert job("same").pk == job("same").pk
        assert Job.objects.count() == 1
        actions.enqueue_all("count", {"same": {}, "other": {"of": 2}}, due=AT)
        assert list(Job.objects.order_by("pk").values_list("once", "payload")) == [("same", {}), ("other", {"of": 2})]

    def test_a_row_that_is_not_due_waits(self) -> None:
        job(due=AT + MINUTE)
        assert claim(AT) == []
        assert len(claim(AT + MINUTE)) == 1

    def test_the_oldest_goes_first_and_no_more_than_asked(self) -> None:
        later, earlier = job("later"), job("earlier", due=AT - MINUTE)
        assert claim(most=1) == [earlier]
        assert claim(most=5) == [later]

    def test_what_a_dead_worker_left_is_free_after_its_lease(self) -> None:
        first = job()
        assert claim(AT, seconds=60) == [first]
        assert claim(AT + timedelta(seconds=59)) == []
        again = claim(AT + timedelta(seconds=61))
        assert again == [first]
        assert again[0].tries == 2

    def test_the_worker_that_was_too_slow_finishes_nothing(self) -> None:
        job()
        (slow,) = claim(AT, seconds=60)
        (quick,) = claim(AT + 2 * MINUTE)
        assert actions.finish(quick, at=AT + 2 * MINUTE)
        assert not actions.finish(slow, at=AT + 3 * MINUTE)
        assert Job.objects.get().done_at == AT + 2 * MINUTE

    def test_the_worker_that_was_too_slow_puts_nothing_back(self) -> None:
        job()
        (slow,) = claim(AT, seconds=60)
        (quick,) = claim(AT + 2 * MINUTE)
        actions.finish(quick, at=AT + 2 * MINUTE)
        actions.put_back(slow, at=AT + 3 * MINUTE, error="late")
        assert Job.objects.get().last_error == ""

    def test_what_goes_wrong_is_tried_more_and_more_seldom(self) -> None:
        job()
        at, waits = AT, []
        for _ in range(4):
            (row,) = claim(at)
            actions.put_back(row, at=at, error="no", most=4)
            waits.append((Job.objects.get().due - at) / MINUTE)
            at = Job.objects.get().due
        assert waits == [1, 2, 4, 8]
        assert Job.objects.get().failed_at is not None
        assert claim(at + timedelta(days=1)) == []
        assert stuck() == 1

    def test_no_wait_is_longer_than_the_longest(self) -> None:
        row = job()
        Job.objects.update(tries=40)
        row.refresh_from_db()
        actions.put_back(row, at=AT, error="no", most=99, longest=timedelta(minutes=15))
        assert Job.objects.get().due == AT + timedelta(minutes=15)

    def test_what_takes_down_its_worker_every_time_is_given_up(self, caplog: pytest.LogCaptureFixture) -> None:
        row, at = job(), AT
        for _ in range(actions.MAX_TRIES):
            assert claim(at) == [row]
            at += 2 * MINUTE
        assert actions.run_jobs({"count": lambda row: None}, clock=lambda: at) == 0
        assert stuck() == 1
        actions.try_again(row, at=at)
        assert actions.run_jobs({"count": lambda row: None}, clock=lambda: at) == 1
        assert Job.objects.get().done_at == at

    def test_what_still_runs_at_its_last_try_is_left_alone(self) -> None:
        job()
        Job.objects.update(tries=actions.MAX_TRIES - 1)
        (row,) = claim(AT)
        assert actions.give_up_left(Job.objects.all(), at=AT + timedelta(seconds=59)) == 0
        assert actions.finish(row, at=AT + MINUTE)

    def test_a_failed_job_gets_a_new_life(self) -> None:
        row = job()
        Job.objects.update(failed_at=AT, tries=8)
        actions.try_again(row, at=AT + MINUTE)
        (again,) = claim(AT + MINUTE)
        assert again.tries == 1
        assert stuck() == 0

    def test_a_job_that_runs_is_not_given_a_new_life(self) -> None:
        row = job()
        claim(AT)
        actions.try_again(row, at=AT)
        assert claim(AT) == []


@pytest.mark.django_db
class TestRunning:
    def test_a_job_that_raises_stops_no_other(self, caplog: pytest.LogCaptureFixture) -> None:
        done: list[str] = []

        def run(row: Job) -> None:
            if row.once == "bad":
                raise ValueError("boom")
            done.append(row.once)

        job("bad", due=AT - MINUTE)
        job("good")
        while actions.run_jobs({"count": run}, clock=lambda: AT):
            pass
        assert done == ["good"]
        assert Job.objects.get(once="bad").last_error == "ValueError"
        assert Job.objects.get(once="bad").due == AT + MINUTE
        assert Job.objects.get(once="good").done_at == AT
        assert "boom" in caplog.text

    @pytest.mark.parametrize("in_parts", [False, True])
    def test_what_was_done_for_a_job_that_was_taken_over_does_not_count(self, in_parts: bool) -> None:
        """But for who works in parts, and says why that is no harm."""

        def run(row: Job) -> None:
            actions.beat(at=AT)
            Job.objects.filter(pk=row.pk).update(lease="another")

        work = actions.InParts(run, "one row") if in_parts else run
        job()
        actions.run_jobs({"count": work}, clock=lambda: AT)
        assert worker_seen(AT) is in_parts
        assert Job.objects.get().done_at is None
        assert Job.objects.get().last_error == ""

    def test_a_kind_that_nobody_knows_waits_for_a_person(self, caplog: pytest.LogCaptureFixture) -> None:
        job()
        for hour in range(9):
            actions.run_jobs({}, clock=lambda hour=hour: AT + timedelta(hours=5 * hour))
        assert stuck() == 1


@pytest.mark.django_db
class TestTurns:
    def test_a_turn_comes_back_after_its_period(self) -> None:
        assert actions.its_turn("x", at=AT, seconds=3600)
        assert not actions.its_turn("x", at=AT + timedelta(seconds=3599), seconds=3600)
        assert actions.its_turn("x", at=AT + timedelta(seconds=3600), seconds=3600)

    def test_what_failed_has_another_turn_in_ten_minutes(self) -> None:
        actions.its_turn("x", at=AT, seconds=86400)
        actions.not_done("x", at=AT, seconds=86400)
        assert not actions.its_turn("x", at=AT + 9 * MINUTE, seconds=86400)
        assert actions.its_turn("x", at=AT + 10 * MINUTE, seconds=86400)

    def test_a_short_period_is_not_made_longer_by_failing(self) -> None:
        actions.its_turn("x", at=AT, seconds=60)
        actions.not_done("x", at=AT, seconds=60)
        assert actions.its_turn("x", at=AT + MINUTE, seconds=60)

    def test_a_heartbeat_is_seen_for_a_while(self) -> None:
        assert not worker_seen(AT)
        actions.beat(at=AT)
        actions.beat(at=AT + MINUTE)
        assert Heartbeat.objects.count() == 1
        assert worker_seen(AT + 2 * MINUTE)
        assert not worker_seen(AT + 3 * MINUTE)
