"""The anchors, and a check of all evidence now: for who coordinates."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import actions, queries


@require_safe
@signed_in("coordinator")
def index(request: Request) -> HttpResponse:
    context = {"anchors": queries.anchors(), "checks": queries.checks(clock.now())}
    return render(request, "paperwork/anchors.html", context)


@require_POST
@signed_in("coordinator")
def check(request: Request) -> HttpResponse:
    """Everything is computed again and compared, in the background; the page shows how far it is."""
    actions.ask_check(by=request.actor, at=clock.now())
    return redirect("paperwork:anchors")


@require_safe
@signed_in("coordinator")
def file(request: Request, day: str) -> HttpResponse:
    """The sealed paper of one day."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = next((each for each in queries.anchors() if each.day == wanted), None)
    pdf = queries.anchor_paper(found) if found is not None else None
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="anchor-{wanted.isoformat()}.pdf"'
    return response
