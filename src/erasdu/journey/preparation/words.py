"""What this step's codes say on the screen. A reason is said so that a parent understands it."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "preparation_not_yours": _("The organisation that sends the learner and the coordinator do this."),
    "support_not_yours": _("The school that sends or receives the learner and the coordinator do this."),
    "travel_paper_ended": _("This was taken away already."),
    "support_ended": _("This was taken away already."),
    "entry_not_open": _("Only the coordinator decides this."),
    "entry_rule_ended": _("This was taken back already."),
    "arrival_not_yours": _("The school that receives the learner and the coordinator do this."),
    "arrival_check_there": _("This was written down already."),
    "arrival_check_ended": _("This was taken back already."),
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
    "preparation.arrival_checked": _("The receiving school wrote down what it looked at."),
    "preparation.arrival_taken_back": _("What the receiving school wrote down was taken back."),
}

REQUIREMENTS = {
    "travel_document": _("Passport or identity card is valid until the return"),
    "entry_permit": _("Residence card or visa, where it is needed"),
    "support_arranged": _("Support that was agreed is arranged"),
    "session_learner": _("The learner was at the info session"),
    "session_guardian": _("A parent was at the info session"),
    "risk_analysis": _("The company's risk analysis was seen"),
    "health_decision": _("It was decided whether health must be judged, and that is in order"),
    "presence_notice": _("The municipality knows of the stay"),
}

DUTIES = {
    "travel_document": _("a passport or identity card that is valid until the return"),
    "support_arranged": _("arrange the support that was agreed"),
    "session_learner": _("the learner at an info session"),
    "session_guardian": _("a parent at an info session"),
    "risk_analysis": _("the company's risk analysis, for the school to see"),
    "health_decision": _("decide whether a doctor must see the learner, and have that in order"),
    "presence_notice": _("tell the municipality of the stay"),
}

REASONS = {
    "document_not_seen_at_home": _("Nobody at home has seen a passport or identity card yet: the partner looks at it."),
    "document_not_seen": _("Nobody at school has seen a passport or identity card yet."),
    "document_passport_needed": _("For this journey an identity card is not enough: a passport is needed."),
    "document_nationality_unknown": _(
        "An identity card was seen. Whether it is enough depends on the nationality. Fill in the nationality."
    ),
    "document_days_unknown": _(
        "The days of the stay are not known yet, so nobody can say whether it is valid long enough."
    ),
    "document_ends": _("It is valid until %(last)s only, and the return is on %(back)s. A new one is needed."),
    "document_valid": _("It is valid until %(last)s, and the return is on %(back)s."),
    "entry_nationality_unknown": _("This cannot be decided: it depends on the nationality. Fill in the nationality."),
    "entry_undecided": _("This cannot be decided by a rule. The coordinator asks the embassy and decides."),
    "entry_decided_for_other": _(
        "The coordinator decided this for another country, nationality or days. It must be decided again."
    ),
    "entry_other_country": _(
        "What was seen is of another country and does not serve for this stay. One that does is needed."
    ),
    "entry_one_country": _(
        "What was seen says itself that it serves in one country alone, and the stay is in another. "
        "One that serves there is needed."
    ),
    "entry_begins_later": _(
        "It is valid from %(first)s only, and the stay begins on %(leaves)s. Another one is needed."
    ),
    "entry_too_few_days": _(
        "It is for at most %(days)s days, and the stay takes %(stay)s days. Another one is needed."
    ),
    "entry_serves": _("It was given by another country and serves there too, for a stay of at most %(days)s days."),
    "entry_free": _("With this nationality no residence card or visa is needed there."),
    "entry_residence": _(
        "With this nationality a residence card of the home country is needed, valid until the return."
    ),
    "entry_visa": _("With this nationality a visa is needed there."),
    "entry_ends": _("It is valid until %(last)s only, and the return is on %(back)s."),
    "support_agreed": _("What was agreed must be arranged before the departure."),
    "session_none": _("No session is required."),
    "session_not_invited": _(
        "Nobody was invited for this learner to the session of %(day)s, to which others have to come. "
        "Who organises it does that."
    ),
    "session_one_more": _(
        "Somebody was at the session of %(there)s. To that of %(day)s others have to come as well, and nobody was "
        "invited to it for this learner. Who organises it does that."
    ),
    "session_over": _(
        "The session of %(day)s is over, and nobody was invited to it for this learner. Who organises it plans "
        "another moment of it."
    ),
    "session_nobody_invited": _(
        "An info session is required, and nobody is invited to it yet. Who plans it does that."
    ),
    "session_no_parent": _("A parent had to come to an info session, but no parent is known. Fill in who they are."),
    "session_parent_unconfirmed": _(
        "A parent had to come to an info session, but their address was changed and nobody else confirmed it yet."
    ),
    "session_of_age": _("The learner is of age and decides alone: no parent has to come."),
    "session_there": _("Somebody was there."),
    "session_cancelled": _("The session of %(day)s was cancelled. Who organised it plans another one."),
    "session_missed": _(
        "Who had to be at the session of %(day)s was not seen there. A later moment counts too, or hearing it "
        "afterwards from who gave it."
    ),
    "session_said_no": _(
        "The session is on %(day)s, and the answer was no. Who organises it looks for another moment."
    ),
    "session_full": _("The session of %(day)s is full. Who organises it looks for another moment or another room."),
    "session_too_late": _(
        "The session is only on %(day)s, after leaving. Who organises it looks for an earlier moment."
    ),
    "session_to_answer": _("The session is on %(day)s. Nobody said yet that they come."),
    "session_comes": _("The session is on %(day)s."),
    "risk_no_workplace": _("There is no company yet where everybody said yes."),
    "risk_not_seen": _("The company shows the school beforehand what risks the work has. Nobody saw that yet."),
    "risk_seen": _("The school saw which risks the work has."),
    "health_to_decide": _("From the risk analysis the school decides whether a doctor must judge the learner first."),
    "health_no_workplace": _("There is no company yet where everybody said yes, so its risks are not known."),
    "health_of_other_workplace": _(
        "This was decided before it was certain that the learner works at this company. Decide it again for its risks."
    ),
    "presence_to_tell": _("Soon after arriving the municipality is told who stays here. Ask the municipality how."),
}

LACKING_FOR_LEARNER = {
    "travel_document": _("Show your passport or identity card at school. It must be valid until you are back."),
    "entry_permit": _("Show your residence card or visa at school, if you need one."),
    "support_arranged": _("Your school still has to arrange the support that you agreed."),
    "session_learner": _("You must have been at the info session before you leave."),
    "session_guardian": _("One of your parents must have been at the info session before you leave."),
}

LACKING_FOR_LEARNER |= {
    "risk_analysis": _("Your school here still looks at the risks of the work."),
    "health_decision": _("Your school here still decides whether you must see a doctor first."),
    "presence_notice": _("Your school here tells the municipality that you are there."),
}

PLACES = {f"{code}.{reader}": "preparation:stay mobility" for code in REQUIREMENTS for reader in ("staff", "learner")}

CHECKS = {
    "health_decision": _("no doctor is needed, or a doctor agreed"),
    "presence_notice": _("the municipality was told"),
}

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

# What a rule for everybody may say: with what one stays, or with what one crosses the border.
RULED = OUTCOMES | {
    "identity": _("an identity card is enough to cross the border"),
    "passport": _("a passport is needed to cross the border"),
}

# And where a card or visa that another country gave serves too.
TOO = {
    "card_too": _("a residence card of another country serves there too"),
    "visa_too": _("a visa of another country serves there too"),
}

GROUPS = {
    "any": _("any country"),
    "free": _("the European Union, Iceland, Liechtenstein, Norway or Switzerland"),
    "eu": _("the European Union"),
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

# Of what is not asked of somebody: why not.
NOT_ASKED = {
    "support_agreed": _("No support was agreed."),
}
