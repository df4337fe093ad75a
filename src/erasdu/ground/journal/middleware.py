"""A form that is sent twice is acted on once: the second gets the answer of the first."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Receipt

FIELD = "form_key"


class OncePerForm:
    """Looks at POSTs that carry a form key (the `form_key` tag); all others pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        form_key = request.POST.get(FIELD, "")[:64] if request.method == "POST" else ""
        if not form_key:
            return self.get_response(request)
        owner = request.session.session_key or ""
        receipt = self._claim(f"{owner[:12]}:{form_key}"[:64], request.path[:400])
        if receipt is None:
            return self._again(request, f"{owner[:12]}:{form_key}"[:64])
        try:
            response = self.get_response(request)
        except BaseException:
            receipt.delete()
            raise
        self._keep(receipt, response)
        return response

    def _claim(self, form_key: str, path: str) -> Receipt | None:
        try:
            with transaction.atomic():
                return Receipt.objects.create(form_key=form_key, path=path, at=clock.now())
        except IntegrityError:
            return None

    def _again(self, request: HttpRequest, form_key: str) -> HttpResponse:
        location = Receipt.objects.filter(form_key=form_key).values_list("location", flat=True).first()
        if location:
            return HttpResponseRedirect(location)
        return render(request, "look/sent_already.html", status=409)

    def _keep(self, receipt: Receipt, response: HttpResponse) -> None:
        """Only an answer that went on (a redirect) was an act; a form shown again may be sent again."""
        location = response.headers.get("Location", "")[:400]
        if response.status_code in {301, 302, 303} and location:
            Receipt.objects.filter(pk=receipt.pk).update(location=location)
        else:
            receipt.delete()
