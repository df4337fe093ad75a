"""Background work on papers: the daily anchor, what can no longer be shown, and what is forgotten."""

from datetime import datetime, time, timedelta

from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions
from erasdu.ground.paperwork.models import Event, RemoteSigning
from erasdu.kernel.periods import BRUSSELS, brussels_date


def anchor_day() -> int:
    """Once a day, as soon as there is evidence of an earlier day; a day on which nothing lies behind needs none."""
    at = clock.now()
    midnight = datetime.combine(brussels_date(at), time(), BRUSSELS)
    if Event.objects.filter(at__lt=midnight).exists():
        actions.anchor(at=at)
    return 0


def check_shown() -> int:
    """After an upgrade: papers that signers can no longer see as they were sent."""
    actions.check_shown(at=clock.now())
    return 0


def forget_signings() -> int:
    """Who went to a trust service and is long back, or never came: only the outcome mattered."""
    RemoteSigning.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
    return 0
