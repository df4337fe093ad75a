"""What the journal says takes the ground from under matches: they are let go at once, and places and beds are free.

And days that were planned: what was only proposed is held for these.
"""

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line
from erasdu.journey.matching import actions
from erasdu.journey.mobilities.models import Mobility

FOLLOWER = "matching"
GIVEN_BACK = "booking.released"  # by a host, by hand, or because its match ended
PLANNED = "mobility.planned"
FELL = frozenset(
    {
        "home.withdrawn", "home.nights_taken_back", "company.withdrawn", "placement.withdrawn", "mobility.cancelled",
        GIVEN_BACK,
    }
)  # fmt: skip


def follow_journal() -> int:
    """How many lines were read."""
    return journal.follow(FOLLOWER, take, codes=FELL | {PLANNED})


def follow_again(job: Job) -> None:
    """A line that could not be taken the first time."""
    line = job.payload["line"]
    assert isinstance(line, int)
    journal.take_again(take, line)


def take(line: Line) -> None:
    """As things are now: taken twice it ends nothing more."""
    stays = {each.pk_of for each in line.subjects.all() if each.kind == Mobility._meta.label_lower}
    if line.code == PLANNED:
        for stay in sorted(stays):
            actions.follow_days(stay, at=clock.now())
    elif line.code == GIVEN_BACK:  # hundreds at once when a proposal is taken over: each looks at its own stay
        actions.free_fallen(at=clock.now(), of=stays)
    elif line.code in FELL:
        actions.free_fallen(at=clock.now())
