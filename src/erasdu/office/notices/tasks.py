"""Once a day, in the morning: the mails of the day."""

from datetime import date

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.actions import write_day, write_lacking
from erasdu.office.notices.queries.planned import is_planned
from erasdu.office.notices.rules import digest_time, is_awake


def write_todays() -> int:
    """When it is time and they were not written yet; a worker that was away in the morning does it later that day."""
    at = clock.now()
    on = brussels_date(at)
    if at >= digest_time(on) and is_awake(at) and not is_planned(on):
        write_day(on, at=at)
    return 0


def write_again(job: Job) -> None:
    """Those that could not be made in the morning, as long as it is that day."""
    at, on = clock.now(), date.fromisoformat(str(job.payload["on"]))
    if brussels_date(at) == on:
        write_lacking(on, set(job.payload["persons"]), at=at)
