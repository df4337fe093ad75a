"""What the codes of membership say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "not_a_sending_organisation": _("Only schools and training centres become members."),
    "member_closed": _("This organisation is closed."),
    "member_already": _("This organisation has a membership under this grant agreement already."),
    "membership_active_already": _("This membership is active already."),
    "membership_ended_already": _("This membership has ended already."),
    "end_reason_needed": _("Say why the membership ends."),
    "project_code_taken": _("Another grant agreement has this project code."),
    "grant_ends_before_start": _("A grant agreement ends after it starts."),
    "grant_in_use": _("Calls or memberships stand under this grant agreement."),
}

EVENTS: Words = {
    "grant.created": _("Grant agreement added"),
    "grant.edited": _("Grant agreement changed"),
    "grant.removed": _("Grant agreement removed"),
    "membership.interest": _("Interest in membership recorded"),
    "membership.activated": _("Membership activated"),
    "membership.ended": _("Membership ended"),
}

STATES: Words = {
    "membership.interest": _("interest"),
    "membership.active": _("active"),
    "membership.ended": _("ended"),
}
