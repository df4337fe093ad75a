"""What the codes of pages that span steps say on the screen."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from erasdu.web.words.following import NEXT
from erasdu.web.words.letters import LETTER_STATES, LETTERS
from erasdu.web.words.stages import ARRIVALS, BADGE, LAST_DAYS, ROAD, STAGES, STATES
from erasdu.web.words.stuck import OTHERS, STUCK
from erasdu.web.words.todos import BUTTON, DOSSIER, WAITS
from erasdu.web.words.works import JOBS, WORK

__all__ = [
    "ARRIVALS",
    "BADGE",
    "BUTTON",
    "COMES",
    "DOSSIER",
    "EVENTS",
    "JOBS",
    "LAST_DAYS",
    "LETTERS",
    "LETTER_STATES",
    "NAMED",
    "NEXT",
    "OTHERS",
    "REFUSALS",
    "ROAD",
    "ROLES",
    "STAGES",
    "STATES",
    "STUCK",
    "WAITS",
    "WORK",
    "several",
]

REFUSALS = {
    "job_not_failed": _("This work did not fail."),
}

EVENTS = {
    "office.letter_sent_again": _("A mail that came back was sent again"),
    "office.job_tried_again": _("Work that failed was started again"),
}

ROLES = {
    "coordinator": _("Coordinators"),
    "contact_point": _("Local contact points"),
    "learner": _("Learners"),
    "administrator": _("Administrators"),
}

COMES = {  # to a host, by who it is: in their calendar
    "company": _("%(name)s works with you"),
    "family": _("%(name)s stays with you"),
}

NAMED = 3  # things by name in one line


def several(names: Sequence[str]) -> str:
    """The first things by name, and how many more there are."""
    more = len(names) - NAMED
    if more <= 1:
        return " · ".join(names)
    return " · ".join([*names[:NAMED], ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}])
