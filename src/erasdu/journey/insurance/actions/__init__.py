"""What is done about insurance."""

from erasdu.journey.insurance.actions.covers import declare, declare_all, end, enter_cover, enter_policy, see, update
from erasdu.journey.insurance.actions.rules import add_rule, end_rule

__all__ = ["add_rule", "declare", "declare_all", "end", "end_rule", "enter_cover", "enter_policy", "see", "update"]
