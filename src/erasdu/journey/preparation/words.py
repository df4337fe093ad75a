"""What this step's codes say on the screen. A reason is said so that a parent understands it."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "preparation_not_yours": _("The organisation that sends the learner and the coordinator do this."),
    "travel_paper_ended": _("This was taken away already."),
    "support_ended": _("This was taken away already."),
    "entry_not_open": _("Only the coordinator decides this."),
    "entry_rule_ended": _("This was taken back already."),
    "call_has_no_stays": _("Nobody has a place in this call yet."),
}

EVENTS = {
    "preparation.document_seen": _("The school saw a travel document."),
    "preparation.document_ended": _("A travel document counts no longer."),
    "preparation.entry_decided": _("The coordinator decided about residence and visa."),
    "preparation.entry_undone": _("The decision about residence and visa was taken back."),
    "preparation.rule_added": _("The coordinator said what is needed to stay in a country."),
    "preparation.rule_ended": _("What the coordinator said about staying in a country was taken back."),
    "preparation.support_agreed": _("Support during the stay was agreed."),
    "preparation.support_arranged": _("Support during the stay is arranged."),
    "preparation.support_ended": _("Support during the stay is no longer needed."),
}

REQUIREMENTS = {
    "travel_document": _("Passport or identity card is valid until the return"),
    "entry_permit": _("Residence card or visa, where it is needed"),
    "support_arranged": _("Support that was agreed is arranged"),
    "session_learner": _("The learner was at the info session"),
    "session_guardian": _("A parent was at the info session"),
}

REASONS = {
    "document_not_seen": _("Nobody at school has seen a passport or identity card yet."),
    "document_passport_needed": _("For this journey an identity card is not enough: a passport is needed."),
    "document_days_unknown": _(
        "The days of the stay are not known yet, so nobody can say whether it is valid long enough."
    ),
    "document_ends": _("It is valid until %(last)s only, and the return is on %(back)s. A new one is needed."),
    "document_valid": _("It is valid until %(last)s, and the return is on %(back)s."),
    "entry_nationality_unknown": _("This cannot be decided: it depends on the nationality. Fill in the nationality."),
    "entry_undecided": _("This cannot be decided by a rule. The coordinator asks the embassy and decides."),
    "entry_free": _("With this nationality no residence card or visa is needed there."),
    "entry_residence": _(
        "With this nationality a residence card of the home country is needed, valid until the return."
    ),
    "entry_visa": _("With this nationality a visa is needed there."),
    "entry_ends": _("It is valid until %(last)s only, and the return is on %(back)s."),
    "support_agreed": _("What was agreed must be arranged before the departure."),
    "session_none": _("No session is required."),
    "session_not_invited": _(
        "Others had to come to an info session, and nobody was invited for this learner. The coordinator does that."
    ),
    "session_there": _("Somebody was there."),
    "session_cancelled": _("The session of %(day)s was cancelled. The coordinator plans another one."),
    "session_missed": _("On %(day)s there was a session that one must have been at, and nobody was seen there."),
    "session_said_no": _("The session is on %(day)s, and the answer was no. The coordinator looks for another moment."),
    "session_full": _("The session of %(day)s is full. The coordinator looks for another moment or another room."),
    "session_to_answer": _("The session is on %(day)s. Nobody said yet that they come."),
    "session_comes": _("The session is on %(day)s."),
}

LACKING_FOR_LEARNER = {
    "travel_document": _("Show your passport or identity card at school. It must be valid until you are back."),
    "entry_permit": _("Show your residence card or visa at school, if you need one."),
    "support_arranged": _("Your school still has to arrange the support that you agreed."),
    "session_learner": _("You must have been at the info session before you leave."),
    "session_guardian": _("One of your parents must have been at the info session before you leave."),
}

PLACES = {f"{code}.{reader}": "preparation:stay mobility" for code in REQUIREMENTS for reader in ("staff", "learner")}

PAPERS = {
    "identity": _("identity card"),
    "passport": _("passport"),
    "residence": _("residence card"),
    "visa": _("visa"),
}

OUTCOMES = {
    "none": _("nothing is needed"),
    "residence": _("a residence card that is valid until the return"),
    "visa": _("a visa"),
}

GROUPS = {
    "any": _("any country"),
    "free": _("the European Union, Iceland, Liechtenstein, Norway or Switzerland"),
    "schengen": _("a country of the Schengen area"),
    "other": _("any other country"),
}

STANDS = {
    "met": _("in order"),
    "open": _("to do"),
    "waiting": _("waits"),
    "overdue": _("too late"),
    "not_applicable": _("not needed"),
}

WHOM = {"learner": _("the learners"), "guardian": _("parents of who is a minor")}
