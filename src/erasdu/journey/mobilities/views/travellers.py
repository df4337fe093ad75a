"""What is asked of who travels once there is a place: for room and papers of the journey, and what a bed must meet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.journey.mobilities import access, actions, forms, queries
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER, PARTNER

WHO = (COORDINATOR, CONTACT_POINT, PARTNER, LEARNER)


@require_safe
@signed_in(*WHO)
def about(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    """Staff sees gender and nationality; what a bed must meet is the learner's alone."""
    row = get_object_or_404(access.travellers_for(request.actor), key=key)
    traveller, own = queries.traveller_of(row), access.may_tell_needs(request.actor, row)
    told = queries.needs_of([row.pk]).get(row.pk) if own else None
    known = {"gender": traveller.gender, "nationality": traveller.nationality, "revision": traveller.revision}
    context = {
        "mobility": row,
        "form": forms.TravellerForm(initial=known),
        "may_describe": access.may_describe(request.actor, row),
        "own": own,
        "told": told is not None,
        "needs_form": forms.NeedsForm(initial={"needs": sorted(told or ())}) if own else None,
    }
    return render(request, "mobilities/about.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(*WHO)
def describe(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.travellers_for(request.actor), key=key)
    form = forms.TravellerForm(request.POST)
    if not form.is_valid():
        return _page(request, key, form=form)
    try:
        actions.describe(row, **form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
    except Stale:
        now = queries.traveller_of(row)
        texts = both(form, {"gender": now.gender, "nationality": now.nationality})
        again = forms.TravellerForm(initial=form.values | {"revision": now.revision})
        return _page(request, key, form=again, **texts)
    messages.success(request, _("Saved."))
    return redirect("mobilities:about", row.key)


@require_POST
@signed_in(LEARNER)
def tell_needs(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.mobilities_for(request.actor), key=key)
    form = forms.NeedsForm(request.POST)
    if not form.is_valid():
        return _page(request, key, needs_form=form)
    actions.tell_needs(row, form.values["needs"], by=request.actor, at=clock.now())
    messages.success(request, _("We look for a bed that suits you."))
    return redirect("mobilities:about", row.key)


@require_POST
@signed_in(LEARNER)
def take_needs_back(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.mobilities_for(request.actor), key=key)
    actions.take_needs_back(row, by=request.actor, at=clock.now())
    messages.success(request, _("What you told is erased."))
    return redirect("mobilities:about", row.key)
