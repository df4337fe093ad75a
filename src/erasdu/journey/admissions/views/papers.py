"""The papers of the learners whom a school selected or put in reserve: how they stand, and asking for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.admissions import access, actions, queries
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies import access as candidacies
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

STAFF = (CONTACT_POINT, COORDINATOR)


@require_safe
@signed_in(*STAFF)
def papers(request: Request, enrolment: str) -> HttpResponse:
    """Learners × papers, what lacks before one can ask, and one button for all."""
    row = get_object_or_404(calls.enrolments_for(request.actor).select_related("call", "school"), key=enrolment)
    rows = queries.papers_of(row, clock.now())
    context = {
        "enrolment": row,
        "rows": rows,
        "batch": queries.latest_batch(row),
        "to_ask": sum(one.papers.can_ask for one in rows),
        "waiting": sum(one.papers.waits for one in rows),
        "complete": sum(one.papers.all_done for one in rows),
        "held_up": [one for one in rows if one.papers.held_up],
        "may_ask": access.may_ask_for(request.actor, row),
    }
    return render(request, "admissions/papers.html", context)


@require_POST
@signed_in(*STAFF)
def ask_all(request: Request, enrolment: str, what: str) -> HttpResponse:
    """For every learner of whom something can be asked, or who waits: in the background, with its progress."""
    row = get_object_or_404(calls.enrolments_for(request.actor).select_related("call", "school"), key=enrolment)
    at = clock.now()
    rows = queries.papers_of(row, at)
    wanted = [one.candidacy.pk for one in rows if (one.papers.waits if what == "remind" else one.papers.can_ask)]
    number = actions.ask_all(row, wanted, what=what, by=request.actor, at=at)
    words = ngettext("We are busy for %d learner.", "We are busy for %d learners.", number)
    messages.success(request, words % number if number else _("There is nothing to ask now."))
    return redirect("admissions:papers", row.key)


@require_POST
@signed_in(*STAFF)
def ask(request: Request, candidacy: str) -> HttpResponse:
    """Everything that can be asked of one learner, at once."""
    rows = candidacies.candidacies_for(request.actor).select_related("enrolment")
    row = get_object_or_404(rows, key=candidacy)
    number = actions.ask_papers(row, by=request.actor, at=clock.now(), again="again" in request.POST)
    words = ngettext("%d paper is on its way.", "%d papers are on their way.", number)
    messages.success(request, words % number if number else _("There is nothing to ask now."))
    return _back(request, row)


@require_POST
@signed_in(*STAFF)
def remind(request: Request, candidacy: str) -> HttpResponse:
    rows = candidacies.candidacies_for(request.actor).select_related("enrolment")
    row = get_object_or_404(rows, key=candidacy)
    number = actions.remind_papers(row, by=request.actor, at=clock.now())
    messages.success(request, ngettext("%d person is reminded.", "%d people are reminded.", number) % number)
    return _back(request, row)


def _back(request: Request, row: object) -> HttpResponse:
    if request.POST.get("back") == "list":
        return redirect("admissions:papers", row.enrolment.key)  # type: ignore[attr-defined]
    if request.POST.get("back") == "dossier":
        return redirect("dossier", row.key)  # type: ignore[attr-defined]
    return redirect("candidacies:candidate", row.key)  # type: ignore[attr-defined]
