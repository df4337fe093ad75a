"""The rules of a stay: when it may be, and what must be in order before somebody leaves."""

from erasdu.journey.mobilities.rules.departing import Facts, Paper, Permissions, requirements
from erasdu.journey.mobilities.rules.planning import may_plan

__all__ = ["Facts", "Paper", "Permissions", "may_plan", "requirements"]
