"""Who keeps which network, in numbers, and what lacks in one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, queries, words
from erasdu.journey.hosting.views.parts import KEEPERS, keeper_of, today


@signed_in(*KEEPERS)
@require_safe
def index(request: Request) -> HttpResponse:
    """The coordinator: every network. A contact point of one keeper goes straight to its own."""
    keepers = list(queries.keepers_with_network(request.actor))
    if len(keepers) == 1 and not request.actor.is_coordinator:
        return redirect("hosting:network", keepers[0].key)
    figures = queries.figures([keeper.pk for keeper in keepers], today())
    rows = [(keeper, figures[keeper.pk]) for keeper in keepers]
    others = access.keepers_for(request.actor).order_by("name", "pk") if request.actor.is_coordinator else []
    known = {keeper.pk for keeper in keepers}
    drawn = queries.map_of(figures, (get_language() or "nl")[:2], today())
    context = {"rows": rows, "map": drawn, "others": [each for each in others if each.pk not in known]}
    return render(request, "hosting/index.html", context)


@signed_in(*KEEPERS)
@require_safe
def network(request: Request, key: str) -> HttpResponse:
    """One network: what there is, what lacks, and what one does next."""
    keeper, on = keeper_of(request, key), today()
    lacking = queries.lacking(keeper)
    context = {
        "keeper": keeper,
        "figures": queries.figures([keeper.pk], on)[keeper.pk],
        "map": queries.map_of([keeper.pk], (get_language() or "nl")[:2], on),
        "may_keep": access.may_keep(request.actor, keeper),
        "company_lacks": words.COMPANY_LACKS,
        "home_lacks": words.HOME_LACKS,
        "lacking_companies": lacking[0],
        "lacking_homes": lacking[1],
    }
    return render(request, "hosting/network.html", context)
