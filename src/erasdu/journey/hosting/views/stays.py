"""Where a learner works and sleeps, for who is on the dossier of the stay: nothing before all said yes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, queries
from erasdu.journey.mobilities import access as mobilities_access


@signed_in("learner", "contact_point", "coordinator")
@require_safe
def stay(request: Request, key: str) -> HttpResponse:
    mobility = get_object_or_404(mobilities_access.mobilities_for(request.actor), key=key)
    own = request.actor.is_learner or request.actor.is_coordinator
    seen = queries.what_learner_sees(mobility) if own else queries.what_staff_sees(mobility, request.actor.scope)
    signed = queries.signed_by_hosts(mobility, request.actor, clock.today())
    context = {"mobility": mobility, "seen": seen, "signed": signed, "own": request.actor.is_learner}
    if not request.actor.is_learner:
        context["risk_unseen"] = queries.risk_unseen(mobility)
    return render(request, "hosting/stay.html", context)


@require_safe
@by_link(access.STAY_LINK, abroad=True)
def stay_by_link(request: Request, link: Any) -> HttpResponse:
    """The same page for parents, and for who comes here and has no account."""
    mobility = get_object_or_404(access.stays_by_link(request.actor, at=clock.now()))
    context = {
        "mobility": mobility,
        "seen": queries.what_learner_sees(mobility),
        "own": link.audience == "incoming",
        "link": link,
    }
    return render(request, "hosting/stay_by_link.html", context)
