"""What is done with a stay."""

from erasdu.journey.mobilities.actions.birthdays import let_adults_decide
from erasdu.journey.mobilities.actions.papers import ask_papers
from erasdu.journey.mobilities.actions.stays import cancel, open_for_learner, plan

__all__ = ["ask_papers", "cancel", "let_adults_decide", "open_for_learner", "plan"]
