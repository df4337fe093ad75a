"""What the codes of a rehearsal say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "rehearsal_dates": _(
        "The dates of this call lie too close together to be rehearsed: work stands in a wrong order."
    ),
    "rehearsal_over": _("This rehearsal is over."),
    "rehearsal_runs": _("A rehearsal is running. Wait until it is done."),
}

ROLES: Words = {
    "administrator": _("administrators"),
    "company": _("companies"),
    "contact_point": _("contact points"),
    "coordinator": _("coordinators"),
    "counsellor": _("trajectory counsellors"),
    "guardian": _("parents"),
    "learner": _("learners"),
    "teacher": _("teachers"),
}
