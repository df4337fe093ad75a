"""What the background worker does, and how often: one table."""

from collections.abc import Callable
from dataclasses import dataclass

from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.journal.tasks import forget_receipts
from erasdu.ground.post.tasks import send_due
from erasdu.office.notices.followers import follow_journal
from erasdu.office.retention.tasks import let_go

JOBS: dict[str, Callable[[Job], None]] = {}


@dataclass(frozen=True, slots=True)
class Periodic:
    """`run` returns how much it did; more than 0 means: go round again at once."""

    name: str
    seconds: int
    run: Callable[[], int]


PERIODIC = (
    Periodic("seal the journal", 1, journal.seal),
    Periodic("write notices", 1, follow_journal),
    Periodic("send mail", 1, lambda: send_due(clock.now)),
    Periodic("run jobs", 1, lambda: run_jobs(JOBS, at=clock.now(), clock=clock.now)),
    Periodic("forget form receipts", 3600, forget_receipts),
    Periodic("retention", 24 * 3600, let_go),
)
