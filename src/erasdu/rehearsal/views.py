"""Ordering a rehearsal, and reading what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.rehearsal import access, actions, queries

LEARNERS = 12


@signed_in("coordinator")
@require_safe
def index(request: Request) -> HttpResponse:
    """The newest rehearsal, or the one of the address; and the calls that can be rehearsed."""
    shown = queries.played(request.actor, request.GET.get("of", ""))
    context = {
        "shown": shown, "earlier": queries.earlier(request.actor), "calls": queries.to_choose(request.actor),
        "number": LEARNERS, "most": actions.MOST, "may": access.may_rehearse(request.actor, fits=True),
    }  # fmt: skip
    return render(request, "rehearsal/index.html", context)


@signed_in("coordinator")
@require_POST
def start(request: Request) -> HttpResponse:
    call = get_object_or_404(calls_for(request.actor), key=request.POST.get("call", ""))
    asked = request.POST.get("learners", "")
    if not (asked.isascii() and asked.isdecimal() and 1 <= int(asked[:6]) <= actions.MOST):
        messages.error(request, _("Give a number of learners from 1 to %(most)d.") % {"most": actions.MOST})
        return redirect("rehearsal:index")
    job = actions.order(call, int(asked), by=request.actor, at=clock.now())
    return redirect(f"{reverse('rehearsal:index')}?of={job.key}")


@signed_in("coordinator")
@require_POST
def stop(request: Request, key: str) -> HttpResponse:
    job = get_object_or_404(access.jobs_for(request.actor), key=key)
    actions.stop(job, by=request.actor)
    messages.success(request, _("The rehearsal stops in a moment."))
    return redirect(f"{reverse('rehearsal:index')}?of={job.key}")
