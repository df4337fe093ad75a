"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "plan_not_yours": _("This part of the learning agreement is filled in by somebody else."),
    "plan_incomplete": _("Something of the learning agreement is still empty. The page says what."),
    "programme_breaks_rules": _("The programme breaks a rule that nobody may set aside. The page says on which day."),
    "plan_being_signed": _(
        "The agreement is being signed as it stands, so nothing can be changed in it now. Is something not right? Ask "
        "who sent it to you to take it back: then you can change it here, and everybody signs anew."
    ),
    "host_unknown": _("First it must be agreed in which company the learner works."),
    "place_not_taken_over": _(
        "The learner does not come to the place in this learning agreement any more. Take over the other place first."
    ),
    "days_are_yours": _("You set the days yourself."),
    "days_answered": _("This was answered already."),
    "host_unreachable": _("Nobody of the host has an e-mail address. Add a contact to the company first."),
    "host_signer_unknown": _("Nobody can sign for the host. Add a contact or a mentor to the company first."),
    "stay_not_begun": _("What was reached can be assessed from the first day of the stay on."),
    "not_assessed_yet": _("First the host says what was reached."),
    "not_judged_yet": _("First host and sending organisation both say what was reached."),
    "school_signer_unknown": _("Nobody can sign for the sending organisation. Add a contact point first."),
}

EVENTS = {
    "plan.started": _("The learning agreement was begun."),
    "plan.place_taken_over": _("Mentor, tasks and hours of the place were put in the learning agreement."),
    "plan.edited": _("Something in the learning agreement was changed."),
    "plan.filled_in": _("The host filled in its part of the learning agreement."),
    "plan.days_asked": _("Other days were asked for, from %(first)s to %(last)s."),
    "plan.days_agreed": _("The days that were asked for were set."),
    "plan.days_refused": _("The stay keeps its days."),
    "plan.invited": _("A link to fill in a part of the learning agreement was mailed."),
    "plan.keeper_asked": _("Who keeps the host was asked to fill in its part of the learning agreement."),
    "plan.assessment_asked": _("The host was asked by mail what was reached."),
    "plan.assessed": _("The host said what was reached."),
    "plan.judged": _("The sending organisation assessed what was reached."),
    "plan.complement_sent": _("What was reached was sent to be signed, version %(version)s."),
    "plan.sent": _("The learning agreement was sent to be signed, version %(version)s."),
}

REQUIREMENTS = {
    "learning_agreement": _("The learning agreement is signed by all"),
    "outcomes_assessed": _("What was learned is assessed and signed"),
}

DUTIES = {
    "learning_agreement": _("everybody's signature under the learning agreement"),
    "outcomes_assessed": _("assess what was learned, and sign it"),
}

REASONS = {
    "agreed_before_start": _("What is learned, insured and watched over is agreed before the stay begins."),
    "own_agreement_sent": _("The partner sent an agreement of its own: somebody looks whether all stands in it."),
    "own_agreement_returned": _("The agreement of the partner itself was returned: something lacks in it."),
    "own_agreement_again": _(
        "The agreement of the partner itself was accepted for other days, another place or another age: look again."
    ),
    "own_agreement_before": _(
        "The agreement of the partner itself was accepted before it was kept for which days and place: look once more."
    ),
    "assessed_after_stay": _("Host and school say after the stay what was reached, so that it counts at school."),
}

LACKING_FOR_LEARNER = {
    "learning_agreement.learner": _("Read and sign your learning agreement."),
    "learning_agreement.guardian": _("A parent or guardian still has to sign your learning agreement."),
    "learning_agreement": _("Your school and the company make and sign your learning agreement."),
    "outcomes_assessed": _("The company and your school say what you learned. You get the document."),
}

PLACES = {
    "learning_agreement.learner": "paperwork:own",
    "learning_agreement.staff": "agreements:of_stay mobility",
    "outcomes_assessed.learner": "agreements:of_stay mobility",
    "outcomes_assessed.staff": "agreements:of_stay mobility",
}

WHO = {
    "coordinator": _("the coordinator"),
    "learner": _("the learner"),
    "guardian": _("a parent or guardian"),
    "contact_point": _("the school"),
    "host": _("the host company"),
    "partner": _("the partner"),
}

# When a clause stands in a paper.
CONDITIONS = {
    "minor=yes": _("the learner leaves as a minor"),
}

DAY_KINDS = {
    "work": _("work"),
    "lesson": _("lesson"),
    "visit": _("company visit"),
    "travel": _("journey"),
    "free": _("free"),
}

