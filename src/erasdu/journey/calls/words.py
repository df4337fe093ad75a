"""What the codes of calls and enrolments say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    "call_not_published": _("This call is not published."),
    "call_published_already": _("This call is published already."),
    "call_not_draft": _(
        "This call is published: its criteria, weights and dates stand. Move a deadline to change a date."
    ),
    "call_archived": _("This call is archived."),
    "call_still_open": _("This call can be archived when its deadline for candidate files has passed."),
    "enrolled_already": _("This school is enrolled already."),
    "enrolment_closed": _(
        "The deadline for enrolment was %(deadline)s. Ask the coordinator whether it can still be moved."
    ),
    "membership_not_active": _(
        "This school is not an active member under the grant agreement of this call. The coordinator takes a school in."
    ),
    "school_closed": _("This school is closed."),
    "not_your_school": _("You do not act for this school."),
    "not_a_school": _("Only schools and training centres enrol."),
    "enrolment_withdrawn": _("This enrolment was withdrawn."),
    "nothing_expected": _("Give the expected number of learners for at least one sector."),
    "sector_not_in_call": _("This call is not for that sector."),
    "learner_deadline_passed": _("Choose today or a later day."),
    "learner_deadline_too_late": _(
        "Choose a day before the deadline for candidate files, %(deadline)s: you still have to select."
    ),
    "files_deadline_before_opening": _("The deadline for candidate files comes before their opening."),
    "files_deadline_before_enrolment_deadline": _(
        "The deadline for candidate files comes before the deadline for the enrolment of schools."
    ),
    "stay_before_files_deadline": _("The stay window begins before the deadline for candidate files has passed."),
    "criterion_twice": _("A criterion stands twice: %(codes)s."),
    "criterion_without_weight": _("Give every criterion a weight of at least 1."),
    "weights_not_100": _("The weights add up to %(total)s. They must add up to 100."),
    "days_out_of_range": _(
        "A short-term stay lasts %(least)s to %(most)s days, and the minimum is not above the maximum."
    ),
    "days_exceed_window": _("The maximum number of days is more than the %(window)s days of the stay window."),
    "no_destination": _("Add at least one destination with a period and places."),
    "destination_outside_window": _("The period of %(place)s does not lie within the stay window."),
    "destination_stays": _("Learners may have chosen this destination. Put its places at 0 instead of taking it away."),
    "no_sector": _("Choose at least one sector."),
    "no_seats": _("Say how many places there are in all."),
    "text_missing": _("Write the title and text in Dutch and in English."),
    "stay_outside_grant": _("The stay window lies outside the period of the grant agreement."),
    "deadline_unknown": _("This deadline cannot be moved."),
    "deadline_reason_needed": _("Say why the deadline moves. Every enrolled school reads it."),
    "deadline_same": _("Choose another day than the present one."),
    "deadline_in_past": _("Choose today or a later day."),
}

EVENTS: Words = {
    "call.created": _("Call made"),
    "call.edited": _("Call changed"),
    "call.published": _("Call published"),
    "call.archived": _("Call archived"),
    "call.deleted": _("Draft of a call thrown away"),
    "call.deadline_moved": _("Deadline moved from %(old)s to %(new)s"),
    "enrolment.made": _("School enrolled"),
    "enrolment.changed": _("Enrolment changed"),
    "enrolment.withdrawn": _("Enrolment withdrawn"),
    "enrolment.learner_deadline_set": _("The school's own deadline for learners set"),
    "enrolment.code_renewed": _("The school's code for learners replaced"),
}

STATES: Words = {
    "call.draft": _("draft"),
    "call.published": _("published"),
    "call.archived": _("archived"),
    "call.enrolling": _("schools enrol"),
    "call.preparing": _("schools select"),
    "call.open": _("open for candidate files"),
    "call.closed": _("closed"),
}

DEADLINES: Words = {
    "enrolment_deadline": _("Deadline for the enrolment of schools"),
    "files_opening": _("Opening for candidate files"),
    "files_deadline": _("Deadline for candidate files"),
}

CHECKS: Words = {
    "enrolment_deadline_same": _("The deadline for enrolment is still that of the earlier call."),
    "files_opening_same": _("The opening for candidate files is still that of the earlier call."),
    "files_deadline_same": _("The deadline for candidate files is still that of the earlier call."),
    "stay_same": _("The stay window is still that of the earlier call."),
    "titles_and_texts": _("Titles and texts: do they still name the earlier season, year or dates?"),
    "holidays": _("Dates: does one fall in a school holiday or on a public holiday, here or there?"),
    "destinations_and_places": _("Destinations: are the partners ready, are the periods and places right?"),
    "seats": _("Places in all and for each school: do they fit the grant?"),
    "grant_agreement": _("Grant agreement: is it the one that pays for these stays?"),
}

CRITERIA = {
    "MOTIVATION": ("Motivatie", "Motivation"),
    "MATURITY": ("Maturiteit (persoonlijk en beroepstechnisch)", "Maturity (personal and vocational)"),
    "LANGUAGE": ("Basiskennis van de taal van het doelland", "Basic knowledge of the language of the destination"),
    "PRACTICAL": ("Akkoord met de praktische afspraken", "Agreement with the practical arrangements"),
}

# The steps in which a coordinator makes a call.
MAKING = (
    ("call", _("The call")),
    ("asks", _("What this call asks besides")),
    ("publish", _("Look and publish")),
)
