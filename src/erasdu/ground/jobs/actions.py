"""Claiming and finishing rows of work. Each step is one conditional UPDATE or a locked SELECT."""

import logging
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from erasdu.ground.inserting import insert_unless_there
from erasdu.ground.jobs.models import Heartbeat, Job, Leased
from erasdu.kernel.memory import remembering

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Leased)
MAX_TRIES = 8
LEASE = 600  # seconds of a job; one that takes longer renews it
LONGEST_WAIT = timedelta(hours=4)
SOON = timedelta(minutes=10)


class TakenOver(Exception):
    """Another worker has the row by now: what this one did for it does not count."""


@dataclass(frozen=True, slots=True)
class InParts:
    """A job that holds no transaction for all that it does, because it takes long or shows how far it is.

    A worker may die after its effect and before it is marked as done; `again` says why that repeats nothing.
    """

    run: Callable[[Job], None]
    again: str

    def __call__(self, job: Job) -> None:
        self.run(job)


def enqueue(kind: str, *, once: str, payload: dict[str, object], due: datetime) -> Job:
    """Ask for a job in the current transaction; asking again with the same `once` asks once."""
    made = Job(kind=kind, once=once, payload=payload, due=due)
    return made if insert_unless_there(made) else Job.objects.get(once=once)


def enqueue_all(kind: str, payloads: Mapping[str, dict[str, object]], *, due: datetime) -> int:
    """Ask for many jobs in one statement, by their `once`; how many. What was asked for before is asked once."""
    jobs = [Job(kind=kind, once=once, payload=payload, due=due) for once, payload in payloads.items()]
    return len(Job.objects.bulk_create(jobs, batch_size=500, ignore_conflicts=True))


def claim(rows: QuerySet[Row], *, at: datetime, seconds: int, most: int = 1) -> list[Row]:
    """Take up to `most` rows that are due and free, for `seconds`. Two workers never get the same row."""
    free = rows.filter(Q(lease_until=None) | Q(lease_until__lt=at), due__lte=at, done_at=None, failed_at=None)
    lease = secrets.token_hex(16)
    with transaction.atomic():
        chosen = free.select_related(None).order_by("due", "pk").values_list("pk", flat=True)
        if connection.features.has_select_for_update_skip_locked:
            chosen = chosen.select_for_update(skip_locked=True)
        ids = list(chosen[:most])
        if not ids:
            return []
        taken = {"lease": lease, "lease_until": at + timedelta(seconds=seconds), "tries": F("tries") + 1}
        free.filter(pk__in=ids).update(**taken)
    return list(rows.filter(lease=lease, pk__in=ids).order_by("due", "pk"))


def renew(row: Leased, *, at: datetime, seconds: int) -> bool:
    """Keep a row that takes long; False when another worker took it over."""
    mine = type(row)._default_manager.filter(pk=row.pk, lease=row.lease, done_at=None)
    return mine.update(lease_until=at + timedelta(seconds=seconds)) == 1


def finish(row: Leased, *, at: datetime) -> bool:
    """Mark done, in the transaction of the effect; False when another worker took the row over."""
    mine = type(row)._default_manager.filter(pk=row.pk, lease=row.lease, done_at=None)
    return mine.update(done_at=at, lease_until=None, last_error="") == 1


def put_back(
    row: Leased,
    *,
    at: datetime,
    error: str,
    most: int = MAX_TRIES,
    longest: timedelta = LONGEST_WAIT,
    hour: Callable[[datetime], datetime] = lambda due: due,
) -> None:
    """Try again later (1, 2, 4 … minutes, at most `longest`), or give up for good after `most` tries.

    `hour`: the moment that may be, for that moment.
    """
    wait = min(timedelta(minutes=2 ** min(max(row.tries - 1, 0), 12)), longest)
    failed = at if row.tries >= most else None
    type(row)._default_manager.filter(pk=row.pk, lease=row.lease, done_at=None).update(
        due=hour(at + wait), lease_until=None, failed_at=failed, last_error=error[:300]
    )


def give_up_left(rows: QuerySet[Row], *, at: datetime) -> int:
    """What took down its worker every time is taken up no more: it would take down all of them for ever."""
    left = rows.filter(lease_until__lt=at, tries__gte=MAX_TRIES, done_at=None, failed_at=None)
    return left.update(failed_at=at, lease_until=None, lease="", last_error="the worker died")


@remembering()
def run_jobs(
    kinds: Mapping[str, Callable[[Job], None]],
    *,
    clock: Callable[[], datetime],
    most: int = 1,
    without: Collection[str] = (),
) -> int:
    """Claim due jobs, at most so many, and run them; how many were run.

    What a job writes and that it is done stand in one transaction, but for who says `InParts`. `without`: kinds that
    are left for another time or worker.
    """
    if left := give_up_left(Job.objects.all(), at=clock()):
        log.error("%s jobs took down their worker every time", left)
    jobs = claim(Job.objects.exclude(kind__in=without), at=clock(), seconds=LEASE, most=most)
    for job in jobs:
        try:
            _run(kinds[job.kind], job, clock)
        except TakenOver:
            log.warning("job %s (%s) was taken over", job.key, job.kind)
        except Exception as error:
            log.exception("job %s (%s) failed", job.key, job.kind)
            put_back(job, at=clock(), error=type(error).__name__)
    return len(jobs)


def _run(work: Callable[[Job], None], job: Job, clock: Callable[[], datetime]) -> None:
    if isinstance(work, InParts):
        work(job)
        finish(job, at=clock())
        return
    with transaction.atomic():
        work(job)
        if not finish(job, at=clock()):
            raise TakenOver


def try_again(job: Job, *, at: datetime) -> None:
    """Give a job that failed for good a new life."""
    Job.objects.filter(pk=job.pk).exclude(failed_at=None).update(failed_at=None, tries=0, due=at, lease_until=None)


def its_turn(name: str, *, at: datetime, seconds: int) -> bool:
    """True for one worker, when `name` last ran at least `seconds` ago; marks it as run."""
    Heartbeat.objects.get_or_create(name=name, defaults={"at": at - timedelta(seconds=seconds)})
    return Heartbeat.objects.filter(name=name, at__lte=at - timedelta(seconds=seconds)).update(at=at) == 1


def ran(name: str, *, at: datetime, seconds: int, took: timedelta, failed: bool) -> None:
    """Keep for the page of background work how a periodic work went the last time."""
    said = {"seconds": seconds, "took": round(took / timedelta(milliseconds=1)), "failed_at": at if failed else None}
    if not Heartbeat.objects.filter(name=name).update(**said):
        Heartbeat.objects.get_or_create(name=name, defaults={"at": at, **said})


def not_done(name: str, *, at: datetime, seconds: int) -> None:
    """What had its turn and failed has another one in ten minutes, not a whole period later."""
    period = timedelta(seconds=seconds)
    Heartbeat.objects.filter(name=name).update(at=at - period + min(SOON, period))


def beat(*, at: datetime) -> None:
    """A worker says that it is alive."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": at})
