"""A form that is sent twice is acted on once: the second gets the answer of the first."""

import hashlib
import json
import re
import time
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Receipt
from erasdu.ground.look.requests import back_from, typed_in

FIELD = "form_key"
KEY = re.compile(r"[0-9a-zA-Z-]{8,40}")
PATIENCE = 3.0  # seconds that the second waits for the answer of the first
GLANCE = 0.05


class OncePerForm:
    """Looks at POSTs that carry a form key (the `form_key` tag); all others pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        form_key = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not KEY.fullmatch(form_key):
            return self.get_response(request)
        owner = (request.session.session_key or "")[:12]
        receipt = self._claim(f"{owner}:{form_key}", body_of(request))
        if receipt is None:
            return self._again(request, f"{owner}:{form_key}")
        try:
            response = self.get_response(request)
        except BaseException:
            receipt.delete()
            raise
        self._keep(receipt, response)
        return response

    def _claim(self, form_key: str, body: str) -> Receipt | None:
        try:
            with transaction.atomic():
                return Receipt.objects.create(form_key=form_key, body=body, at=clock.now())
        except IntegrityError:
            return None

    def _again(self, request: HttpRequest, form_key: str) -> HttpResponse:
        """The first answer, when it comes soon; for another text (the back button) a page that explains."""
        until = time.monotonic() + PATIENCE
        while first := Receipt.objects.filter(form_key=form_key).first():
            if first.body != body_of(request):
                context = {"typed": typed_in(request), "back": back_from(request)}
                return render(request, "journal/sent_otherwise.html", context, status=409)
            if first.location:
                return _redirect(request, first.location)
            if time.monotonic() > until:
                break
            time.sleep(GLANCE)
        else:  # the first was no act but a form with errors: this one may be
            return self(request)
        return render(request, "look/sent_already.html", status=409)

    def _keep(self, receipt: Receipt, response: HttpResponse) -> None:
        """Only an answer that went on (a redirect) was an act; a form shown again may be sent again."""
        location = response.headers.get("HX-Redirect", "")
        if response.status_code in {301, 302, 303}:
            location = response.headers.get("Location", "")
        if location:
            Receipt.objects.filter(pk=receipt.pk).update(location=location[:2000])
        else:
            receipt.delete()


def body_of(request: HttpRequest) -> str:
    """A hash of where the form went and what it held; the token against forgery may differ."""
    sent = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"]
    files = [(name, file.name, file.size) for name, all_of in sorted(request.FILES.lists()) for file in all_of]
    return hashlib.sha256(json.dumps([request.path, sent, files]).encode()).hexdigest()


def _redirect(request: HttpRequest, location: str) -> HttpResponse:
    asked_by_htmx = request.headers.get("HX-Request") == "true"
    return HttpResponseClientRedirect(location) if asked_by_htmx else HttpResponseRedirect(location)
