"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "note_not_your_learner": _("This learner belongs to another school."),
    "note_without_day": _("This note has no day to come back to it."),
    "note_done_already": _("This was done already."),
    "nobody_selected": _("Tick at least one learner first."),
    "too_many_selected_for_message": _("A message goes to at most %(most)s learners at once. Tick fewer."),
    "placeholder_unknown": _("A word between { and } is not known. Look at the list under the message."),
    "nobody_reachable": _("Nobody of those you ticked has an e-mail address in this role."),
}

EVENTS = {
    "outreach.note_added": _("A telephone note was added"),
    "outreach.note_done": _("A telephone note was come back to"),
    "outreach.message_sent": _("A message was sent"),
}

ROLES = {
    "learner": _("Learners"),
    "guardians": _("Parents and guardians"),
    "contact_point": _("Local contact points"),
    "panel": _("Teachers and panel"),
}

SENT_TO = {
    "learner": _("Message to the learner"),
    "guardians": _("Message to the parents or guardians"),
    "contact_point": _("Message to the contact point"),
    "panel": _("Message to teachers and panel"),
}
