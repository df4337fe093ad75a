"""A new day makes things too late; and the projection is held against what every step says."""

import logging

from erasdu.ground.journal import clock
from erasdu.journey.readiness import actions, queries

log = logging.getLogger(__name__)


def refresh_day() -> int:
    return actions.refresh_next(at=clock.now())


def check_drift() -> int:
    """A sample of the running stays; what differs is written again and said in the log."""
    if wrong := actions.mend(queries.sample(), at=clock.now()):
        log.error("the standing of %s stays had drifted: %s", len(wrong), wrong[:20])
    return 0


def observe_replies() -> int:
    actions.observe_replies(at=clock.now())
    return 0
