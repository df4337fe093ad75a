"""What a call asks beside the steps, where a stay stands, and by when each thing must begin."""

from erasdu.journey.readiness.rules.own import GATES_TO_CHOOSE, ROLES, Own, Touched, requirement, touches
from erasdu.journey.readiness.rules.passing import NEVER, may_let_pass
from erasdu.journey.readiness.rules.standing import STAGES, has_left, in_order, open_items, stage

__all__ = [
    "GATES_TO_CHOOSE", "NEVER", "ROLES", "STAGES", "Own", "Touched", "has_left", "in_order", "may_let_pass",
    "open_items", "requirement", "stage", "touches",
]  # fmt: skip
