"""Filling in a part, and changing something while the stay goes on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.forms import FORMS, AmendForm, HostForm, PartForm
from erasdu.journey.agreements.views.plans import STAFF, fault_text, one, side_named
from erasdu.journey.agreements.words import SOURCES
from erasdu.kernel.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def edit(request: Request, key: str, side: str) -> HttpResponse:
    """One side's part, signed in."""
    plan = one(request, key)
    if side_named(side) not in access.sides_of(request.actor, plan):
        raise Http404
    saved, context = filled(request, plan, side)
    if saved:
        messages.success(request, _("Saved."))
        return redirect("agreements:show", plan.key)
    return render(request, "agreements/edit.html", context, status=422 if context["form"].errors else 200)


def filled(request: Request, plan: Any, side: str) -> tuple[bool, dict[str, Any]]:
    """The form of a side, and whether what was typed is saved; of two who type at once the second sees both."""
    form = FORMS[side](plan, request.POST or None)
    context: dict[str, Any] = {"plan": plan, "side": side, "may_edit": access.may_edit(request.actor, plan, side)}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, plan, form)
            return True, context | {"faults": _told(queries.faults_of(plan))}
        except Stale:
            form, texts = _both(request, plan, form)
            context |= texts
    typed = form.typed_days if isinstance(form, HostForm) and form.is_bound and form.is_valid() else None
    return False, context | {"form": form, "faults": _told(queries.faults_of(plan, typed))}


def _told(faults: Sequence[Any]) -> list[tuple[Any, str, Any]]:
    """Each fault with its words and where its rule stands."""
    return [(fault, fault_text(fault), SOURCES[fault.source]) for fault in faults]


def _save(request: Request, plan: Any, form: PartForm) -> None:
    values = form.values
    if isinstance(form, HostForm):
        values["days"] = actions.stored(form.typed_days)
    seen = form.revision_seen
    actions.save(plan, form.side, values, outcomes=form.outcomes, revision=seen, by=request.actor, at=clock.now())


def _both(request: Request, plan: Any, form: PartForm) -> tuple[PartForm, Mapping[str, str]]:
    """What was typed stays in the form, over what is saved now; both texts are shown."""
    plan.refresh_from_db()
    fresh = FORMS[form.side](plan)
    texts = both(form, fresh.stored())
    again = FORMS[form.side](plan, request.POST)
    over(again, plan.revision)
    again.is_valid()
    return again, texts


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def amend(request: Request, key: str) -> HttpResponse:
    """Mentor, tasks or days change during the stay: typed and sent on one page."""
    plan, at = one(request, key), clock.now()
    verdict = access.may_send(request.actor, plan)
    form = AmendForm(plan, request.POST or None, dates=request.actor.is_coordinator)
    texts: Mapping[str, str] = {}
    if request.method == "POST" and verdict and form.is_valid():
        try:
            seen = form.revision_seen
            sent = actions.amend(plan, form.values, dates=form.dates, revision=seen, by=request.actor, at=at)
            messages.success(
                request, _("The change is on its way to whom it binds.") if sent else _("Nothing changed.")
            )
            return redirect("agreements:show", plan.key)
        except Stale:
            plan = one(request, key)
            texts = both(form, AmendForm(plan, dates=True).stored())
            over(form, plan.revision)
        except Refused as refusal:
            form.add_error(None, because(refusal.verdict))
    context = {"plan": plan, "form": form, "may_send": verdict, **texts}
    return render(request, "agreements/amend.html", context, status=422 if form.errors else 200)
