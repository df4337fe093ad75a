"""A host or a school fills in its part by personal link."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from erasdu.ground.links.doors import by_link
from erasdu.ground.look.requests import Request
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.views.parts import filled, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("agreements.host", abroad=True)
def host_by_link(request: Request, link: Any) -> HttpResponse:
    return _part(request, link, access.HOST)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("agreements.school", abroad=True)
def school_by_link(request: Request, link: Any) -> HttpResponse:
    return _part(request, link, access.SCHOOL)


def _part(request: Request, link: Any, side: str) -> HttpResponse:
    """The form with what the other side says beside it; after saving the same page thanks."""
    plan = get_object_or_404(access.plans_for(request.actor), pk=link.subject_pk)
    saved, context = filled(request, plan, side)
    other = access.HOST if side == access.SCHOOL else access.SCHOOL
    context |= {"other": other, "edits": queries.edits_of(plan, other, None), "link": link}
    if saved:
        context["hard"] = any(fault.hard for fault, *_words in context["faults"])
        return render(request, "agreements/thanks.html", context)
    return render(request, "agreements/by_link.html", context, status=status_of(context))
