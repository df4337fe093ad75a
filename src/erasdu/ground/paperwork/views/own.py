"""Everything that one person was asked to sign: a parent by link, others by their account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, let_in
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import actions, queries
from erasdu.ground.paperwork.views.doors import by_signer


@require_safe
@by_link("paperwork.own")
def own_by_link(request: Request, link: Any) -> HttpResponse:
    """What I agreed to and can take back, dates, who to call; each parent has a page of their own."""
    at = clock.now()
    # A code that came by mail opens nothing that asks for one by another way.
    signers = [one for one in queries.asked_of(request.actor) if one.channel in (link.channel, "mail")]
    for signer in signers:
        if signer.link is not None and signer.link.revoked_at is None:
            let_in(request, signer.link, at)
    return _page(request, "paperwork/own_by_link.html", signers)


@require_safe
@signed_in
def own(request: Request) -> HttpResponse:
    return _page(request, "paperwork/own.html", queries.asked_of(request.actor))


def _page(request: Request, template: str, signers: list[Any]) -> HttpResponse:
    at, language = clock.now(), get_language() or "nl"
    context = {
        "papers": queries.own_papers(request.actor, signers, at, language),
        "stays": queries.stays_of(signers, at),
        "today": at,
    }
    return render(request, template, context)


@require_POST
@by_signer
def mail_own(request: Request, signer: Any) -> HttpResponse:
    """The link to that page once more, to the address that is known."""
    actions.mail_own_page(signer, by=request.actor, at=clock.now())
    messages.success(request, _("The link is on its way to your mailbox."))
    return redirect("paperwork:sign", key=signer.key)
