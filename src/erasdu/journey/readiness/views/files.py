"""One file before it goes in: all that handing in asks, and letting something pass."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.readiness import access, forms, queries
from erasdu.journey.readiness.views.passing import passed
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER
from erasdu.kernel.periods import brussels_date


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT, LEARNER)
def show(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    on = brussels_date(clock.now())
    context = {
        "candidacy": row,
        "page": queries.file_page(request.actor, row, on),
        "may_let_pass": access.may_let_file_pass(request.actor, row),
        "blank": forms.LetPassForm(),
        "today": on,
    }
    return render(request, "readiness/file.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(COORDINATOR)
def let_pass(request: Request, key: str, thing: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    faulty = passed(request, row, thing)
    return _page(request, key, form=faulty, form_of=thing) if faulty else redirect("readiness:file", row.key)
