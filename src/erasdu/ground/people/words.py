"""What this app's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "account_address_missing": _("To sign in one needs an e-mail address. Add it first."),
    "account_address_taken": _("Somebody else already signs in with this e-mail address. Choose another one."),
    "accounts_not_yours": _("Only the coordinator, an administrator or a contact point gives somebody an account."),
    "address_by_person": _("They have signed in with this address. Only they can change it, in their own settings."),
    "person_not_yours": _("You can change only your own details."),
    "session_not_yours": _("This session is not on your list."),
    "role_not_yours": _("You do not have this role, or it has ended."),
}

EVENTS = {
    "account.made": _("An account was made."),
    "account.locked": _("The account was locked after too many wrong codes."),
    "account.signed_in": _("Signed in."),
    "account.sessions_ended": _("Signed out everywhere."),
    "account.address_changed": _("The e-mail address of the account was changed."),
    "account.address_corrected": _("A mistyped e-mail address was corrected, and the invitation was mailed again."),
    "person.invited": _("An invitation to sign in was mailed."),
    "person.updated": _("The person's own details were changed."),
    "person.access_ended": _("All access of this person was ended."),
    "notice.given": _("The privacy notice was given."),
}

AUDIENCES = {
    "learner": _("Learners"),
    "incoming": _("Foreign learners and their parents"),
    "guardian": _("Parents and guardians"),
    "company": _("Training companies"),
    "host": _("Host companies and host families"),
    "representative": _("Representatives of boards, schools and partners"),
    "signer": _("Others who sign"),
    "contact_point": _("Local contact points"),
    "teacher": _("Teachers"),
    "counsellor": _("Trajectory counsellors"),
    "interviewer": _("Interviewers"),
    "coordinator": _("Coordinators"),
    "administrator": _("Administrators"),
}
