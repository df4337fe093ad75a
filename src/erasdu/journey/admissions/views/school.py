"""The school hands in its candidate files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.admissions import access, actions, queries
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies import access as candidacies
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused


@require_safe
@signed_in(CONTACT_POINT, COORDINATOR)
def school(request: Request, enrolment: str) -> HttpResponse:
    """Every learner whom the school selected or put in reserve, with what still lacks before handing in."""
    row = get_object_or_404(calls.enrolments_for(request.actor).select_related("call", "school"), key=enrolment)
    at = clock.now()
    standings = queries.standings(row, request.actor, at=at)
    context = {
        "enrolment": row,
        "call": row.call,
        "standings": standings,
        "ready": sum(bool(one.may) and one.to_hand_in and one.selected for one in standings),
        "handed_in": sum(not one.to_hand_in for one in standings),
        "today": brussels_date(at),
        "late": [one for one in standings if one.report_lags],
    }
    return render(request, "admissions/school.html", context)


@require_POST
@signed_in(CONTACT_POINT)
def hand_in(request: Request, candidacy: str) -> HttpResponse:
    at = clock.now()  # first of all: the moment of arrival is what counts
    rows = candidacies.candidacies_for(request.actor).select_related("call", "school", "enrolment", "learner")
    row = get_object_or_404(rows, key=candidacy)
    file = actions.open_file(row)
    actions.hand_in(file, by=request.actor, at=at)
    words = _("The file of %(name)s has been handed in: number %(number)s of the call.")
    messages.success(request, words % {"name": row.learner, "number": file.order})
    return redirect("admissions:school", row.enrolment.key)


@require_POST
@signed_in(CONTACT_POINT)
def hand_in_all(request: Request, enrolment: str) -> HttpResponse:
    """Hand in every selected learner's file that is in order, each in its own transaction."""
    at = clock.now()
    row = get_object_or_404(calls.enrolments_for(request.actor).select_related("call", "school"), key=enrolment)
    done = 0
    for one in queries.standings(row, request.actor, at=at):
        if not (one.may and one.to_hand_in and one.selected):
            continue
        try:
            actions.hand_in(actions.open_file(one.candidacy), by=request.actor, at=at)
            done += 1
        except Refused as refusal:
            messages.warning(request, f"{one.candidacy.learner}: {because(refusal.verdict)}")
    if done:
        messages.success(request, ngettext("%d file handed in.", "%d files handed in.", done) % done)
    return redirect("admissions:school", row.key)


@require_POST
@signed_in(CONTACT_POINT)
def complete_again(request: Request, key: str) -> HttpResponse:
    at = clock.now()
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.complete_again(row, by=request.actor, at=at)
    messages.success(request, _("The file went back to the coordinator, with its first number."))
    return redirect("admissions:school", row.candidacy.enrolment.key)
