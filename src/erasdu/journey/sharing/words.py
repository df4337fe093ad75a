"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "no_ground_stands": _("No ground stands now."),
    "shared_with_partners": _("Profiles are shared with partners abroad only."),
    "nothing_to_share": _("There is no profile of a learner who goes abroad to share."),
    "share_revoked": _("This was taken back already."),
    "transfer_without_ground": _(
        "Nothing goes to %(country)s yet: it lies outside the EEA and has no adequacy decision. A coordinator first "
        "records on what ground."
    ),
}

EVENTS = {
    "share.made": _("A partner may see the learner's profile, without the family name."),
    "share.revoked": _("The profile was taken back from the partner."),
    "share.seen": _("The partner looked at the profile."),
    "share.printed": _("The partner printed the profile for a host."),
    "transfer.grounds_ended": _("The grounds for sending data to this partner were ended."),
    "transfer.ground_recorded": _("The ground for sending data to this partner was recorded."),
}
