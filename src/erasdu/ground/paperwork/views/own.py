"""Everything that one person was asked to sign: a parent by link, others by their account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, let_in
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import queries


@require_safe
@by_link("paperwork.own")
def own_by_link(request: Request, link: Any) -> HttpResponse:
    """What I agreed to and can take back, dates, who to call; each parent has a page of their own."""
    at = clock.now()
    for signer in queries.asked_of(request.actor):
        # A code that came by mail opens nothing that asks for one by another way.
        if signer.link is not None and signer.link.revoked_at is None and signer.channel == link.channel:
            let_in(request, signer.link, at)
    return _page(request, "paperwork/own_by_link.html")


@require_safe
@signed_in
def own(request: Request) -> HttpResponse:
    return _page(request, "paperwork/own.html")


def _page(request: Request, template: str) -> HttpResponse:
    at, language = clock.now(), get_language() or "nl"
    return render(request, template, {"papers": queries.own_papers(request.actor, at, language), "today": at})
