"""The candidate's own page: the arrangements, publicity, the result, scores, a complaint."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.selection import access, actions, forms, queries, rules
from erasdu.journey.selection.states import WORKING
from erasdu.journey.selection.views.learner import agreed_text
from erasdu.kernel.periods import brussels_date

PAGE = "selection/own.html"


@signed_in("learner")
@require_safe
def page(request: Request, key: str) -> HttpResponse:
    return render(request, PAGE, _context(request, key, clock.now()))


@signed_in("learner")
@require_POST
def practical(request: Request, key: str) -> HttpResponse:
    candidacy = get_object_or_404(access.own_candidacies(request.actor), key=key)
    at, form = clock.now(), forms.PracticalForm(request.POST, auto_id="practical_%s")
    if not form.is_valid():
        return _again(request, key, at, practical_form=form)
    sharing = form.cleaned_data["sharing_form"]
    try:
        actions.record_practical(
            candidacy, agreed=form.agreed, sharing_form=sharing, revision=form.revision_seen, by=request.actor, at=at
        )
    except Stale:
        return _again(request, key, at, mine=agreed_text(form.agreed, sharing))
    messages.success(request, _("Your agreement is recorded."))
    return redirect("selection:own", key=key)


@signed_in("learner")
@require_POST
def publicity(request: Request, key: str) -> HttpResponse:
    candidacy = get_object_or_404(access.own_candidacies(request.actor), key=key)
    at, form = clock.now(), forms.PublicityForm(request.POST, auto_id="publicity_%s")
    if not form.is_valid():
        return _again(request, key, at, publicity_form=form)
    actions.record_publicity(candidacy, choices=form.choices, by=request.actor, at=at)
    messages.success(request, _("Your choice is recorded. You can change it at any time."))
    return redirect("selection:own", key=key)


@signed_in("learner")
@require_POST
def scores(request: Request, key: str) -> HttpResponse:
    candidacy = get_object_or_404(access.own_candidacies(request.actor), key=key)
    actions.ask_scores(candidacy, by=request.actor, at=clock.now())
    return redirect("selection:own", key=key)


@signed_in("learner")
@require_POST
def complaint(request: Request, key: str) -> HttpResponse:
    candidacy = get_object_or_404(access.own_candidacies(request.actor), key=key)
    at, form = clock.now(), forms.ComplaintForm(request.POST, auto_id="complaint_%s")
    if not form.is_valid():
        return _again(request, key, at, complaint_form=form)
    actions.complain(candidacy, text=form.cleaned_data["text"], by=request.actor, at=at)
    messages.success(request, _("Your complaint is with the school. You read the answer on this page."))
    return redirect("selection:own", key=key)


def _context(request: Request, key: str, at: datetime, **again: Any) -> dict[str, Any]:
    candidacy = get_object_or_404(access.own_candidacies(request.actor), key=key)
    own = queries.own_of(candidacy)
    agreed: dict[str, object] = {}
    if row := own.practical:
        agreed = {code: getattr(row, code) for code in rules.ARRANGEMENTS}
        agreed |= {"sharing_form": row.sharing_form, "revision": row.revision}
    given = {purpose: row.given for purpose, row in own.publicity.items()}
    may_complain = own.selection and access.may_complain(request.actor, candidacy, own.selection, on=brussels_date(at))
    return {
        "candidacy": candidacy,
        "own": own,
        "working": own.selection is not None and own.selection.state in WORKING,
        "may_complain": may_complain,
        "may_ask": own.selection and access.may_ask_scores(request.actor, candidacy, own.selection),
        "practical_form": forms.PracticalForm(initial=agreed, auto_id="practical_%s"),
        "publicity_form": forms.PublicityForm(initial=given, auto_id="publicity_%s"),
        "complaint_form": forms.ComplaintForm(auto_id="complaint_%s"),
        "theirs": agreed_text({code: bool(value) for code, value in agreed.items()}, own.sharing_form),
        **again,
    }


def _again(request: Request, key: str, at: datetime, **again: Any) -> HttpResponse:
    status = 409 if "mine" in again else 422
    return render(request, PAGE, _context(request, key, at, **again), status=status)
