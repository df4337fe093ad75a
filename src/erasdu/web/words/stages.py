"""Where a learner stands, and the days of a call."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STAGES = {
    "unconfirmed": pgettext_lazy("stage", "to be confirmed by the school"),
    "draft": pgettext_lazy("stage", "draft"),
    "applied": pgettext_lazy("stage", "applied"),
    "assessed": pgettext_lazy("stage", "assessed"),
    "selected": pgettext_lazy("stage", "selected by the school"),
    "reserve": pgettext_lazy("stage", "on the reserve list"),
    "not_selected": pgettext_lazy("stage", "not selected"),
    "handed_in": pgettext_lazy("stage", "handed in"),
    "returned": pgettext_lazy("stage", "returned to the school"),
    "complete": pgettext_lazy("stage", "file complete"),
    "waiting": pgettext_lazy("stage", "on the waiting list"),
    "granted": pgettext_lazy("stage", "place granted"),
    "accepted": pgettext_lazy("stage", "place accepted"),
    "declined": pgettext_lazy("stage", "place declined"),
    "lapsed": pgettext_lazy("stage", "place lapsed"),
    "taken_back": pgettext_lazy("stage", "file taken back"),
    "withdrawn": pgettext_lazy("stage", "withdrew"),
    "refused": pgettext_lazy("stage", "refused by the school"),
}
STATES = {f"stage.{code}": text for code, text in STAGES.items()}
BADGE = {
    "unconfirmed": "waiting", "draft": "info", "applied": "info", "assessed": "info", "selected": "met",
    "reserve": "waiting", "not_selected": "na", "handed_in": "waiting", "returned": "blocking", "complete": "met",
    "waiting": "waiting", "granted": "waiting", "accepted": "met", "declined": "na", "lapsed": "na",
    "taken_back": "na", "withdrawn": "na", "refused": "na",
}  # fmt: skip

ROAD = {
    "draft": pgettext_lazy("step", "Draft"),
    "applied": pgettext_lazy("step", "Applied"),
    "assessed": pgettext_lazy("step", "Assessed"),
    "selected": pgettext_lazy("step", "Selected"),
    "handed_in": pgettext_lazy("step", "Handed in"),
    "complete": pgettext_lazy("step", "File complete"),
    "granted": pgettext_lazy("step", "Place granted"),
    "accepted": pgettext_lazy("step", "Place accepted"),
}

ARRIVALS = {
    "nominated": pgettext_lazy("arrival", "Nominated"),
    "taken": pgettext_lazy("arrival", "Accepted"),
    "divided": pgettext_lazy("arrival", "Have a school"),
    "placed": pgettext_lazy("arrival", "Have a place and a bed"),
}

LAST_DAYS = {
    "enrolment_deadline": _("Schools enrol until"),
    "files_opening": _("Candidate files from"),
    "files_deadline": _("Candidate files until"),
    "nominations_deadline": _("Partners nominate until"),
    "stay_from": _("First day of the stays"),
    "learner_deadline": _("Learners apply until"),
}
