"""What every answer has in common: personal pages are kept nowhere, and who lands wrongly gets a page.

A refused action, or one on a row that changed, is a page that explains, never an error.
"""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import back_from, typed_in
from erasdu.ground.look.tongues import OWN, asked_by
from erasdu.ground.look.words import because
from erasdu.kernel.verdict import Refused


class KeptNowhere:
    """No browser or proxy keeps what was shown in a session: schools share computers, and signing out is the end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            add_never_cache_headers(response)
        return response


class BrowserLanguage(LocaleMiddleware):
    """As the library does; but a browser that asks for languages without one of the site's own gets English, and not
    the Dutch that its reader may never have seen."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asked = asked_by(request)
        if asked and not {*OWN, "*"} & set(asked):
            translation.activate("en")
            request.LANGUAGE_CODE = translation.get_language()


class FormsOnly:
    """An address that only takes a form is opened by who reloads it, or changes the language after a fault in the form.

    They land on the nearest page above it, where the form stands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reads = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        return redirect(_page_above(request.path)) if reads and response.status_code == 405 else response


def _page_above(path: str) -> str:
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        with suppress(Resolver404):
            resolve(path)
            return path
    return "/"


class Refusals:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        back = back_from(request)
        if isinstance(exception, Refused):
            context = {"reason": because(exception.verdict), "code": exception.verdict.code, "back": back}
            return render(request, "look/refused.html", context, status=409)
        if isinstance(exception, Stale):
            return render(request, "look/stale.html", {"typed": typed_in(request), "back": back}, status=409)
        return None
