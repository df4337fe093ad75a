"""What waits for somebody whose mail comes back waits for another address, and so for who can ask for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from erasdu.kernel.requirement import Requirement

LOST = "mail_came_back_"  # a reason, followed by the role whose mail it is
# Who signs a paper → the role for whom a requirement waits.
SIGNERS = {
    "learner": "learner", "guardian_1": "guardian", "guardian_2": "guardian", "company": "training_company",
    "host": "host", "family": "family", "partner": "partner", "contact_point": "contact_point",
}  # fmt: skip
# Whose mail came back → who knows another address: for who goes abroad, and for who comes here.
ASKS = {
    "learner": ("contact_point", "partner"), "guardian": ("contact_point", "partner"),
    "training_company": ("contact_point", "partner"), "host": ("contact_point", "contact_point"),
    "family": ("contact_point", "contact_point"), "partner": ("coordinator", "coordinator"),
    "contact_point": ("coordinator", "coordinator"),
}  # fmt: skip


def told(items: Iterable[Requirement], lost: Collection[str], *, incoming: bool) -> list[Requirement]:
    """The same, with the mail that came back as the reason of what waits for these roles."""
    return [_told(item, incoming) if not item.met and item.who in lost else item for item in items]


def _told(item: Requirement, incoming: bool) -> Requirement:
    state = "open" if item.state == "waiting" else item.state
    return replace(item, state=state, who=ASKS[item.who][incoming], why=LOST + item.who, params=())
