"""Everything that one person was asked to sign: a parent by link, others by their account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, let_in, let_in_too
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import access, actions, forms, queries
from erasdu.ground.paperwork.views.doors import by_signer, pdf_of, visit_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@by_link("paperwork.own", abroad=True)
def own_by_link(request: Request, link: Any) -> HttpResponse:
    """What I agreed to and can take back, dates, who to call; each parent has a page of their own."""
    at = clock.now()
    # A code that came by mail opens nothing that asks for one by another way.
    signers = [one for one in queries.asked_of(request.actor) if one.channel in (link.channel, "mail")]
    for signer in signers:
        if signer.link is not None and signer.link.revoked_at is None:
            let_in(request, signer.link, at)
    return _page(request, "paperwork/own_by_link.html", signers, link=link)


@require_safe
@by_link("paperwork.own")
def own_printed(request: Request, link: Any, signer: str) -> HttpResponse:
    """A paper that is only signed by hand, for who came by the link to all their papers: it has no link of its own."""
    found = next((one for one in queries.asked_of(request.actor) if one.key == signer), None)
    if found is None or found.envelope.state != "open" or not queries.kind_of(found.envelope).by_hand:
        raise Http404
    return pdf_of(queries.shown(found.envelope), found.envelope)


@require_safe
@signed_in
def own(request: Request) -> HttpResponse:
    return _page(request, "paperwork/own.html", queries.asked_of(request.actor))


def _page(request: Request, template: str, signers: list[Any], *, link: Any = None) -> HttpResponse:
    at, language = clock.now(), get_language() or "nl"
    besides = queries.asked_besides(link, at) if link else ()
    let_in_too(request, [one.link for one in besides if one.link], at)
    papers = queries.own_papers(request.actor, signers, at, language)
    context = {
        "waiting": [paper for paper in papers if paper.may_sign],  # first: a mail may have led here to sign them
        "papers": [paper for paper in papers if not paper.may_sign],
        "stays": queries.stays_of(signers, at),
        "today": at,
        "link": link,
        "besides": besides,
    }
    return render(request, template, context)


@get_or_post
@by_signer
def choose(request: Request, signer: Any) -> HttpResponse:
    """Another answer to each question of a free paper; it counts at once."""
    newer = queries.newer_for(signer) if signer.envelope.state == "superseded" else None
    if newer is not None:
        return redirect("paperwork:choose", key=newer.key)
    access.may_choose_again(request.actor, signer).require()
    page = queries.sign_page(signer, request.GET.get("explain", ""), get_language() or "nl")
    form = forms.AnswersForm(
        page.questions, page.content, request.POST or None, initial=queries.answers_of(signer.signature)
    )
    if request.method == "POST" and form.is_valid():
        chosen = actions.choose_again(
            signer, form.answers, visit=visit_of(request, signer, page.explained_in), by=request.actor, at=clock.now()
        )
        messages.success(request, _("Saved. It counts from now on.") if chosen else _("Nothing changed."))
        return redirect("paperwork:sign", key=(chosen or signer).key)
    context = {"signer": signer, "page": page, "form": form}
    return render(request, "paperwork/choose.html", context, status=422 if form.errors else 200)


@require_POST
@by_signer
def mail_own(request: Request, signer: Any) -> HttpResponse:
    """The link to that page once more, to the address that is known."""
    actions.mail_own_page(signer, by=request.actor, at=clock.now())
    messages.success(request, _("The link is on its way to your mailbox."))
    return redirect("paperwork:sign", key=signer.key)
