"""What the journal says changes where stays stand: the lines' stays are derived again."""

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line
from erasdu.journey.readiness import actions
from erasdu.journey.readiness.queries import FOLLOWER, stays_touched, subjects_of


def follow_journal() -> int:
    """Derive the stays of the next lines again; how many lines were read."""
    return int(actions.begin(at=clock.now())) or journal.follow(FOLLOWER, take)


def follow_again(job: Job) -> None:
    """A line that could not be taken the first time."""
    line = job.payload["line"]
    assert isinstance(line, int)
    journal.take_again(take, line)


def take(line: Line) -> None:
    """As things are now, not as they were at the line: taken twice it writes the same."""
    touched = stays_touched(subjects_of([(line.pk, line.code)]))
    stays = list(touched.values_list("pk", flat=True))
    if stays:
        actions.refresh(stays, at=clock.now())
