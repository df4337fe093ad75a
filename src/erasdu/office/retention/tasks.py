"""What runs every night."""

from django.conf import settings

from erasdu.ground.journal import clock
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention.actions import run


def let_go() -> int:
    """Let go of what is due. Not in the demo, whose old call must stay to look at: there the page does it."""
    if not settings.DEMO:
        run(dry=False, by=SYSTEM, at=clock.now())
    return 0
