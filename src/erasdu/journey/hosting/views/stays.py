"""Where a learner works and sleeps, for who is on the dossier of the stay: nothing before all said yes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from erasdu.ground.journal.clock import today
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import queries
from erasdu.journey.mobilities import access as mobilities_access


@signed_in("learner", "contact_point", "coordinator")
@require_safe
def stay(request: Request, key: str) -> HttpResponse:
    mobility = get_object_or_404(mobilities_access.mobilities_for(request.actor), key=key)
    context = {
        "mobility": mobility,
        "seen": queries.what_learner_sees(mobility),
        "signed": queries.signed_by_hosts(mobility, request.actor, today()),
    }
    return render(request, "hosting/stay.html", context)
