"""What happens by itself when a stay, a place or a bed falls away."""

from erasdu.ground.journal import clock
from erasdu.journey.matching import actions


def let_go_of_fallen() -> int:
    """How many matches ended."""
    return actions.free_fallen(at=clock.now())
