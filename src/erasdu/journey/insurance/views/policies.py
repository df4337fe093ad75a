"""What an organisation has for all who go with it: entered once, with a preview of whom it covers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.insurance import access, actions, queries
from erasdu.journey.insurance.forms import CoverForm
from erasdu.journey.insurance.views.stays import STAFF

PREVIEW = "preview"  # the button that only shows whom it would cover


@require_safe
@signed_in(*STAFF)
def index(request: Request) -> HttpResponse:
    """Whose policies one sees. Who has one organisation goes there at once."""
    rows = queries.holders(request.actor, clock.today())
    if len(rows) == 1:
        return redirect("insurance:policies", rows[0].organisation.key)
    return render(request, "insurance/index.html", {"rows": rows})


@require_safe
@signed_in(*STAFF)
def policies(request: Request, organisation: str) -> HttpResponse:
    row = _organisation(request, organisation)
    found, above = list(queries.policies_of(request.actor, row)), queries.inherited(row)
    asked = queries.in_force(clock.today())
    context = {
        "organisation": row,
        "live": [each for each in found if each.ended_at is None],
        "ended": [each for each in found if each.ended_at is not None],
        "lacks": queries.kinds_lacking(found, above, clock.today(), asked),
        "asked": asked,
        "above": above,
        "may": access.may_keep(request.actor, row),
        "today": clock.today(),
    }
    return render(request, "insurance/policies.html", context)


def _organisation(request: Request, key: str) -> Any:
    return get_object_or_404(access.organisations_for(request.actor), key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def add_policy(request: Request, organisation: str) -> HttpResponse:
    row, today = _organisation(request, organisation), clock.today()
    kind = request.GET.get("kind", "")
    form = CoverForm(request.POST or None, today=today, initial={"kind": kind})
    if request.method == "POST" and form.is_valid() and PREVIEW not in request.POST:
        made = actions.enter_policy(row, form.values, by=request.actor, at=clock.now())
        messages.success(request, _("The insurance is entered. Below stands whom it covers."))
        return redirect("insurance:policy", made.key)
    return _form(request, row, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def policy(request: Request, key: str) -> HttpResponse:
    """One policy: whom it covers, and its form."""
    cover: Any = get_object_or_404(access.policies_for(request.actor), key=key)
    stored, texts = CoverForm.stored(cover), dict[str, str]()
    form = CoverForm(request.POST or None, today=clock.today(), initial=stored)
    if request.method == "POST" and form.is_valid() and PREVIEW not in request.POST:
        try:
            actions.update(cover, form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
        except Stale:
            texts = both(form, stored)
            form = CoverForm(initial=form.cleaned_data | {"revision": cover.revision}, today=clock.today())
        else:
            messages.success(request, _("Saved."))
            return redirect("insurance:policy", cover.key)
    return _form(request, cover.organisation, form, cover, **texts)


def _form(request: Request, organisation: Any, form: CoverForm, cover: Any, **texts: str) -> HttpResponse:
    """The form, with whom the policy covers as it is typed, or else as it is saved."""
    typed = form.is_bound and form.is_valid()
    draft = (
        queries.draft(organisation, form.values, cover)
        if typed
        else cover
        if cover and cover.ended_at is None
        else None
    )
    wrong = bool(form.errors or texts)
    touched = queries.preview(request.actor, organisation, draft, clock.today()) if draft else None
    context = {
        "organisation": organisation,
        "cover": cover,
        "form": form,
        "touched": touched,
        "needed": 0 if typed else sum(each.closes for each in touched or ()),
        "previewed": typed,
        "asked": queries.in_force(clock.today()),
        "may": access.may_change(request.actor, cover) if cover else access.may_keep(request.actor, organisation),
    }
    return render(request, "insurance/policy.html", context | texts, status=422 if wrong else 200)


@require_POST
@signed_in(*STAFF)
def end_policy(request: Request, key: str) -> HttpResponse:
    cover: Any = get_object_or_404(access.policies_for(request.actor), key=key)
    actions.end(cover, by=request.actor, at=clock.now())
    messages.success(request, _("It counts no longer. The page of each stay says what lacks now."))
    return redirect("insurance:policies", cover.organisation.key)


@require_POST
@signed_in(*STAFF)
def bring_back(request: Request, key: str) -> HttpResponse:
    row: Any = get_object_or_404(access.policies_for(request.actor), key=key)
    actions.bring_back(row, by=request.actor, at=clock.now())
    messages.success(request, _("It counts again."))
    return redirect("insurance:policies", row.organisation.key)
