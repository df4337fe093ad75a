"""The 18th birthday: papers that wait for a parent's signature wait for nobody any more."""

from erasdu.ground.journal import clock
from erasdu.journey.mobilities import actions


def come_of_age() -> int:
    at = clock.now()
    actions.let_adults_decide(at=at)
    actions.ask_once_more(at=at)
    return 0
