"""What is done to grant agreements, memberships and their papers."""

from erasdu.journey.membership.actions.members import (
    activate,
    create_grant_agreement,
    edit_grant_agreement,
    end,
    remove_grant_agreement,
    take_in,
)
from erasdu.journey.membership.actions.sending import send_papers, send_partner_agreement

__all__ = [
    "activate",
    "create_grant_agreement",
    "edit_grant_agreement",
    "end",
    "remove_grant_agreement",
    "send_papers",
    "send_partner_agreement",
    "take_in",
]
