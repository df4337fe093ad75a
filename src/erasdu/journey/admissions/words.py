"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "file_not_your_school": _("This file belongs to another school."),
    "coordinator_only": _("Only the coordinator does this."),
    "not_selected_yet": _("Papers are asked of learners whom you selected or put in reserve. Decide first."),
    "nobody_in_reserve": _("Nobody of this school is next in line now."),
    "file_withdrawn": _("This file was taken back."),
    "no_candidate_any_more": _("This learner is no longer a candidate."),
    "school_decides_again": _("The school is deciding on this learner again. Wait until it has closed its selection."),
    "file_preparing": _("This file has not been handed in yet."),
    "file_handed_in": _("This file has been handed in and waits for the coordinator."),
    "file_returned": _("This file was returned to the school to be completed."),
    "file_complete": _("This file has been found complete."),
    "file_waiting": _("This file is on the waiting list."),
    "file_granted": _("A place was granted for this file."),
    "file_accepted": _("The learner has accepted the place."),
    "file_declined": _("The learner has declined the place."),
    "file_lapsed": _("The place has lapsed: nobody answered in time."),
    "not_open_yet": _("Files can be handed in from %(opening)s. What comes earlier counts as not handed in."),
    "deadline_passed": _(
        "The last day was %(deadline)s. The coordinator can accept a single late file, with a reason."
    ),
    "grace_over": _("The days to complete this file ended on %(until)s. Call the coordinator."),
    "deadline_not_passed": _("The deadline has not passed: the school can still hand in by itself."),
    "late_already_allowed": _("This late file has been accepted already."),
    "call_full": _("All %(seats)s places of the call are taken."),
    "school_full": _("All places of this school are taken (%(seats)s). Give the school another place first."),
    "seats_negative": _("A school cannot have fewer than 0 places."),
    "seats_exceeded": _("Together that is %(given)s places, and the call has %(seats)s."),
    "seats_in_use": _("More places are in use already than you give here."),
    "nothing_free": _("No place is free now."),
    "no_grace_running": _("No days to complete this file are running."),
    "grace_not_later": _("Choose a day after %(until)s."),
    "answer_still_possible": _("The learner can still answer."),
    "place_not_yours": _("Only the learner answers this."),
    "answer_too_late": _("You could answer until %(until)s. Ask your school what is possible."),
}

EVENTS = {
    "file.handed_in": _("The school handed in the candidate file (number %(order)s of the call)."),
    "file.completed_again": _("The school completed the returned file."),
    "file.late_allowed": _("The coordinator accepts this file after the deadline, with a reason."),
    "file.prechecked": _("The coordinator looked at the file in advance."),
    "file.complete": _("The coordinator found the file complete."),
    "file.returned": _("The coordinator returned the file, to be completed by %(until)s."),
    "file.grace_extended": _("The school has until %(until)s to complete the file."),
    "file.withdrawn": _("The candidate file was taken back."),
    "place.waiting": _("The file was put on the waiting list of the programme."),
    "place.granted": _("The place was granted; the learner answers by %(answer_by)s."),
    "place.accepted": _("The learner accepted the place."),
    "place.declined": _("The learner declined the place."),
    "place.lapsed": _("The place lapsed: nobody answered in time."),
    "reserve.wanted": _("A place came free: this reserve is next in line."),
    "reserve.passed_over": _("The file of this reserve did not come in time: the next one is called up."),
    "seats.allotted": _("The school was given %(seats)s places."),
    "seats.moved": _("A free place was moved to this school."),
}

STATES = {
    "file.preparing": _("not handed in"),
    "file.handed_in": _("handed in"),
    "file.returned": _("returned"),
    "file.complete": _("complete"),
    "file.waiting": _("waiting list"),
    "file.granted": _("place granted"),
    "file.accepted": _("place accepted"),
    "file.declined": _("place declined"),
    "file.lapsed": _("place lapsed"),
    "file.withdrawn": _("taken back"),
}
