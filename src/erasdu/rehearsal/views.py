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
from erasdu.rehearsal.forms import RehearsalForm

LEARNERS = 12


@signed_in("coordinator")
@require_safe
def index(request: Request) -> HttpResponse:
    """The newest rehearsal, or the one of the address; and the calls that can be rehearsed."""
    calls = queries.to_choose(request.actor)
    return _page(request, RehearsalForm(calls=calls, initial={"learners": LEARNERS}))


def _page(request: Request, form: RehearsalForm) -> HttpResponse:
    context = {
        "shown": queries.played(request.actor, request.GET.get("of", "")), "earlier": queries.earlier(request.actor),
        "form": form, "may": access.may_rehearse(request.actor, fits=True),
    }  # fmt: skip
    return render(request, "rehearsal/index.html", context, status=422 if form.errors else 200)


@signed_in("coordinator")
@require_POST
def start(request: Request) -> HttpResponse:
    """What is wrong stands at its field, and what was typed stays."""
    call = get_object_or_404(calls_for(request.actor), key=request.POST.get("call", ""))
    form = RehearsalForm(request.POST, calls=list(dict.fromkeys([*queries.to_choose(request.actor), call])))
    if not form.is_valid():
        return _page(request, form)
    job = actions.order(call, form.values["learners"], by=request.actor, at=clock.now())
    return redirect(f"{reverse('rehearsal:index')}?of={job.key}")


@signed_in("coordinator")
@require_POST
def stop(request: Request, key: str) -> HttpResponse:
    job = get_object_or_404(access.jobs_for(request.actor), key=key)
    actions.stop(job, by=request.actor)
    messages.success(request, _("The rehearsal stops in a moment."))
    return redirect(f"{reverse('rehearsal:index')}?of={job.key}")
