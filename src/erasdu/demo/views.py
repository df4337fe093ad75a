"""Walking in through a door of the demo."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.demo import access, identity, queries
from erasdu.ground.look.requests import Request
from erasdu.ground.organisations.middleware import ACTIVE
from erasdu.ground.people.middleware import FIRST_THINGS

SERVICE = "voorbeeld"  # as the settings call it


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


@require_http_methods(["GET", "HEAD", "POST"])
def app(request: Request) -> HttpResponse:
    """The page of a pretended app: who are you, do you agree? And back to where the visitor came from."""
    if not access.may_demo():
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    state, hashed, name = (given.get(what, "")[:200] for what in ("state", "hash", "name"))
    if request.method != "POST":
        return render(request, "demo/app.html", {"state": state, "hash": hashed, "name": name})
    if "stop" in request.POST or not name.strip():
        answer = {"error": "access_denied", "state": state}
    else:
        answer = {"code": identity.agree(state, hashed, name.strip()), "state": state}
    return redirect(f"{reverse('paperwork:signed_at', args=[SERVICE])}?{urlencode(answer)}")
