"""Filling in a part."""

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
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.forms import FORMS, HostForm, PartForm
from erasdu.journey.agreements.views.plans import STAFF, fault_text, one, side_named, source_text
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
    return render(request, "agreements/edit.html", context, status=status_of(context))


def status_of(context: dict[str, Any]) -> int:
    """409: what was typed may not be saved now; 422: something in it is wrong."""
    if context["typed"] and not context["may_edit"]:
        return 409
    return 422 if context["form"].errors else 200


def filled(request: Request, plan: Any, side: str) -> tuple[bool, dict[str, Any]]:
    """The form of a side, and whether what was typed is saved; of two who type at once the second sees both.

    What was typed and may not be saved stays on the page, for who asks for it otherwise.
    """
    form, may = FORMS[side](plan, request.POST or None), access.may_edit(request.actor, plan, side)
    context: dict[str, Any] = {"plan": plan, "side": side, "may_edit": may, "typed": request.method == "POST"}
    if request.method == "POST" and may and form.is_valid():
        try:
            _save(request, plan, form)
            return True, context | {"faults": _told(request, queries.faults_of(plan))}
        except Stale:
            form, texts = _both(request, plan, form)
            context |= texts
        except Refused as refused:  # it was sent to be signed in this very moment
            context["may_edit"] = refused.verdict
    typed = form.typed_days if isinstance(form, HostForm) and form.is_bound and form.is_valid() else None
    return False, context | {"form": form, "faults": _told(request, queries.faults_of(plan, typed))}


def _told(request: Request, faults: Sequence[Any]) -> list[tuple[Any, str, Any]]:
    """Each fault with its words and where its rule stands; only staff reads whether that was looked up."""
    signed_in = request.actor.via == "account"
    return [(fault, fault_text(fault), source_text(fault, checked=signed_in)) for fault in faults]


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
