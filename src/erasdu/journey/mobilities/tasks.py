"""The 18th birthday: papers that wait for a parent's signature wait for nobody any more."""

from erasdu.ground.journal import clock
from erasdu.ground.post.rules import is_awake
from erasdu.journey.mobilities import actions


def come_of_age() -> int:
    """By day: it asks people for papers, and nobody is woken for that at midnight."""
    at = clock.now()
    if not is_awake(at):
        return 0
    actions.let_adults_decide(at=at)
    actions.ask_once_more(at=at)
    return 0
