"""The rules of a stay: when it may be, and what must be in order before somebody leaves."""

from erasdu.journey.mobilities.rules.departing import Facts, Paper, Permissions, requirements
from erasdu.journey.mobilities.rules.needs import ALLERGIES, DIETS, NEEDS
from erasdu.journey.mobilities.rules.planning import may_plan

__all__ = ["ALLERGIES", "DIETS", "NEEDS", "Facts", "Paper", "Permissions", "may_plan", "requirements"]
