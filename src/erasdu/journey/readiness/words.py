"""What this step's codes say on the screen."""

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.words import STATE_LETTERS

REFUSALS = {
    "not_ready": _("Not in order yet: %(lacking)s."),
    "readiness_not_yours": _("The coordinator does this."),
    "stay_is_over": _("This stay was cancelled."),
    "nothing_to_let_pass": _("This does not hold up that step, so there is nothing to let pass."),
    "never_let_pass": _("Nobody sets this aside: the law, the programme or a promise to a company asks for it."),
    "reason_too_short": _("Say why in at least %(least)s characters: the reason stays with it."),
    "own_not_for_you": _("The school, the receiving side or the coordinator says that this is in order."),
    "own_not_of_call": _("This call does not ask that of this learner."),
    "own_needs_evidence": _("Say on what you saw it."),
    "own_not_asked_of_you": _("This is not asked of you."),
    "own_said_looked_at": _("Somebody looked at this already."),
    "own_needs_reason": _("Say what is not in order yet."),
    "own_needs_why": _("Say why it cannot be done."),
    "own_cannot_be_done": _("They say that it cannot be done. Write down on what you saw that it is in order."),
    "own_ended": _("This call no longer asks it."),
    "own_look_first": _("Learners have a place in this call already: look first whom each of them touches."),
    "own_asked_now": _("This call asks it already."),
}

EVENTS = {
    "own_requirement.added": _("The call asks one thing more."),
    "own_requirement.ended": _("The call no longer asks one thing."),
    "own_requirement.back": _("The call asks one thing again."),
    "own_requirement.done": _("Something that the call asks is in order."),
    "own_requirement.undone": _("Something that the call asks is no longer in order."),
    "own_requirement.said": _("Who must do it says that something the call asks is done."),
    "own_requirement.cannot": _("Who must do it says that something the call asks cannot be done."),
    "own_requirement.unsaid": _("Something that the call asks is not done after all, says who must do it."),
    "own_requirement.not_yet": _("Something that was said to be done is not in order yet."),
    "gate.let_pass": _("The coordinator let something pass that was not in order."),
    "gate.let_pass_ended": _("Something is no longer let pass."),
}

REQUIREMENTS = {"own_requirement": _("what this call asks besides")}

REASONS = {
    "own_of_call": _("This call asks it."),
    "own_said": _("Who must do it says that it is done. Somebody looks at it now."),
    "own_cannot": _("Who must do it says that it cannot be done. The school looks for another way."),
    "mail_came_back_learner": _("The mail to the learner came back: ask for another address."),
    "mail_came_back_guardian": _("The mail to a parent came back: ask for another address."),
    "mail_came_back_training_company": _("The mail to the training company came back: ask for another address."),
    "mail_came_back_host": _("The mail to the host company came back: ask for another address."),
    "mail_came_back_family": _("The mail to the host family came back: ask for another address."),
    "mail_came_back_partner": _("The mail to the partner came back: ask for another address."),
    "mail_came_back_contact_point": _("The mail to the contact point came back: ask for another address."),
    "own_not_decided": _("It is not known yet whether this call asks it: a fact about the learner is lacking."),
}

PLACES = {"own_requirement.learner": "readiness:asked"}

GATES = {
    "hand_in": _("handing in"),
    "confirm": _("confirming"),
    "depart": _("leaving"),
    "stay": _("the stay itself"),
    "payment": _("paying the grant"),
    "closing": _("closing"),
}

ALL_THE_SAME = {
    "hand_in": _("Hand in all the same"),
    "confirm": _("Confirm all the same"),
    "depart": _("Let the learner leave all the same"),
    "payment": _("Pay the grant all the same"),
    "closing": _("Close the dossier all the same"),
}
"""The press that lets something pass there."""

STAGES = {
    "granted": _("has a place in the call"),
    "placed": _("company and bed known"),
    "ready": _("ready to leave"),
    "away": _("on their stay"),
    "back": _("back"),
    "cancelled": _("cancelled"),
}

