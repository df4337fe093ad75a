"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "stay_outside_window": _("The stay must lie between %(start)s and %(end)s, the window of the call."),
    "stay_length": _("A stay of %(days)s days is not possible here: at least %(least)s, at most %(most)s days."),
    "mobility_not_yours": _("Only the coordinator changes the dates of a stay."),
    "learner_not_of_age": _("From your 18th birthday you decide this yourself."),
    "papers_not_yours": _("The school that sends the learner asks for these papers."),
    "no_candidacy": _("There is no dossier of this learner in this call."),
    "guardian_to_vouch_for": _(
        "First say in the learner's dossier how you know a parent, and how the code reaches them."
    ),
    "mobility_not_live": _("This stay was cancelled."),
}

EVENTS = {
    "mobility.opened": _("The stay was opened."),
    "mobility.planned": _("The dates of the stay were set: %(first)s to %(last)s."),
    "mobility.cancelled": _("The stay was cancelled."),
    "mobility.guardians_told": _("The learner, of age, chose whether parents stay informed."),
    "mobility.papers_asked": _("The papers for this stay were asked."),
}

STATES = {
    "mobility.planned": _("planned"),
    "mobility.cancelled": _("cancelled"),
}
