"""The rules of a stay: when it may be, and what must be in order before somebody leaves."""

from erasdu.journey.mobilities.rules.departing import DAYS, Facts, Paper, Permissions, in_order, requirements
from erasdu.journey.mobilities.rules.needs import ALLERGIES, DIETS, NEEDS
from erasdu.journey.mobilities.rules.planning import may_plan

__all__ = [
    "ALLERGIES", "DAYS", "DIETS", "NEEDS", "Facts", "Paper", "Permissions", "in_order", "may_plan", "requirements",
]  # fmt: skip
