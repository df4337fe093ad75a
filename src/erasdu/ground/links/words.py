"""What this app's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "device_not_yours": _("This device is not on your list."),
    "code_wrong": _("This is not the code. Look at the newest one and type the 6 digits again."),
    "code_spent": _("This code no longer works. Ask for a new one."),
    "codes_too_many": _("You have asked for several codes. Wait a quarter of an hour, then ask for a new one."),
    "tries_too_many": _("Too many wrong codes. Wait an hour, then try again."),
    "holder_without_number": _("We have no mobile number of this person. The school can add one, or hand over a code."),
    "code_is_sent": _("The code of this link is sent by itself."),
    "holder_unreachable": _("We have no e-mail address for this person. The school can add one."),
}

EVENTS = {
    "link.opened": _("The personal link was opened on a device that proved a code."),
    "link.code_handed_out": _("Staff got to see a code to hand over."),
    "link.revoked": _("The personal link was taken back."),
    "link.reissued": _("A new personal link was mailed."),
}
