"""What staff sees and does with a paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import sealed
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import access, actions, forms, queries
from erasdu.ground.people.actions import find_or_make_person

STAFF = ("contact_point", "coordinator", "partner")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _document(request: Request, key: str) -> Any:
    return get_object_or_404(queries.with_standing(access.followed_for(request.actor)), key=key)


def _signer(request: Request, key: str) -> Any:
    return get_object_or_404(access.parties_for(request.actor), key=key)


def _back(signer: Any) -> HttpResponse:
    return redirect("paperwork:show", key=signer.envelope.document.key)


@require_safe
@signed_in(*STAFF)
def show(request: Request, key: str) -> HttpResponse:
    """One paper with its versions, who signed, what happened and what may be done."""
    document, at = _document(request, key), clock.now()
    context = {"page": queries.staff_page(document, request.actor, at, get_language() or "nl")}
    return render(request, "paperwork/show.html", context)


@require_POST
@signed_in(*STAFF)
def read(request: Request, key: str) -> HttpResponse:
    """What only its readers see, on the page of the paper; that it was opened is recorded."""
    document, at = _document(request, key), clock.now()
    actions.read(document, by=request.actor, at=at)
    context = {"page": queries.staff_page(document, request.actor, at, get_language() or "nl", read=True)}
    return sealed(render(request, "paperwork/show.html", context))


@require_safe
@signed_in(*STAFF)
def file(request: Request, key: str, version: int) -> HttpResponse:
    """The sealed copy of a version, or what is being signed; never the answers on a restricted paper."""
    envelope = get_object_or_404(access.envelopes_for(request.actor), document__key=key, version=version)
    final = None if access.is_restricted(envelope.document) else queries.final_copy(envelope)
    response = HttpResponse(final or queries.shown(envelope), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{queries.reference(envelope)}.pdf"'
    return response


@require_safe
@signed_in(*STAFF)
def record(request: Request, key: str, version: int) -> HttpResponse:
    """What happened to a version, sealed apart, where somebody signed in the copy itself."""
    envelope = get_object_or_404(access.envelopes_for(request.actor), document__key=key, version=version)
    found = None if access.is_restricted(envelope.document) else queries.record_copy(envelope)
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{queries.reference(envelope)}-record.pdf"'
    return response


@require_POST
@signed_in(*STAFF)
def remind(request: Request, key: str) -> HttpResponse:
    signer = _signer(request, key)
    actions.remind(signer, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s gets a reminder.") % {"name": signer.name})
    return _back(signer)


@require_POST
@signed_in(*STAFF)
def resend(request: Request, key: str) -> HttpResponse:
    signer = _signer(request, key)
    actions.resend(signer, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s gets a new link; the old one is dead.") % {"name": signer.name})
    return _back(signer)


@require_POST
@signed_in(*STAFF)
def copy_link(request: Request, key: str) -> HttpResponse:
    """Text and link to send by another channel; shown once, on this page."""
    signer = _signer(request, key)
    address = actions.copy_link(signer, by=request.actor, at=clock.now())
    spoken = "nl" if signer.person.language == "nl" else "en"  # of who gets it, not of who sends it
    short = queries.short_for(signer.envelope, spoken)
    context = {"signer": signer, "address": address, "short": short, "spoken": spoken}
    return render(request, "paperwork/link.html", context)


@require_POST
@signed_in(*STAFF)
def hand_out_code(request: Request, key: str) -> HttpResponse:
    """The code to hand over, post, or put on the parents' account; shown once, on this page."""
    signer = _signer(request, key)
    code = actions.hand_out_code(signer, by=request.actor, at=clock.now())
    return sealed(render(request, "paperwork/code.html", _code(signer, code)))


