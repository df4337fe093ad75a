"""Who keeps a host collects its signature on paper: prints the agreement, and sends photos of it signed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.forms import SignedForm
from erasdu.journey.agreements.views.plans import STAFF, one
from erasdu.kernel.verdict import Refused


def _collected(request: Request, key: str) -> tuple[Any, Any]:
    """A plan whose host's part is this actor's, with the version that waits for signatures."""
    plan = one(request, key)
    standing = queries.standing_of(plan.mobility, clock.now())
    envelope = standing.envelope if standing else None
    if access.HOST not in access.sides_of(request.actor, plan) or envelope is None or envelope.state != "open":
        raise Http404
    return plan, envelope


def _looks(plan: Any) -> int | None:
    """The school that sends the learner looks at the pages, also when no code can be read on them."""
    stay = plan.mobility
    return int(stay.sending_id) if stay.direction == stay.Direction.OUTGOING else None


@require_safe
@signed_in(*STAFF)
def printed(request: Request, key: str) -> HttpResponse:
    """The same bytes that others sign on a screen, with a code on each page."""
    _plan, envelope = _collected(request, key)
    response = HttpResponse(paper_queries.shown(envelope), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{paper_queries.reference(envelope)}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def signed_by_hand(request: Request, key: str) -> HttpResponse:
    """A photo or a scan of the signed pages; the sending organisation looks at it and confirms."""
    plan, _envelope = _collected(request, key)
    form = SignedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["photo"]
        try:
            received = paperwork.receive(
                [(file.name or "", file.read())], by=request.actor, at=clock.now(), looks=_looks(plan)
            )
        except Refused as refusal:
            form.add_error("photo", because(refusal.verdict))
        else:
            if received.batch:
                messages.success(request, _("Thank you. The sending organisation looks at it and confirms."))
                return redirect("agreements:show", plan.key)
            for _name, why in received.refused:
                form.add_error("photo", ValidationError(because(why), code=why.code))
    status = 422 if form.errors else 200
    return render(request, "agreements/signed_by_hand.html", {"plan": plan, "form": form}, status=status)
