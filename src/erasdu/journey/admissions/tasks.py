"""What happens by itself when a day has passed or a learner is no candidate any more."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from erasdu.ground.journal import clock
from erasdu.journey.admissions import actions, queries
from erasdu.journey.admissions.models import CandidateFile
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused

log = logging.getLogger(__name__)


def lapse_unanswered() -> int:
    """Places that nobody answered lapse, reserves that did not come are passed over; the next is called up."""
    at = clock.now()
    today = clock.today()
    lapsed = _each(queries.unanswered(today), lambda file: actions.lapse(file, at=at))
    return lapsed + _each(queries.late_comers(today), lambda file: actions.pass_over(file, at=at))


def take_back_withdrawn() -> int:
    """The files of learners who withdrew: their places go to the next."""
    at: datetime = clock.now()
    return _each(queries.leavers(), lambda file: actions.withdraw(file, reason="", by=SYSTEM, at=at))


def _each(files: QuerySet[CandidateFile], act: Callable[[CandidateFile], None]) -> int:
    """One transaction each; how many were done. On most days there are none: that is asked first, of the ids alone."""
    done = 0
    for file in list(files) if files.exists() else ():
        try:
            act(file)
            done += 1
        except Refused as refusal:
            log.info("file %s: %s", file.key, refusal)
    return done
