"""A refused action, or one on a row that changed, becomes a page that explains, never an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import back_from, typed_in
from erasdu.ground.look.words import because
from erasdu.kernel.verdict import Refused


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
