"""What this app's codes say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "letter_not_stuck": _("Only a mail that failed or came back can be sent again."),
}

EVENTS: Words = {
    "letter.came_back": _("A mail came back"),
    "letter.given_up": _("A mail could not be sent"),
    "letter.arrives_again": _("Mail to somebody arrives again"),
}

STATES: Words = {
    "letter.queued": _("waiting"),
    "letter.sent": _("sent"),
    "letter.delivered": _("delivered"),
    "letter.bounced": _("came back"),
    "letter.failed": _("failed"),
    "letter.cancelled": _("cancelled"),
}

READERS: Words = {
    "learner": _("learners"),
    "contact_point": _("contact points"),
    "teacher": _("teachers"),
    "counsellor": _("trajectory counsellors"),
    "interviewer": _("interviewers"),
    "coordinator": _("coordinators"),
    "administrator": _("administrators"),
}
