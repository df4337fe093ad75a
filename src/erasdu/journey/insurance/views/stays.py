"""The insurance of one stay: what covers which days, what was seen, what the school declared."""

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
from erasdu.journey.insurance.forms import DeclareForm, OwnCoverForm, SeenForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER

STAFF = (COORDINATOR, CONTACT_POINT)


@require_safe
@signed_in(*STAFF, LEARNER)
def stay(request: Request, mobility: str) -> HttpResponse:
    return _page(request, mobility)


def _page(request: Request, mobility: str, **bound: object) -> HttpResponse:
    row = _stay(request, mobility)
    today, may = clock.today(), access.may_enter(request.actor, row)
    found = queries.page(row, today)
    context = {
        "mobility": row,
        "page": found,
        "undeclared": [found.declared] if found.declared and found.declared.met else [],
        "may": may,
        "seen_form": SeenForm(today=today, initial={"seen_on": today, "seen_by": _me(request)}),
        "declare_form": DeclareForm(today=today, initial={"on": today}),
    }
    return render(request, "insurance/stay.html", context | bound, status=422 if bound else 200)


def _stay(request: Request, mobility: str) -> Any:
    return get_object_or_404(access.stays_for(request.actor), key=mobility)


def _me(request: Request) -> str:
    return str(request.user.person) if request.user.is_authenticated else ""


@require_POST
@signed_in(*STAFF)
def see(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = SeenForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _page(request, mobility, seen_form=form)
    actions.see(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved who saw it, and until when it is valid."))
    return redirect("insurance:stay", row.key)


@require_POST
@signed_in(*STAFF)
def declare(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = DeclareForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _page(request, mobility, declare_form=form)
    actions.declare(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("insurance:stay", row.key)


@require_POST
@signed_in(*STAFF)
def undeclare(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    actions.undeclare(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: nothing is said of it any more."))
    return redirect("insurance:stay", row.key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def add(request: Request, mobility: str) -> HttpResponse:
    """An insurance of this stay alone."""
    row, today = _stay(request, mobility), clock.today()
    days = {"starts_on": row.planned_from, "ends_on": row.planned_until}
    asked = queries.in_force(row.planned_from or today)
    form = OwnCoverForm(request.POST or None, today=today, asked=asked, initial=days)
    if request.method == "POST" and form.is_valid():
        actions.enter_cover(row, form.values, by=request.actor, at=clock.now())
        messages.success(request, _("The insurance is entered."))
        return redirect("insurance:stay", row.key)
    context = {"mobility": row, "form": form, "asked": asked, "may": access.may_enter(request.actor, row)}
    return render(request, "insurance/cover.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def edit(request: Request, key: str) -> HttpResponse:
    cover: Any = get_object_or_404(access.editable_for(request.actor), key=key)
    stored, texts, today = OwnCoverForm.stored(cover), dict[str, str](), clock.today()
    asked = queries.in_force(cover.mobility.planned_from or today)
    form = OwnCoverForm(request.POST or None, today=today, asked=asked, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update(cover, form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
        except Stale:
            texts = both(form, stored)
            seen = form.cleaned_data | {"revision": cover.revision}
            form = OwnCoverForm(initial=seen, today=today, asked=asked)
        else:
            messages.success(request, _("Saved."))
            return redirect("insurance:stay", cover.mobility.key)
    may = access.may_change(request.actor, cover)
    context = {"mobility": cover.mobility, "cover": cover, "form": form, "asked": asked, "may": may}
    return render(request, "insurance/cover.html", context | texts, status=422 if form.errors or texts else 200)


@require_POST
@signed_in(*STAFF)
def end(request: Request, key: str) -> HttpResponse:
    """An insurance or a card counts no longer."""
    cover: Any = get_object_or_404(access.covers_for(request.actor), key=key)
    actions.end(cover, by=request.actor, at=clock.now())
    messages.success(request, _("It counts no longer. The page says what lacks now."))
    return redirect("insurance:stay", cover.mobility.key)
