"""The insurance of a whole call."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls import access as calls
from erasdu.journey.insurance import access, actions, queries
from erasdu.journey.insurance.rules import CODES
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

LACKING = "lacking"


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def overview(request: Request, call: str) -> HttpResponse:
    """Learners of a call × kinds of insurance; with `show=lacking` only who lacks something."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    found, only = queries.overview(request.actor, row, clock.today()), request.GET.get("show") == LACKING
    lacking = [each for each in found if each.lacks]
    context = {
        "call": row,
        "rows": lacking if only else found,
        "number": len(found),
        "lacking": len(lacking),
        "only": only,
        "undeclared": access.undeclared_for(request.actor, row).count(),
        "codes": CODES,
        "counts": {code: sum(not each.items[code].met for each in found if code in each.items) for code in CODES},
    }
    return render(request, "insurance/overview.html", context)


@require_POST
@signed_in(CONTACT_POINT)
def declare_all(request: Request, call: str) -> HttpResponse:
    """With one press for all own learners of a call of whom nothing was said yet."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    done = actions.declare_all(row, on=clock.today(), by=request.actor, at=clock.now())
    messages.success(request, ngettext("Saved for %d stay.", "Saved for %d stays.", done) % done)
    return redirect("insurance:overview", row.key)
