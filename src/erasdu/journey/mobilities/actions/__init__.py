"""What is done with a stay."""

from erasdu.journey.mobilities.actions.papers import ask_papers
from erasdu.journey.mobilities.actions.stays import cancel, open_for_learner, plan

__all__ = ["ask_papers", "cancel", "open_for_learner", "plan"]
