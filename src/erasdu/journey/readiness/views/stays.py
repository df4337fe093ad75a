"""One stay: all that is asked, and letting something pass."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.readiness import access, actions, forms, queries
from erasdu.journey.readiness.views.passing import passed
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER
from erasdu.kernel.periods import brussels_date


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT, LEARNER)
def show(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(mobilities_for(request.actor), key=key)
    on = brussels_date(clock.now())
    context = {
        "stay": row,
        "page": queries.stay_page(request.actor, row, on),
        "may_let_pass": access.may_let_pass(request.actor, row),
        "may_mark": access.may_mark_at(request.actor, row),
        "blank": forms.LetPassForm(),
        "done_form": forms.DoneForm(),
        "not_yet_form": forms.NotYetForm(),
        "today": on,
    }
    return render(request, "readiness/stay.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(COORDINATOR)
def let_pass(request: Request, key: str, thing: str) -> HttpResponse:
    row = get_object_or_404(mobilities_for(request.actor), key=key)
    faulty = passed(request, row, thing)
    return _page(request, key, form=faulty, form_of=thing) if faulty else redirect("readiness:stay", row.key)


@require_POST
@signed_in(COORDINATOR)
def end_let_pass(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.let_pass_for(request.actor), key=key)
    actions.end_let_pass(row, by=request.actor, at=clock.now())
    messages.success(request, _("It holds that up again."))
    return redirect("readiness:stay" if row.mobility else "readiness:file", row.subject.key)
