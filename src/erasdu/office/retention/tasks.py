"""What runs every night."""

from erasdu.ground.journal import clock
from erasdu.ground.people.queries import in_demo
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention.actions import run


def let_go() -> int:
    """Let go of what is due. Not in the demo, whose old call must stay to look at: there the page does it."""
    if not in_demo():
        run(dry=False, by=SYSTEM, at=clock.now())
    return 0
