"""The papers of stays: asked for one or for many, the travel permission of a minor, and the card with whom to call."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls import access as calls
from erasdu.journey.mobilities import access, actions, forms, queries
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER
from erasdu.kernel.periods import brussels_date

STAFF = (CONTACT_POINT, COORDINATOR)
AT_ONCE = 1000


def one(request: Request, key: str) -> Any:
    return get_object_or_404(access.mobilities_for(request.actor), key=key)


@require_POST
@signed_in(*STAFF)
def ask_papers(request: Request, key: str) -> HttpResponse:
    """Emergency contact, what may be shown, health and food: to the learner and, of a minor, the parents."""
    row = one(request, key)
    actions.ask_papers(row, by=request.actor, at=clock.now())
    messages.success(request, _("The papers are on their way to who signs them."))
    return redirect("mobilities:show", row.key)


# -- many at once ----------------------------------------------------------------------------------


@require_safe
@signed_in(*STAFF)
def papers(request: Request, call: str) -> HttpResponse:
    """Stays × papers, with boxes to tick, and how far the last round has come."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    return _papers(request, row, forms.BulkForm())


def _papers(request: Request, call: Any, form: forms.BulkForm) -> HttpResponse:
    context = {
        "call": call,
        "rows": queries.papers_of_call(request.actor, call, clock.now()),
        "batch": queries.latest_batch(request.actor, call),
        "may_ask": access.may_ask_for(request.actor, call),
        "form": form,
        "columns": forms.PAPERS,
        "ticked": request.POST.getlist("stay") if request.method == "POST" else [],
    }
    return render(request, "mobilities/papers.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(*STAFF)
def ask_all(request: Request, call: str) -> HttpResponse:
    """Of the ticked stays, or of all that one sees: a job for each."""
    row, at = get_object_or_404(calls.calls_for(request.actor), key=call), clock.now()
    form = forms.BulkForm(request.POST)
    if not form.is_valid():
        return _papers(request, row, form)
    stays = access.mobilities_for(request.actor).filter(call=row, state="planned")
    if request.POST.get("who") != "all":
        stays = stays.filter(key__in=request.POST.getlist("stay")[:AT_ONCE])
    chosen = list(stays.order_by("pk").values_list("pk", flat=True))
    number = actions.ask_all(row, chosen, **form.values, by=request.actor, at=at)
    words = ngettext("We are busy for %d stay.", "We are busy for %d stays.", number)
    messages.success(request, words % number if number else _("Tick the stays first."))
    return redirect("mobilities:papers", row.key)


# -- the travel permission -------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def permission(request: Request, key: str) -> HttpResponse:
    """With whom the learner travels and lives there; the papers made of it, to print, and who saw them."""
    row, at = one(request, key), clock.now()
    form = forms.CompanionsForm(
        request.POST or None, initial={"travels_with": row.travels_with, "stays_with": queries.lives_with(row)}
    )
    if request.method == "POST" and form.is_valid():
        actions.set_companions(row, **form.values, by=request.actor, at=at)
        number = actions.ask_permission(row, by=request.actor, at=at)
        made = ngettext(
            "The travel permission is ready to print.", "%(n)d travel permissions are ready to print.", number
        )
        messages.success(request, made % {"n": number} if number else _("Nothing changed."))
        return redirect("mobilities:permission", row.key)
    context = {
        "mobility": row,
        "form": form,
        "sheets": queries.permissions_of(row, request.actor, at),
        "may_ask": access.may_ask_permission(request.actor, row, on=brussels_date(at)),
        "demanded": queries.is_demanded(row),
    }
    return render(request, "mobilities/permission.html", context, status=422 if form.errors else 200)


# -- whom to call ----------------------------------------------------------------------------------


@require_safe
@signed_in(*STAFF, LEARNER)
def card(request: Request, key: str) -> HttpResponse:
    """On a phone: numbers to press."""
    row = one(request, key)
    language = "en" if get_language() == "en" else "nl"
    return render(request, "mobilities/card.html", {"mobility": row, "card": queries.card(row, language)})


@require_safe
@signed_in(*STAFF, LEARNER)
def card_file(request: Request, key: str, language: str) -> HttpResponse:
    """The same on one page, to print."""
    row = one(request, key)
    language = language if language in ("nl", "en") else "nl"
    response = HttpResponse(queries.card_file(row, language, clock.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="emergency-card-{language}.pdf"'
    return response
