"""What is done with a stay."""

from erasdu.journey.mobilities.actions.stays import cancel, open_for_learner, plan

__all__ = ["cancel", "open_for_learner", "plan"]
