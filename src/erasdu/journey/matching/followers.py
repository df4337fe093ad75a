"""What the journal says takes the ground from under matches: they are let go at once, and places and beds are free."""

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line
from erasdu.journey.matching import actions

FOLLOWER = "matching"
FELL = frozenset({"home.withdrawn", "company.withdrawn", "placement.withdrawn", "mobility.cancelled"})


def follow_journal() -> int:
    """How many lines were read."""
    return journal.follow(FOLLOWER, take, codes=FELL)


def follow_again(job: Job) -> None:
    """A line that could not be taken the first time."""
    line = job.payload["line"]
    assert isinstance(line, int)
    journal.take_again(take, line)


def take(line: Line) -> None:
    """As things are now: taken twice it ends nothing more."""
    if line.code in FELL:
        actions.free_fallen(at=clock.now())
