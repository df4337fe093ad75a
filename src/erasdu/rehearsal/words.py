"""What the codes of a rehearsal say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "rehearsal_dates": _(
        "The dates of this call lie too close together to be rehearsed: work stands in a wrong order."
    ),
    "rehearsal_over": _("This rehearsal is over."),
    "rehearsal_runs": _("A rehearsal is running. Wait until it is done."),
}

# Who must act, as `Requirement.who` names them.
# What a rehearsal does before its first day.
DOING: Words = {
    "waits": _("It waits until other work is done, and begins within some minutes."),
    "begins": _("Schools, learners, companies and families are invented and put in their places."),
}

WHO: Words = {
    "company": _("the company abroad"),
    "contact_point": _("the school"),
    "coordinator": _("the coordinator"),
    "guardian": _("a parent"),
    "learner": _("the learner"),
    "partner": _("the partner"),
    "training_company": _("the training company"),
}


def own_words(name: str, number: int) -> str:
    """How much of one kind (`ways.Ways`) a call has of its own."""
    said = {
        "requirements": ngettext_lazy("%(n)d thing that it asks besides", "%(n)d things that it asks besides", "n"),
        "stops": ngettext_lazy("%(n)d stopped notice", "%(n)d stopped notices", "n"),
        "texts": ngettext_lazy("%(n)d text in your own words", "%(n)d texts in your own words", "n"),
        "rules": ngettext_lazy("%(n)d rule of insurance", "%(n)d rules of insurance", "n"),
    }[name]
    return str(said % {"n": number})


ROLES: Words = {
    "administrator": _("administrators"),
    "company": _("host companies"),
    "contact_point": _("schools"),
    "coordinator": _("coordinators"),
    "counsellor": _("trajectory counsellors"),
    "family": _("host families"),
    "guardian": _("parents"),
    "learner": _("learners"),
    "partner": _("partners abroad"),
    "teacher": _("teachers"),
    "training_company": _("training companies"),
}