@require_POST
@signed_in(*STAFF)
def mail_own(request: Request, key: str) -> HttpResponse:
    """To who signed: the link to the page of all their papers."""
    signer = _signer(request, key)
    actions.mail_own_page(signer, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s gets the link to all their papers.") % {"name": signer.name})
    return _back(signer)


@require_POST
@signed_in(*STAFF)
def own_code(request: Request, key: str) -> HttpResponse:
    """The code for that page, to hand over; shown once."""
    signer = _signer(request, key)
    code = actions.hand_out_own_code(signer, by=request.actor, at=clock.now())
    return sealed(render(request, "paperwork/code.html", {"signer": signer, "code": code}))


def _code(signer: Any, code: str) -> dict[str, object]:
    return {"signer": signer, "code": code, "letter": queries.posted_letter(signer), "today": clock.today()}


@get_or_post
@signed_in(*STAFF)
def correct(request: Request, key: str) -> HttpResponse:
    """Somebody else, or another address, for who did not answer yet."""
    signer = _signer(request, key)
    access.may_correct(request.actor, signer).require()
    person = signer.person
    initial = {"given_name": person.given_name, "family_name": person.family_name, "function": signer.function}
    form = forms.CorrectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        at, typed = clock.now(), form.cleaned_data
        found = find_or_make_person(
            typed["given_name"], typed["family_name"], typed["email"], language=person.language, at=at
        )
        actions.correct(
            signer, found, function=typed["function"], attested_how=typed["attested_how"], by=request.actor, at=at
        )
        messages.success(request, _("%(name)s is asked to sign now.") % {"name": found})
        return _back(signer)
    return render(request, "paperwork/correct.html", {"signer": signer, "form": form})


@get_or_post
@signed_in(*STAFF)
def attest(request: Request, key: str) -> HttpResponse:
    """Vouch for who was passed a paper."""
    signer = _signer(request, key)
    access.may_attest(request.actor, signer).require()
    form = forms.AttestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.attest(signer, how=form.cleaned_data["how"], by=request.actor, at=clock.now())
        messages.success(request, _("You vouched for %(name)s.") % {"name": signer.name})
        return _back(signer)
    return render(request, "paperwork/attest.html", {"signer": signer, "form": form})


@get_or_post
@signed_in(*STAFF)
def withdraw(request: Request, key: str, version: int) -> HttpResponse:
    envelope = get_object_or_404(access.envelopes_for(request.actor), document__key=key, version=version)
    access.may_withdraw(request.actor, envelope).require()
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(envelope, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The paper is taken back; its links are dead."))
        return redirect("paperwork:show", key=key)
    return render(request, "paperwork/withdraw.html", {"envelope": envelope, "form": form, "key": key})


@get_or_post
@signed_in(*STAFF)
def evidence(request: Request, key: str, version: int) -> HttpResponse:
    """What shows who signed what and when, as one file that anybody can check without us."""
    envelope = get_object_or_404(access.envelopes_for(request.actor), document__key=key, version=version)
    access.may_take_evidence(request.actor, envelope).require()
    if request.method != "POST":
        context = {"envelope": envelope, "key": key, "reference": queries.reference(envelope)}
        return render(request, "paperwork/evidence.html", context)
    pack = actions.take_evidence(envelope, by=request.actor, at=clock.now())
    response = HttpResponse(pack, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{queries.reference(envelope)}-evidence.zip"'
    return response


@get_or_post
@signed_in(*STAFF)
def lift(request: Request, key: str) -> HttpResponse:
    document = get_object_or_404(access.documents_for(request.actor), key=key)
    access.may_lift(request.actor, document).require()
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.lift(document, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The paper goes on. Your reason is kept."))
        return redirect("paperwork:show", key=key)
    return render(request, "paperwork/lift.html", {"document": document, "form": form})


@require_safe
@signed_in(*STAFF)
def printed(request: Request, key: str, version: int) -> HttpResponse:
    """To print and sign by hand: the same bytes, with a code on each page."""
    envelope = get_object_or_404(access.envelopes_for(request.actor), document__key=key, version=version)
    if envelope.state not in ("open",):
        raise Http404
    response = HttpResponse(queries.shown(envelope), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{queries.reference(envelope)}.pdf"'
    return response
