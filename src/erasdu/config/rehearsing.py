"""The worker's round in a rehearsal: the same table of work, at a moment that the rehearsal says."""

from collections.abc import Callable, Mapping
from datetime import datetime

from erasdu.config.schedule import JOBS, PERIODIC
from erasdu.ground.jobs.actions import its_turn, run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock

# A rehearsal counts what people do and get; the cipher on a finished paper is neither, and takes the most time.
LEFT_OUT = {"paperwork.seal", "paperwork.check"}
# Nor is what keeps evidence and files, of which a sandbox has none, and what only boards read. Jobs: the round itself.
KEEPING = {
    "run jobs", "anchor the evidence", "scan files again", "sweep the vault", "forget form receipts",
    "look whether open papers can be shown",
    "keep where stays stand", "look at every stay once a day", "hold where stays stand against every step",
    "observe how fast people answer",
}  # fmt: skip
ROUNDS = 2000


def _nothing(job: Job) -> None:
    """Left out in a rehearsal."""


WORK: Mapping[str, Callable[[Job], None]] = {kind: _nothing if kind in LEFT_OUT else run for kind, run in JOBS.items()}


def tick(at: datetime) -> None:
    """All that the worker would do by now."""
    with clock.standing_at(at):
        for _ in range(ROUNDS):
            if not _round(at):
                return


def _round(at: datetime) -> int:
    done = run_jobs(WORK, clock=clock.now)
    for work in PERIODIC:
        if work.name not in KEEPING and (work.seconds == 1 or its_turn(work.name, at=at, seconds=work.seconds)):
            done += work.run()
    return done
