"""Walking in through a door of the demo."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from erasdu.demo import access, queries
from erasdu.ground.look.requests import Request
from erasdu.ground.organisations.middleware import ACTIVE
from erasdu.ground.people.middleware import FIRST_THINGS


@require_safe
def doors(request: Request) -> HttpResponse:
    """Every role at once, for who wants to see it all."""
    if not access.may_demo():
        raise Http404
    return render(request, "demo/doors.html")


@require_POST
def enter(request: Request, role: int) -> HttpResponse:
    """Sign in as one of the invented people."""
    if not access.may_demo():
        raise Http404
    chosen = get_object_or_404(queries.open_roles(), pk=role)
    get_adapter(request).login(request, chosen.person.account)
    request.session.pop(FIRST_THINGS, None)  # one click: the invented people have read their notices
    request.session[ACTIVE] = chosen.pk
    return redirect("home")
