"""Suggestions while somebody types the name of a town."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import VISITS, visiting
from erasdu.ground.look.requests import Request
from erasdu.ground.places import queries, rules


@require_safe
def suggest(request: Request) -> HttpResponse:
    """Choices for a list: `?q=…&country=…`, or with `field` the name of the parameter that holds what was typed.

    For who is signed in or came by a personal link; for others there are none. Towns are no secret, looking is work.
    """
    typed = request.GET.get(request.GET.get("field", "q"), "")[: rules.LONGEST]
    country = request.GET.get("country", "")[:2].upper()
    towns = queries.find(typed, country) if _is_known(request) else []
    labelled = queries.labels(towns, country, get_language() or "nl")
    return render(request, "places/suggestions.html", {"labels": list(dict.fromkeys(labelled.values()))})


def _is_known(request: Request) -> bool:
    at = clock.now()
    return request.actor.is_known or any(visiting(request, key, at) for key in request.session.get(VISITS, {}))
