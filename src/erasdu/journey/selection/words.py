"""What the codes of a selection say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

LATE_ACCEPTED = _("A candidate file was accepted after the deadline; the reason stands with the candidate.")

REFUSALS: Words = {
    "report_up_to_date": _("The last version of the report shows everything."),
    "selection_is_the_schools": _("The school leads its own selection."),
    "selection_not_started": _("The school has not started its selection yet."),
    "selection_not_open": _("The selection has been decided. Open it again first, with a reason."),
    "school_takes_no_part": _("The school no longer takes part in this call."),
    "not_of_the_school": _("Choose somebody who has a role at this school."),
    "scores_shown_already": _(
        "Scores of others are final, and this person could see them. Only who saw none can still become an assessor."
    ),
    "input_withdrawn": _("Your input is no longer needed. Thank you."),
    "input_given_already": _("This input was given already."),
    "statements_incomplete": _("Choose an answer for each of the three statements."),
    "interview_in_future": _("The day of the conversation cannot lie in the future."),
    "not_an_assessor": _("You do not give scores in this selection."),
    "tie_not_declared": _("First say whether you have a private tie with this learner."),
    "private_tie": _("You have a private tie with this learner, so others score."),
    "assessment_final": _("Your scores are final. Open them again first, with a reason."),
    "assessment_not_final": _("These scores are not final yet, so they can simply be changed."),
    "scores_incomplete": _("Give a score for every criterion before you make them final."),
    "arguments_incomplete": _("Write one argument for every criterion before you make the scores final."),
    "input_missing": _("Something that is required is missing: an interview, or input of a teacher or counsellor."),
    "assessment_missing": _("Nobody who may score this learner has done so."),
    "assessments_not_final": _("Not all scores are final: %(number)s still to come."),
    "candidates_incomplete": _("You can decide when nothing is missing any more. Something is missing for: %(names)s."),
    "candidates_undecided": _("Not every candidate has a decision. Decide on all of them first."),
    "no_candidates": _("There are no candidates yet."),
    "not_a_candidate": _("This learner takes no part in the selection."),
    "lots_not_drawn": _("Some totals are equal in everything. Draw the lot first."),
    "no_lots_to_draw": _("There is no tie left that needs a lot."),
    "reason_missing": _("Write a reason for every decision."),
    "too_many_selected": _("You selected %(selected)s learners, and there are %(places)s places."),
    "decided_already": _("The decision was taken already. To change it, open the selection again with a reason."),
    "candidates_told_already": _("The candidates were told already. Open the selection again first, with a reason."),
    "not_on_reserve": _("This learner is not on the reserve list."),
    "reserve_end": _("This learner is already at the end of the reserve list."),
    "not_to_tell_now": _("Candidates are told when the decision has been taken, and once."),
    "not_to_close_now": _("A selection is closed when the candidates have been told."),
    "nothing_to_reopen": _("This selection is open."),
    "complaint_how_missing": _("Write how a candidate can complain."),
    "complaint_day_too_soon": _("Give candidates at least until tomorrow to complain."),
    "complaint_too_late": _("Complaining was possible until %(day)s. Talk to your contact point at school."),
    "complaint_answered": _("This complaint has been answered."),
    "not_told_yet": _("The school has not told the result yet."),
    "report_not_the_same": _(
        "Version %(version)s of the report can no longer be made exactly as it was issued. Issue a new version."
    ),
}

EVENTS: Words = {
    "selection.started": _("The selection started"),
    "selection.lead_set": _("Somebody else leads the selection"),
    "selection.panellist_added": _("An assessor joined the panel"),
    "selection.panellist_left": _("An assessor left the panel"),
    "selection.input_asked": _("Input was asked of a teacher or counsellor"),
    "selection.input_reminded": _("A reminder for input was sent"),
    "selection.input_withdrawn": _("Input is no longer awaited"),
    "selection.input_given": _("Input was given"),
    "selection.interview_recorded": _("The conversation was written down"),
    "selection.practical_recorded": _("The agreement to the practical arrangements was recorded"),
    "selection.publicity_recorded": _("Yes or no to photos, name and blog was recorded"),
    "selection.ties_declared": _("An assessor declared private ties"),
    "selection.assessment_final": _("Scores were made final"),
    "selection.assessment_reopened": _("Final scores were opened again, with a reason"),
    "selection.places_set": _("The number of places was set to %(places)s"),
    "selection.lots_drawn": _("A lot was drawn"),
    "selection.decided": _("The school decided"),
    "selection.decision_changed": _("The decision was changed"),
    "selection.reserve_moved": _("Moved to place %(place)s of the reserve list"),
    "selection.told": _("The candidates were told"),
    "selection.selected": _("Told: selected by the school"),
    "selection.reserve": _("Told: on the reserve list"),
    "selection.not_selected": _("Told: not selected"),
    "selection.closed": _("The selection was closed, its scores frozen"),
    "selection.report_issued": _("Version %(version)s of the selection report was issued"),
    "selection.reopened": _("The selection was opened again, with a reason"),
    "selection.complaint_received": _("A complaint was received"),
    "selection.complaint_answered": _("The complaint was answered"),
    "selection.scores_given": _("The candidate asked for their own scores and got them"),
}

STATES: Words = {
    "selection.": _("not started"),
    "selection.open": _("in progress"),
    "selection.decided": _("decided, to be told"),
    "selection.told": _("candidates told"),
    "selection.closed": _("closed, with report"),
    "selection.reopened": _("opened again"),
}

REQUIREMENTS: Words = {
    "selected": _("Selected by the school"),
    "report_issued": _("The selection report is issued"),
    "report_issued_again": _("The selection report is issued again, with the late file"),
}

DUTIES: Words = {
    "selected": _("the choice of the school"),
    "report_issued": _("make the selection report"),
    "report_issued_again": _("make the selection report again, with the late file"),
}

STATEMENTS: Words = {
    "reliable": _("Keeps agreements and is on time, at school and at work."),
    "adapts": _("Dares to ask for help and finds their way with new people and places."),
    "skilled": _("Knows enough of the trade to work along in a company."),
}

ANSWERS: Words = {
    "agree": _("agree"),
    "partly": _("partly"),
    "disagree": _("disagree"),
    "unknown": _("can't say"),
}

ARRANGEMENTS: Words = {
    "programme": _("follow the whole programme, also the preparation"),
    "house_rules": _("keep the house rules of the company and the place to stay"),
    "report": _("make an internship report afterwards"),
    "survey": _("fill in the European survey"),
    "evaluation": _("take part in the evaluation with the school"),
    "sharing": _("share the experience, in a form of one's own choice"),
}

PUBLICITY: Words = {
    "photo": _("Photos in which I can be recognised"),
    "name": _("My first name with a story"),
    "blog": _("A contribution of mine on the blog"),
}

PARTS: Words = {"PERSONAL": _("personal"), "VOCATIONAL": _("vocational")}

MISSING: Words = {
    "interview": _("the record of the conversation"),
    "teacher": _("input of a teacher"),
    "counsellor": _("input of the trajectory counsellor"),
    "assessment": _("final scores"),
    "assessor": _("somebody who may give scores"),
}

OUTCOMES: Words = {
    "selected": _("selected"),
    "reserve": _("reserve"),
    "not_selected": _("not selected"),
}

ROLES: Words = {
    "contact_point": _("contact point"),
    "teacher": _("teacher"),
    "counsellor": _("trajectory counsellor"),
    "interviewer": _("interviewer"),
}

AHEAD_BY: Words = {
    "motivation": _("Same total as the next; higher on motivation."),
    "maturity": _("Same total and motivation as the next; higher on maturity."),
    "arrival": _("Same scores as the next; applied earlier."),
    "lot": _("Same in everything as the next; the lot decided."),
}

CV: Words = {
    "sentences": _("In their own words"),
    "tasks_can": _("Can do already"),
    "tasks_want": _("Wants to learn"),
    "expectations": _("Expects of the stay"),
    "experience": _("Experience"),
    "character": _("Character"),
    "hobbies": _("Free time"),
    "digital": _("Digital skills"),
}
