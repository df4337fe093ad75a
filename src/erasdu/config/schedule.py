"""What the background worker does, and how often: one table."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

from erasdu.ground.jobs.actions import InParts, beat, its_turn, run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.journal.tasks import forget_receipts
from erasdu.ground.paperwork.actions import check_job, read_job, seal_job
from erasdu.ground.paperwork.tasks import anchor_day, check_shown, forget_signings
from erasdu.ground.post.tasks import send_due
from erasdu.ground.vault.tasks import scan_again, sweep
from erasdu.journey.admissions.actions import papers_job
from erasdu.journey.admissions.tasks import lapse_unanswered, take_back_withdrawn
from erasdu.journey.agreements.actions import send_job
from erasdu.journey.hosting.actions.asking import inform_job
from erasdu.journey.hosting.actions.commitments import commit_job
from erasdu.journey.hosting.tasks import draw_maps
from erasdu.journey.matching import followers as matching
from erasdu.journey.matching.actions import radar_job, run_job
from erasdu.journey.matching.tasks import let_go_of_fallen
from erasdu.journey.mobilities.actions import papers_job as stay_papers_job
from erasdu.journey.mobilities.tasks import come_of_age
from erasdu.journey.readiness import followers as readiness
from erasdu.journey.readiness import tasks as readiness_tasks
from erasdu.kernel.memory import remembering
from erasdu.office.notices.followers import follow_again, follow_journal
from erasdu.office.notices.tasks import write_again, write_todays
from erasdu.office.retention.tasks import let_go
from erasdu.rehearsal.actions import play_job

log = logging.getLogger("erasdu.worker")
RUN_JOBS, MAILS_OF_DAY = "run jobs", "write the mails of the day"
LONG = ("matching.run", "matching.radar", "rehearsal.play")


@dataclass(frozen=True, slots=True)
class Periodic:
    """`run` returns how much it did; more than 0 means: go round again at once."""

    name: str
    seconds: int
    run: Callable[[], int]


def rehearse(job: Job) -> None:
    """Plays for a minute and more: mail, notices and other jobs go on meanwhile."""
    play_job(job, meanwhile=beside("rehearsal.play"))


def match(job: Job) -> None:
    """Solves for a minute and more on a large board."""
    run_job(job, meanwhile=beside(*LONG))


def look_for_more(job: Job) -> None:
    """Solves a board dozens of times."""
    radar_job(job, meanwhile=beside(*LONG))


def beside(*without: str) -> Callable[[], None]:
    """What goes on beside a long job: all that is done every second, but for jobs of these kinds, and when it is time
    the mails of the day."""

    def others() -> None:
        beat(at=clock.now())
        for work in PERIODIC:
            if work.seconds == 1 or work.name == MAILS_OF_DAY:
                try:
                    _beside(work, without)
                except Exception:
                    log.exception("%s failed", work.name)

    return others


@remembering()
def _beside(work: Periodic, without: Collection[str]) -> None:
    """With a memory of its own: what the long job was told may have changed since."""
    if work.name == RUN_JOBS:
        run_jobs(JOBS, clock=clock.now, without=without)
    elif work.seconds == 1 or its_turn(work.name, at=clock.now(), seconds=work.seconds):
        work.run()


# What a row of work runs, together with its being done in one transaction; what takes long says why it may run again.
# A follower of the journal has `<its name>.again`, for lines it could not take at once.
JOBS: dict[str, Callable[[Job], None]] = {
    "notices.again": follow_again,
    "notices.lacking": InParts(write_again, "one mail a person and day: the row of the digest is unique"),
    "readiness.again": readiness.follow_again,
    "matching.again": matching.follow_again,
    "paperwork.check": InParts(check_job, "a check that is done is not begun again"),
    "paperwork.read": InParts(read_job, "the row that waits is filed once, by its state"),
    "paperwork.seal": InParts(seal_job, "a version is sealed once, by its state; the sweep takes a second file away"),
    "admissions.papers": papers_job,
    "mobilities.papers": stay_papers_job,
    "agreements.send": send_job,
    "matching.run": InParts(match, "a run that ended makes no second proposal"),
    "matching.radar": InParts(look_for_more, "what it found stands in the one row of the proposal"),
    "hosting.inform": InParts(inform_job, "each letter has its own reason, and exists once"),
    "hosting.commit": commit_job,
    "rehearsal.play": InParts(rehearse, "the same call played again gives the same report, in the one row of the job"),
}


PERIODIC = (
    Periodic("seal the journal", 1, journal.seal),
    Periodic("write notices", 1, follow_journal),
    Periodic("keep where stays stand", 1, readiness.follow_journal),
    Periodic("free what a host or stay that withdrew holds", 1, matching.follow_journal),
    Periodic("send mail", 1, lambda: send_due(clock.now)),
    Periodic(RUN_JOBS, 1, lambda: run_jobs(JOBS, clock=clock.now)),
    Periodic("lapse unanswered places", 900, lapse_unanswered),
    Periodic("take back files of who withdrew", 60, take_back_withdrawn),
    Periodic("free what a match that fell away holds", 30, let_go_of_fallen),
    Periodic("look at every stay once a day", 60, readiness_tasks.refresh_day),
    Periodic("hold where stays stand against every step", 3600, readiness_tasks.check_drift),
    Periodic("observe how fast people answer", 24 * 3600, readiness_tasks.observe_replies),
    Periodic("let adults decide alone", 3600, come_of_age),
    Periodic(MAILS_OF_DAY, 60, write_todays),
    Periodic("anchor the evidence", 3600, anchor_day),
    Periodic("look whether open papers can be shown", 24 * 3600, check_shown),
    Periodic("draw the maps of networks", 3600, draw_maps),
    Periodic("forget form receipts", 3600, forget_receipts),
    Periodic("forget who went to sign elsewhere", 3600, forget_signings),
    Periodic("scan files again", 300, scan_again),
    Periodic("sweep the vault", 3600, sweep),
    Periodic("retention", 24 * 3600, let_go),
)
