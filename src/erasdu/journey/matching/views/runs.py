"""The optimiser: start, stop, and take over what it proposes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.matching import access, actions, queries
from erasdu.journey.matching.views.boards import STAFF
from erasdu.journey.matching.views.parts import not_possible, seen_revision


@require_POST
@signed_in(*STAFF)
def start(request: Request, key: str) -> HttpResponse:
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    actions.start(board, careful="careful" in request.POST, by=request.actor, at=clock.now())
    return redirect("matching:board", board.key)


@require_safe
@signed_in(*STAFF)
def progress(request: Request, key: str) -> HttpResponse:
    """How far it is; once it has ended the page that asks is read anew."""
    run = get_object_or_404(access.runs_for(request.actor), key=key)
    if run.ended_at is None:
        return render(request, "matching/parts/running.html", {"run": run})
    return HttpResponseClientRefresh() if request.htmx else redirect("matching:board", run.board.key)


@require_POST
@signed_in(*STAFF)
def stop(request: Request, key: str) -> HttpResponse:
    run = get_object_or_404(access.runs_for(request.actor), key=key)
    actions.stop(run, by=request.actor, at=clock.now())
    messages.success(request, _("The optimiser stops, and keeps the best that it has."))
    return redirect("matching:board", run.board.key)


@require_POST
@signed_in(*STAFF)
def adopt(request: Request, key: str) -> HttpResponse:
    """The whole proposal, or the learners that were ticked."""
    board = get_object_or_404(access.boards_for(request.actor), key=key)
    proposal = get_object_or_404(access.proposals_for(request.actor), key=request.POST.get("proposal", ""))
    keys = request.POST.getlist("stay")
    chosen = access.stays_on(board).filter(key__in=keys).values_list("pk", flat=True) if keys else None
    at = clock.now()
    left = actions.adopt(board, proposal, chosen, revision=seen_revision(request), by=request.actor, at=at)
    moved = queries.made_at(board, at)
    without = [str(each.mobility.person) for each in queries.left_without(board, at)]
    if without and not moved:
        messages.success(request, _("Without place and bed now: %(names)s.") % {"names": ", ".join(without)})
    elif moved:
        messages.success(request, _("The proposal was taken over. Places and beds are held."))
    elif not left:
        messages.warning(request, _("Nothing had to be taken over: it is so already, or it was asked meanwhile."))
    not_possible(request, left)
    return redirect(f"{reverse('matching:board', args=[board.key])}?moved={moved}")
