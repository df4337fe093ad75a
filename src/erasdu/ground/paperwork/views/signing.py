"""The page of one signer: read, answer, type a name, sign; or decline, pass on, ask, object, take back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, let_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import access, actions, forms, queries
from erasdu.ground.paperwork.views.doors import by_signer, pdf_of, visit_of
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@by_link("paperwork.sign")
def sign_by_link(request: Request, link: Any) -> HttpResponse:
    """On to the paper, which this browser may now open."""
    signer = access.signers_for(request.actor).filter(pk=link.subject_pk).first()
    if signer is None:
        raise Http404
    return redirect("paperwork:sign", key=signer.key)


@get_or_post
@by_signer
def sign(request: Request, signer: Any) -> HttpResponse:
    at = clock.now()
    if signer.envelope.state == "superseded" and (newer := queries.newer_for(signer)):
        return _on_to(request, signer, newer, at)
    may_sign = access.may_sign(request.actor, signer, at=at)
    page = queries.sign_page(signer, request.GET.get("explain", ""), get_language() or "nl")
    if not may_sign:
        return render(request, "paperwork/answered.html", _answered(request, signer, page, may_sign))
    form = forms.SignForm(
        page.questions, page.content, signer.name, page.consent, request.POST or None,
        initial={"shown": signer.envelope.shown_sha256}, said=page.consent_said,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.sign(
                signer, shown_sha256=typed["shown"], typed_name=typed["typed_name"], answers=form.answers,
                visit=visit_of(request, signer, page.explained_in), by=request.actor, at=at,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.verdict.code != "paper_changed":
                raise
            form.add_error(None, because(refusal.verdict))
            form = _shown_anew(form, signer)
        else:
            messages.success(request, _("Signed. Thank you."))
            return redirect("paperwork:sign", key=signer.key)
    elif request.method != "POST":
        actions.opened(signer, visit=visit_of(request, signer), by=request.actor, at=at)
    asked_on = queries.asked_on(signer.envelope, brussels_date(at))
    context = {"signer": signer, "page": page, "form": form, "asked_on": asked_on} | _choices(request, signer, at)
    return render(request, "paperwork/sign.html", context, status=422 if form.errors else 200)


def _on_to(request: Request, signer: Any, newer: Any, at: Any) -> HttpResponse:
    """Who came in for a version that was replaced reads the new one, with a code of the same way."""
    if newer.link is not None and newer.channel == signer.channel and request.actor.via == "link":
        let_in(request, newer.link, at)
    messages.warning(request, _("This paper changed. Read the new version below, then sign."))
    return redirect("paperwork:sign", key=newer.key)


def _shown_anew(form: forms.SignForm, signer: Any) -> forms.SignForm:
    """What was typed stays; what is signed is what stands on the page now."""
    data: Any = form.data
    form.data = data.copy()
    form.data["shown"] = signer.envelope.shown_sha256  # type: ignore[index]
    return form


def _choices(request: Request, signer: Any, at: Any) -> dict[str, object]:
    return {
        "offers": queries.offers(signer),
        "may_decline": access.may_decline(request.actor, signer, at=at),
        "may_pass_on": access.may_pass_on(request.actor, signer, at=at),
    }


def _answered(request: Request, signer: Any, page: Any, why: Any) -> dict[str, object]:
    return {
        "signer": signer,
        "page": page,
        "why": queries.why_not(signer, why),
        "may_revoke": access.may_revoke(request.actor, signer),
        "may_choose_again": access.may_choose_again(request.actor, signer),
        "choices": queries.choices_of(signer),
        "others": queries.others_of(signer),
        "how": queries.how_signed(signer),
        "readers": queries.readers_of([signer])[signer.pk],
    }


@require_safe
@by_signer
def paper(request: Request, signer: Any) -> HttpResponse:
    """The very file that is signed."""
    return pdf_of(queries.shown(signer.envelope), signer.envelope)


@require_safe
@by_signer
def picture(request: Request, signer: Any, page: int) -> HttpResponse:
    """One page of it as a picture, to read on a phone."""
    drawn = queries.page_picture(signer.envelope, page)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")


@require_safe
@by_signer
def copy(request: Request, signer: Any) -> HttpResponse:
    """The sealed copy, once everybody has signed."""
    final = queries.final_copy(signer.envelope)
    if final is None or signer.state not in ("signed", "revoked"):
        raise Http404
    return pdf_of(final, signer.envelope)


@require_safe
@by_signer
def record(request: Request, signer: Any) -> HttpResponse:
    """What happened to it, sealed apart, where somebody signed in the copy itself."""
    found = queries.record_copy(signer.envelope)
    if found is None or signer.state not in ("signed", "revoked"):
        raise Http404
    return pdf_of(found, signer.envelope)


@get_or_post
@by_signer
def decline(request: Request, signer: Any) -> HttpResponse:
    may = access.may_decline(request.actor, signer, at=clock.now())
    may.require()
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline(signer, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        return redirect("paperwork:sign", key=signer.key)
    return render(request, "paperwork/decline.html", {"signer": signer, "form": form, "page": _head(signer)})


@get_or_post
@by_signer
def pass_on(request: Request, signer: Any) -> HttpResponse:
    access.may_pass_on(request.actor, signer, at=clock.now()).require()
    form = forms.ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.pass_on(signer, **form.values, by=request.actor, at=clock.now())
        return render(request, "paperwork/passed_on.html", {"signer": signer, "page": _head(signer)})
    return render(request, "paperwork/pass_on.html", {"signer": signer, "form": form, "page": _head(signer)})


@get_or_post
@by_signer
def question(request: Request, signer: Any) -> HttpResponse:
    access.may_object(request.actor, signer).require()
    form = forms.QuestionForm(request.POST or None, initial={"phone": signer.person.phone})
    if request.method == "POST" and form.is_valid():
        actions.ask_question(signer, question=form.whole, by=request.actor, at=clock.now())
        messages.success(request, _("Your question is on its way."))
        return redirect("paperwork:sign", key=signer.key)
    return render(request, "paperwork/question.html", {"signer": signer, "form": form, "page": _head(signer)})


@require_POST
@by_signer
def wrong_address(request: Request, signer: Any) -> HttpResponse:
    actions.wrong_address(signer, by=request.actor, at=clock.now())
    return render(request, "paperwork/wrong_address.html")


@require_POST
@by_signer
def not_me(request: Request, signer: Any) -> HttpResponse:
    actions.not_me(signer, by=request.actor, at=clock.now())
    messages.success(request, _("We hold this up. The school calls you."))
    return redirect("paperwork:sign", key=signer.key)


@get_or_post
@by_signer
def revoke(request: Request, signer: Any) -> HttpResponse:
    access.may_revoke(request.actor, signer).require()
    form = forms.ReasonForm(request.POST or None)
    form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        actions.revoke(signer, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        return redirect("paperwork:sign", key=signer.key)
    return render(request, "paperwork/revoke.html", {"signer": signer, "form": form, "page": _head(signer)})


def _head(signer: Any) -> Any:
    return queries.sign_page(signer, "", get_language() or "nl")
