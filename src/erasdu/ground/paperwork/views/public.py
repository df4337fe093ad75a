"""Anybody checks whether a paper is ours, signed in or not. No file is kept, and nothing personal is told."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.look import visitor
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import of_browser, speaking
from erasdu.ground.paperwork import forms, queries
from erasdu.kernel.seal.keys import NoKeys

SHA256 = re.compile(r"[0-9a-f]{64}")
CHECKS = Limit("verify", 600, 300)  # per visitor's address: a whole office sits behind one


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """At most so many answers for one address: codes and hashes are long, and are not to be tried in bulk."""

    @wraps(view)
    def inside(request: Request, **names: Any) -> HttpResponse:
        if request.actor.person is not None:
            return answered(request, **names)
        with speaking(of_browser(request)):
            return answered(request, **names)

    def answered(request: Request, **names: Any) -> HttpResponse:
        asks = request.method == "POST" or bool(request.GET) or bool(names)
        if asks and not CHECKS.take(visitor.address(request)):
            return _page(request, None, forms.CheckForm(), status=429, busy=True)
        return view(request, **names)

    return inside


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def verify(request: Request) -> HttpResponse:
    """By the file, or by its hash alone when the browser computed that: then the file stays where it is."""
    if request.method != "POST":
        sha256 = request.GET.get("sha256", "").strip().lower()
        answer = queries.of_hash(sha256, _language()) if SHA256.fullmatch(sha256) else None
        return _page(request, answer, forms.CheckForm())
    form = forms.CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, None, form, status=422)
    try:
        answer = queries.of_file(form.cleaned_data["file"].read(), _language())
    except NoKeys:
        return _page(request, None, form, status=503, away=True)
    return _page(request, answer, forms.CheckForm())


@require_safe
@guarded
def by_code(request: Request, code: str) -> HttpResponse:
    answer = queries.of_code(code.lower(), _language())
    status = 404 if answer.code == "no_such_code" else 200
    return _page(request, answer, forms.CheckForm(), status=status)


@require_safe
def by_page(request: Request, code: str) -> HttpResponse:
    """As it is printed: in capitals, with the number of a page behind it."""
    return redirect("verify:paper", code=code.partition(".")[0].lower()[:40] or "-")


@require_safe
def root(request: Request) -> HttpResponse:
    pem = queries.root_certificates()
    if not pem:
        raise Http404
    response = HttpResponse(pem, content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="erasdu-root.pem"'
    return response


def _language() -> str:
    return (get_language() or "nl")[:2]


def _page(request: Request, answer: Any, form: forms.CheckForm, *, status: int = 200, **more: bool) -> HttpResponse:
    roots = queries.root_fingerprints()
    return render(
        request, "paperwork/verify.html", {"answer": answer, "form": form, "roots": roots, **more}, status=status
    )