FAULTS = {
    "day_twice": _("A day is in the programme twice."),
    "day_outside_stay": _("This day lies outside the stay."),
    "day_missing": _("The programme does not say what is done on this day of the stay."),
    "hours_missing": _("Hours are missing."),
    "busy_on_travel_day": _("There are hours on the day of the journey."),
    "public_holiday": _("Work on a public holiday (%(what)s)."),
    "company_closed": _("Work on a day on which the company is closed."),
    "too_few_working_days": _("Fewer than three days of work in this week."),
    "too_few_in_part_of_week": _(
        "Too few days of work in this week: of the days from Monday to Friday on which nobody travels, "
        "at most two are without work."
    ),
    "no_working_day": _("Not one day of work in the whole stay."),
    "too_many_lesson_days": _("More than one day of lessons in this week."),
    "too_many_visit_days": _("More than one day of company visits in this week."),
    "day_too_long": _("More than 8 hours on one day."),
    "break_too_short": _("More than four and a half hours without a break of half an hour."),
    "works_at_night": _("Work between 22:00 and 6:00."),
    "week_too_long": _("Too many hours in this week."),
    "minor_on_sunday": _("In principle nobody under 18 works on a Sunday there (%(what)s)."),
    "minor_on_holiday": _("In principle nobody under 18 works on a public holiday there (%(what)s)."),
    "minor_on_saturday": _("In principle nobody under 18 works on a Saturday there (%(what)s)."),
    "minor_in_evening": _("In principle nobody under 18 works between %(before)s and %(after)s there (%(what)s)."),
    "minor_week_too_long": _("In principle nobody under 18 works more than %(hours)s hours a week there (%(what)s)."),
    "minor_days_apart": _("Who is under 18 has two free days that follow each other there (%(what)s)."),
    "minor_day_by_sunday": _(
        "Who is under 18 is free there on the Saturday or the Monday beside Sunday too (%(what)s)."
    ),
    "too_few_free_days": _("Fewer than two free days in this week."),
    "day_without_rest": _("More than 13 hours on one day."),
    "no_day_of_rest": _("Not one free day in this week."),
    "rest_too_short": _("Too little rest since the day before."),
}

SOURCES = {
    "programme": _("weekly rule of the programme"),
    "94/33/EC": _("Directive 94/33/EC, young people at work"),
    "2003/88/EC": _("Directive 2003/88/EC, working time"),
    "labour_act": _("Labour Act of 16 March 1971, young workers"),
    "de_youth_act": _("Youth Employment Protection Act (Germany)"),
    "es_workers_statute": _("Workers' Statute (Spain)"),
    "fr_labour_code": _("Labour Code (France)"),
    "it_minors_act": _("Act 977/1967, work of minors (Italy)"),
    "holidays": _("calendar of public holidays"),
    "company": _("told by the company"),
}

INSURANCE = {
    "health": _("health (European card, or what applies there)"),
    "accident": _("accidents at the workplace"),
    "liability_work": _("damage at work"),
    "liability": _("damage in daily life"),
    "assistance": _("assistance and return"),
}

LACKS = {
    "place": _("days and a company that all agreed to"),
    "outcomes": _("at least one learning outcome"),
    "qualification": _("qualification that is worked towards, and its level"),
    "learner_address": _("address of the learner"),
    "parents": _("how a parent or guardian is reached"),
    "tasks": _("tasks"),
    "programme": _("the programme of the days"),
    "work_language": _("language of work"),
    "mentor_name": _("mentor"),
    "mentor_phone": _("telephone of the mentor"),
    "mentor_after_hours": _("telephone of the company outside hours"),
    "school_name": _("contact at the sending organisation"),
    "school_phone": _("telephone of the contact at the sending organisation"),
    "school_after_hours": _("telephone of the sending organisation outside hours"),
    "guidance": _("how the school follows up"),
    "evaluation": _("how it is evaluated"),
    "recognition": _("how it is recognised"),
    "reintegration": _("how the learner joins in at school again"),
    "insurance": _("in whose name each insurance is"),
}

# How somebody hears that they are asked to sign, and where the code for it comes.
WAYS = {
    "account": _("finds it on the page with papers to sign"),
    "mail": _("a link by mail"),
    "text": _("a link by mail, the code by text message"),
    "hand": _("a link by mail, the code from the school"),
    "post": _("a link by mail, the code in a letter"),
    "portal": _("a link by mail, the code from the school"),
    "none": _("no e-mail address is known, so no link goes: signs on paper"),
}

# Of a version that goes no further.
STOPPED = {
    "declined": _("Somebody said no. Change what is wrong, and send it again."),
    "withdrawn": _("It was taken back: nobody can sign it any more. It can be sent again."),
    "overdue": _("The day by which it had to be signed is past. It can be sent again."),
    "frozen": _("It is held up: somebody said that something is wrong. The sending organisation lets it go on."),
}

SIDES = {
    "school": _("sending organisation"),
    "host": _("host"),
}

ROLES = {
    "learner": _("the learner"),
    "guardian_1": _("parent or guardian"),
    "guardian_2": _("parent or guardian"),
    "contact_point": _("sending organisation"),
    "host": _("host company"),
    "partner": _("partner"),
}

# How far the agreement of a stay is, in a list.
STAGES = {
    "none": _("not begun"),
    "filling": _("being filled in"),
    "open": _("being signed"),
    "own": _("agreement of the partner itself"),
    "signed": _("signed by all"),
    "other": _("for another place or other days"),
    "stopped": _("stopped"),
}
