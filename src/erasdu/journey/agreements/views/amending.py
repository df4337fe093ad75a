"""Changing mentor, tasks or days while the stay goes on, and the yes or no to who asked for other days."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.agreements import access, actions
from erasdu.journey.agreements.forms import AmendForm, NoForm
from erasdu.journey.agreements.views.plans import STAFF, one, plan_page
from erasdu.journey.agreements.words import REFUSALS
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def amend(request: Request, key: str) -> HttpResponse:
    """Typed and sent on one page; of other days it is said first what they open."""
    plan = one(request, key)
    verdict, asks = access.may_send(request.actor, plan), not request.actor.is_coordinator
    form = AmendForm(plan, request.POST or None, asks=asks)
    texts: Mapping[str, str] = {}
    if request.method == "POST" and verdict and form.is_valid():
        try:
            return _ahead_or_done(request, plan, form)
        except Stale:
            plan = one(request, key)
            texts = both(form, AmendForm(plan, asks=asks).stored())
            over(form, plan.revision)
        except Refused as refusal:
            form.add_error(_field_of(form, refusal.verdict.code), because(refusal.verdict))
    context = {"plan": plan, "form": form, "may_send": verdict, "asks": asks, **texts}
    return render(request, "agreements/amend.html", context, status=422 if form.errors else 200)


def _field_of(form: AmendForm, code: str) -> str | None:
    """Where it stands why nothing changed: at the tasks when none is left, at the day when the days cannot be."""
    if code == "plan_incomplete":
        return "own_tasks"
    at_days = form.dates and (code not in REFUSALS or code == "programme_breaks_rules")
    return form.changed_day if at_days else None


def _ahead_or_done(request: Request, plan: Any, form: AmendForm) -> HttpResponse:
    actor, at, seen, dates = request.actor, clock.now(), form.revision_seen, form.dates
    if dates is None:
        sent = actions.amend(plan, form.values, revision=seen, by=actor, at=at)
        messages.success(request, _("The change is on its way to whom it binds.") if sent else _("Nothing changed."))
        return redirect("agreements:show", plan.key)
    ahead = actions.foresee(plan, form.values, dates, revision=seen, by=actor, at=at)
    if "sure" not in request.POST:
        context = {"plan": plan, "form": form, "ahead": ahead, "dates": dates, "asks": not actor.is_coordinator}
        return render(request, "agreements/amend_ahead.html", context)
    if actor.is_coordinator:
        actions.amend(plan, form.values, dates=dates, revision=seen, by=actor, at=at)
        messages.success(request, _("The change is on its way to whom it binds."))
        return redirect("agreements:show", plan.key)
    sent = actions.amend(plan, form.values, revision=seen, by=actor, at=at)
    actions.ask_days(plan, dates, ahead, why=form.cleaned_data["why"], by=actor, at=at)
    messages.success(request, _("The coordinator is asked for the other days."))
    if sent:
        messages.success(request, _("What else changed is on its way to whom it binds."))
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(COORDINATOR)
def agree_days(request: Request, key: str, asked: str) -> HttpResponse:
    """In one press, unless it would open more by now than who asked saw."""
    plan, at = one(request, key), clock.now()
    row = get_object_or_404(plan.asked_days.select_related("plan"), key=asked)
    dates, seen = (row.first, row.last), plan.revision
    if not row.answer and "sure" not in request.POST:
        ahead = actions.foresee(plan, {}, dates, revision=seen, by=request.actor, at=at)
        if {each.code for each in ahead.reopens} - set(row.reopens) or set(ahead.again) - set(row.again):
            return render(
                request, "agreements/amend_ahead.html", {"plan": plan, "ahead": ahead, "dates": dates, "asked": row}
            )
    row.plan = plan
    actions.agree_days(row, revision=seen, by=request.actor, at=at)
    messages.success(request, _("The stay has the other days. The change is on its way to whom it binds."))
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(COORDINATOR)
def refuse_days(request: Request, key: str, asked: str) -> HttpResponse:
    """With a reason, which who asked reads."""
    plan = one(request, key)
    row = get_object_or_404(plan.asked_days.select_related("plan__mobility"), key=asked)
    form = NoForm(request.POST)
    if not form.is_valid():
        return plan_page(request, plan, status=422, no_form=form)
    actions.refuse_days(row, because=form.cleaned_data["because"], by=request.actor, at=clock.now())
    messages.success(request, _("The stay keeps its days. Who asked hears why."))
    return redirect("agreements:show", plan.key)
