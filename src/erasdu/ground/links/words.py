"""What this app's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "device_not_yours": _("This device is not on your list."),
    "code_wrong": _("This is not the code from the mail. Look at the newest mail and type the 6 digits again."),
    "code_spent": _("This code no longer works. Ask for a new one."),
    "codes_too_many": _("You have asked for several codes. Wait a quarter of an hour, then ask for a new one."),
    "tries_too_many": _("Too many wrong codes. Wait an hour, then try again."),
    "holder_unreachable": _("We have no e-mail address for this person. The school can add one."),
}

EVENTS = {
    "link.opened": _("The personal link was opened on a device that proved a code."),
    "link.revoked": _("The personal link was taken back."),
    "link.reissued": _("A new personal link was mailed."),
}
