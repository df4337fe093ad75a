"""What somebody says is done: the school or the coordinator looks at it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.readiness import access, actions, forms, queries
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

MOST = 100  # on one page; the others come when these are done
STAY = "stay"  # from the page of a stay one comes back there


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def index(request: Request) -> HttpResponse:
    return _page(request)


def _page(request: Request, **bound: object) -> HttpResponse:
    rows = queries.to_look_at(request.actor)[:MOST]
    context = {"rows": list(rows), "not_yet_form": forms.NotYetForm()}
    return render(request, "readiness/to_look_at.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def confirm(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.said_for(request.actor), key=key)
    actions.confirm(row, by=request.actor, at=clock.now())
    messages.success(request, _("Noted as in order."))
    return _back(request, row.mobility.key)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def not_yet(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.said_for(request.actor), key=key)
    form = forms.NotYetForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, form_of=row.key)
    actions.not_yet(row, reason=form.values["reason"], by=request.actor, at=clock.now())
    messages.success(request, _("Who said it gets a mail with your reason."))
    return _back(request, row.mobility.key)


def _back(request: Request, stay: str) -> HttpResponse:
    if request.POST.get("back") == STAY:
        return redirect("readiness:stay", stay)
    return redirect("readiness:to_look_at")
