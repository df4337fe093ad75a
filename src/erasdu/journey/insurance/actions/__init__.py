"""What is done about insurance."""

from erasdu.journey.insurance.actions.covers import (
    bring_back,
    declare,
    declare_all,
    end,
    enter_cover,
    enter_policy,
    see,
    undeclare,
    update,
)
from erasdu.journey.insurance.actions.rules import add_rule, end_rule

__all__ = [
    "add_rule", "bring_back", "declare", "declare_all", "end", "end_rule", "enter_cover", "enter_policy", "see",
    "undeclare", "update",
]  # fmt: skip