STATES_SAID = {
    "met": _("in order"),
    "open": _("to do"),
    "waiting": _("waits for an answer"),
    "overdue": _("too late"),
    "not_applicable": _("not asked"),
    "let_pass": _("let pass"),
    "missed": _("by this the departure is missed"),
    "unknown": _("not known yet"),
}
"""How one thing stands, in a cell of the board and its legend."""

UNVERIFIED = _("rule not verified yet")

LETTERS = {
    **STATE_LETTERS,
    "let_pass": pgettext_lazy("letter for: let pass", "P"),
    "missed": pgettext_lazy("letter for: by this the departure is missed", "M"),
    "unknown": "…",
}

FILTERS = {
    "here": ngettext_lazy("has not left yet", "have not left yet"),
    "gone": ngettext_lazy("will miss the departure", "will miss their departure"),
    "blocks": ngettext_lazy("cannot leave yet", "cannot leave yet"),
    "week": ngettext_lazy("has something due in the next 7 days", "have something due in the next 7 days"),
    "parent": ngettext_lazy("waits for a parent", "wait for a parent"),
    "mine": ngettext_lazy("waits for you", "wait for you"),
    "left": ngettext_lazy("has left", "have left"),
}
"""What a filter of the board keeps, as the end of a sentence that begins with a number."""

# Of what is not asked of somebody: why not.
NOT_ASKED = {
    "own_of_call": _("The call asks this of others."),
}

# The Erasmus quality standards, by their number.
QUALITY = {
    "II.1": _("Core tasks stay with the beneficiary: who decided what"),
    "II.2": _("Supporting organisations: agreed tasks and quality"),
    "II.3": _("Contributions of participants"),
    "II.4": _("Results taken into the organisation, and capacity built (also II.5)"),
    "II.6": _("Data of mobilities kept up to date"),
    "II.7": _("Feedback of participants gathered and used"),
    "II.8": _("Tasks in the consortium divided and agreed"),
    "II.9": _("Decided together, also on who receives"),
    "III.1": _("Practical arrangements"),
    "III.2": _("Health, safety and the law"),
    "III.3": _("Selection: open, fair and written down"),
    "III.4": _("Preparation"),
    "III.5": _("Guidance and mentoring"),
    "III.6": _("Support during the stay"),
    "III.7": _("Linguistic support"),
    "III.8": _("Learning outcomes agreed in writing, before leaving"),
    "III.9": _("Learning outcomes evaluated"),
    "III.10": _("Learning outcomes recognised"),
    "IV": _("Results shared, and the support of the European Union said"),
}
# What lies outside this platform.
KEPT_ELSEWHERE = {
    "II.4": _("Not kept here: what the schools changed by it. Keep it with the reports of the consortium."),
    "II.6": _("Not kept here: when data went to the Beneficiary Module."),
    "II.7": _("Not kept here: the participant reports of the European survey."),
    "III.6": _(
        "Not kept here: who is on call at night, and what happened. The card of each learner says whom to call."
    ),
    "III.10": _("Not kept here: Europass Mobility. The assessment that all signed is its source."),
    "IV": _("Not kept here: events, articles and posts about the project."),
}
PROOFS = {
    "decisions": _("steps about this call in the sealed record, each with who did it"),
    "let_pass": _("things that the coordinator let pass, each with a reason"),
    "partner_agreements": _("partners of this call with a signed agreement about role and tasks"),
    "contributions": _("contributions asked of participants: the platform knows none"),
    "members": _("enrolled schools that signed the cooperation agreement and the mandate"),
    "hosts_agreed": _("places and beds to which the school of the learner said yes"),
    "reports": _("schools with a selection report, of those that decided"),
    "reserves": _("learners on a reserve list"),
    "complaints": _("complaints that were answered"),
    "sessions": _("people who were seen at a session of this call"),
    "mentors": _("learners with a named mentor where they work"),
    "contacts": _("schools with a named contact point"),
    "emblem": _("sealed papers about these stays with the emblem and the sentence about the funding"),
}


def own_title(row: Mapping[str, str]) -> str:
    """Of something ready to be asked, in the reader's language."""
    return row["title_nl"] if (get_language() or "nl").startswith("nl") else row["title_en"]
