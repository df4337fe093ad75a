"""Pages that explain what went wrong, and the page that shows every part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext

from erasdu.ground.look.requests import back_from, typed_in
from erasdu.ground.look.samples import sample


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "look/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "look/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "look/not_found.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long: what was typed stays in sight."""
    context = {"typed": typed_in(request), "back": back_from(request)}
    return render(request, "look/csrf_failure.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, session or context: any of them may be what failed."""
    try:
        names = ("tabler/css/tabler.min.css", "look/erasdu.css", "look/theme.js", "look/favicon.svg")
        files = [static(name) for name in names]
    except ValueError:  # static files were not collected
        files = []
    return HttpResponse(render_to_string("look/server_error.html", {"files": files}), status=500)


def every_part(request: HttpRequest) -> HttpResponse:
    """For who writes pages: what there is, in every state."""
    messages.success(request, gettext("Saved."))
    messages.error(request, gettext("Not saved yet."))
    return render(request, "look/every_part.html", sample())
