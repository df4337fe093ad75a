"""What everybody may read, and what a monitor asks."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.requests import Request

PARTNER = "partner"
AUDIENCES = ("learner", "contact_point", "coordinator", "administrator", PARTNER)


def landing(request: Request) -> HttpResponse:
    """For who is not signed in: what this is, and the two doors."""
    return render(request, "web/landing.html")


@require_safe
def help_page(request: Request) -> HttpResponse:
    """Short help, the reader's own role first."""
    role = PARTNER if request.actor.is_partner else request.actor.role
    own = role if role in AUDIENCES else ""
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    order = [own, *(each for each in AUDIENCES if each != own)] if own else list(AUDIENCES)
    parts = [f"web/help/{audience}.{language}.html" for audience in order]
    return render(request, "web/help.html", {"parts": parts, "own": own})


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, so pages can be served; 503 when it does not."""
    try:
        connection.ensure_connection()
        clock.now()
    except Error:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
