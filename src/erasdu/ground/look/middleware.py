"""A refused action becomes a page that explains, never an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from erasdu.ground.look.words import because
from erasdu.kernel.verdict import Refused


class Refusals:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        context = {"reason": because(exception.verdict), "code": exception.verdict.code}
        return render(request, "look/refused.html", context, status=409)
