"""Signing with a key of one's own: to the trust service, and back from it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import sealed
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import access, actions, forms, queries
from erasdu.ground.paperwork.views.doors import by_signer, come_in, visit_of
from erasdu.kernel.verdict import Refused, Verdict, no

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
GONE_TO_SIGN = "signing"  # session: key of who is on the way
ANSWERS = ("code", "state", "error")
LONGEST = 4000


@get_or_post
@by_signer
def away(request: Request, signer: Any, service: str) -> HttpResponse:
    """What is agreed to and answered here, then on to the service."""
    at, offer = clock.now(), queries.offer(signer, service)
    if offer is None:
        raise Http404
    if not access.may_sign_elsewhere(request.actor, signer, service, at=at):
        return redirect("paperwork:sign", key=signer.key)
    page = queries.sign_page(signer, "", get_language() or "nl")
    form = forms.SignForm(
        page.questions, page.content, signer.name, page.consent, request.POST or None, elsewhere=True,
        said=page.consent_said,
        initial={"shown": signer.envelope.shown_sha256},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            step = actions.leave(
                signer, service, shown_sha256=form.cleaned_data["shown"], answers=form.answers,
                visit=visit_of(request, signer, page.explained_in), by=request.actor, at=at,
            )  # fmt: skip
        except Refused as refusal:
            return _told(request, signer, offer, refusal.verdict)
        request.session[GONE_TO_SIGN] = step.key
        return redirect(step.address)
    context = {"signer": signer, "page": page, "form": form, "offer": offer}
    return render(request, "paperwork/sign_elsewhere.html", context, status=422 if form.errors else 200)


@get_or_post
def back(request: Request, service: str) -> HttpResponse:
    """The service sends the signer here. Looking changes nothing: a button goes on."""
    given = request.POST if request.method == "POST" else request.GET
    answer = {name: given[name][:LONGEST] for name in ANSWERS if given.get(name)}
    row = queries.on_the_way(answer.get("state", ""), service, request.session.get(GONE_TO_SIGN, ""))
    if row is None:
        return sealed(render(request, "paperwork/not_back.html", status=404))
    signer = come_in(request, row.signer.key)
    if isinstance(signer, HttpResponse):
        return sealed(signer)
    return sealed(_back(request, signer, row, answer))


def _back(request: Request, signer: Any, row: Any, answer: dict[str, str]) -> HttpResponse:
    at, offer = clock.now(), queries.offer(signer, row.service)
    if offer is None:
        raise Http404
    if "error" in answer:
        return _told(request, signer, offer, no("signing_refused"))
    waits = False
    if request.method == "POST":
        try:
            step = actions.come_back(
                row, ticket=answer["state"], answer=answer, visit=visit_of(request, signer), by=request.actor, at=at
            )
        except Refused as refusal:
            return _told(request, signer, offer, refusal.verdict)
        if step.signed:
            request.session.pop(GONE_TO_SIGN, None)
            messages.success(request, _("Signed. Thank you."))
            return redirect("paperwork:sign", key=signer.key)
        if step.address:
            return redirect(step.address)
        waits = True
    context = {"signer": signer, "offer": offer, "answer": answer, "waits": waits, "stage": row.stage}
    return render(request, "paperwork/back.html", context)


def _told(request: Request, signer: Any, offer: Any, why: Verdict) -> HttpResponse:
    """Nothing was signed, and why; the way to try again, or to sign with a code."""
    context = {"signer": signer, "offer": offer, "why": because(why)}
    return render(request, "paperwork/not_signed.html", context, status=409)
