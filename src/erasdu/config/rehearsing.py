"""The worker's round in a rehearsal: the same table of work, at a moment that the rehearsal says."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from erasdu.config.schedule import JOBS, PERIODIC, Periodic
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import newest
from erasdu.journey.matching.actions import radar_job, run_job
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.actions import close_day, write_day
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.planned import World
from erasdu.office.notices.rules import digest_time, is_awake

# A rehearsal counts what people do and get; the cipher on a finished paper is neither, and takes the most time.
LEFT_OUT = {"paperwork.seal", "paperwork.check"}
# Nor is what keeps evidence and files, of which a sandbox has none, and what only boards read. Jobs and the mails of
# the day: the round itself.
KEEPING = {
    "run jobs", "write the mails of the day", "anchor the evidence", "scan files again", "sweep the vault",
    "forget form receipts", "look whether open papers can be shown", "keep where stays stand",
    "look at every stay once a day", "hold where stays stand against every step", "observe how fast people answer",
    "forget who went to sign elsewhere", "retention", "draw the maps of networks",
}  # fmt: skip
ROUNDS = 2000
AT_ONCE = 200  # jobs
OFTEN = 60  # seconds: what the worker does less often than that is done once a day
# What has something to do only after somebody did something.
AFTERWARDS = {"free what a match that fell away holds", "take back files of who withdrew"}
# What has nothing to do while no line was written since.
FOLLOWING = {"seal the journal", "write notices", "free what a host or stay that withdrew holds"}
# What takes only some at a time is done until nothing is left.
TO_THE_END = FOLLOWING | {"send mail"}
NOON = time(12)
MONDAY, WEEK = 0, 7


# Boards are solved in one go: what the round does beside that would depend on how fast the machine is.
ALONE: Mapping[str, Callable[[Job], None]] = {"matching.run": run_job, "matching.radar": radar_job}
WORK: Mapping[str, Callable[[Job], None]] = {**JOBS, **ALONE}


def _run(work: Periodic) -> int:
    """How much it did."""
    done = 0
    while ran := work.run():
        done += ran
        if work.name not in TO_THE_END:
            break
    return done


class Worker:
    """Does all that the worker would do by some moment, one after the other.

    On most days of a call nothing happens. On such a morning what waited the last time says whether anybody gets mail
    today; only when somebody does, on Mondays, and after anything happened, everything is looked at anew. `every_day`:
    it always is, as the real worker does.
    """

    def __init__(self, *, every_day: bool = False) -> None:
        self.every_day = every_day
        self.ran: dict[str, datetime] = {}
        self.known: World | None = None
        self.line = 0
        self.followed = -1

    def __call__(self, at: datetime) -> None:
        with clock.standing_at(at):
            for _ in range(ROUNDS):
                if not self._round(at):
                    return

    def _round(self, at: datetime) -> int:
        done = 0
        while ran := run_jobs(WORK, clock=clock.now, most=AT_ONCE, without=LEFT_OUT):
            done += ran
        quiet = self.followed == newest()
        for work in PERIODIC:
            if (work.name in AFTERWARDS and self.line == newest()) or (work.name in FOLLOWING and quiet):
                continue
            if work.name not in KEEPING and self._its_turn(work.name, work.seconds, at):
                done += _run(work)
        if not done:
            self.followed = newest()
        return done + self._write_todays(at)

    def _its_turn(self, name: str, seconds: int, at: datetime) -> bool:
        if seconds > OFTEN and at.time() > NOON:
            return False
        if seconds > 1 and at - self.ran.get(name, datetime.min.replace(tzinfo=UTC)) < timedelta(seconds=seconds):
            return False
        self.ran[name] = at
        return True

    def _write_todays(self, at: datetime) -> int:
        on = brussels_date(at)
        if self.every_day or at.time() > NOON:  # in the evening: people acted today
            self.known = None
        if at < digest_time(on) or not is_awake(at) or planned.is_planned(on):
            return 0
        if self.known is not None and self.line == newest() and on.weekday() != MONDAY:
            self.known = replace(self.known, news=planned.news())
            if not planned.plan(self.known, on):
                close_day(on, at=at)
                self.known = replace(self.known, planned=self.known.planned | {on})
                return 0
            found = planned.moved_on(self.known, on)
        else:
            found = planned.world(on, WEEK)
        written = write_day(on, at=at, found=found)
        self.known = replace(found, news=planned.news(), planned=found.planned | {on})
        self.line = newest()
        return written
