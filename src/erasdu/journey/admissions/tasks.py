"""What happens by itself when a day has passed."""

import logging

from erasdu.ground.journal import clock
from erasdu.journey.admissions.actions import lapse
from erasdu.journey.admissions.queries import unanswered
from erasdu.kernel.verdict import Refused

log = logging.getLogger(__name__)


def lapse_unanswered() -> int:
    """Places that nobody answered by the day lapse, one transaction each, and call up the next reserve."""
    done = 0
    for file in unanswered(clock.today()):
        try:
            lapse(file, at=clock.now())
            done += 1
        except Refused:
            log.info("file %s was answered meanwhile", file.key)
    return done
