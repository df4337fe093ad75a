"""Signed paper that comes back: sending photos and scans, and saying what is on them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import sealed
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.paperwork import access, actions, forms, queries
from erasdu.kernel.periods import brussels_date

STAFF = ("contact_point", "coordinator", "partner")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return get_language() or "nl"


def _envelope(request: Request, key: str) -> Any:
    """The version that scans lie of: the newest of this paper."""
    rows = access.envelopes_for(request.actor).filter(document__key=key).order_by("-version")
    found = next(iter(rows[:1]), None)
    if found is None:
        raise Http404
    return found


def _sheet(request: Request, key: str) -> Any:
    return get_object_or_404(access.sheets_for(request.actor), key=key)


@get_or_post
@signed_in(*STAFF)
def scans(request: Request) -> HttpResponse:
    """What waits for a look, and the form to send more."""
    form = forms.ScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = forms.ScansForm(request.POST, request.FILES)
        if form.is_valid() and (batch := _received(request, form)):
            return redirect("paperwork:batch", batch=batch)
    found = queries.scans(request.actor, clock.now(), _language())
    return render(request, "paperwork/scans.html", {"form": form, "scans": found})


def _received(request: Request, form: forms.ScansForm) -> str:
    """What was kept goes on; what was refused is told by its name."""
    uploads = [(file.name or "", file.read()) for file in form.cleaned_data["photos"]]
    received = actions.receive(uploads, by=request.actor, at=clock.now())
    for name, why in received.refused:
        text = _("%(file)s: %(why)s") % {"file": name, "why": because(why)}
        if received.batch:
            messages.warning(request, text)
        else:
            form.add_error("photos", ValidationError(text, code=why.code))
    return received.batch


@require_safe
@signed_in(*STAFF)
def batch(request: Request, batch: str) -> HttpResponse:
    """What became of the files that were sent together."""
    found = queries.scans(request.actor, clock.now(), _language(), batch)
    if not found.total:
        raise Http404
    return render(request, "paperwork/batch.html", {"scans": found, "batch": batch})


@get_or_post
@signed_in(*STAFF)
def scanned(request: Request, key: str) -> HttpResponse:
    """The pages of one paper side by side with its signers: whose signature is there?"""
    return _scanned(request, key)


@require_POST
@signed_in(*STAFF)
def read(request: Request, key: str) -> HttpResponse:
    """The same of a paper that few may read; that its photos were opened is recorded."""
    actions.read(_envelope(request, key).document, by=request.actor, at=clock.now())
    return sealed(_scanned(request, key, opened=True))


def _scanned(request: Request, key: str, *, opened: bool = False) -> HttpResponse:
    envelope, at = _envelope(request, key), clock.now()
    answers = request.method == "POST" and not opened
    parties = queries.scan_parties(envelope, request.actor, at)
    asked = [(party, _seen_form(request, envelope, party, answers)) for party in parties if party.may_see]
    filled_in = [form.is_valid() for _party, form in asked]  # all of them, so that each shows what is wrong
    nobody = False
    if answers and all(filled_in):
        seen = {party.signer.pk: form.answers for party, form in asked if form.is_seen}
        nobody = not seen
        if seen:
            actions.see_signatures(envelope, seen, by=request.actor, at=at)
            messages.success(request, _told(len(seen)))
            return redirect("paperwork:show", key=key)
    if answers and access.is_restricted(envelope.document):  # the photos show again, beside what was typed
        actions.read(envelope.document, by=request.actor, at=at)
        opened = True
    context = {
        "paper": queries.paper_scan(envelope, request.actor, at, _language(), read=opened),
        "parties": parties,
        "asked": asked,
        "nobody": nobody,
        "key": key,
    }
    return render(request, "paperwork/scanned.html", context)


def _told(number: int) -> str:
    text = ngettext("%(number)d signature is confirmed.", "%(number)d signatures are confirmed.", number)
    return text % {"number": number}


def _seen_form(request: Request, envelope: Any, party: queries.ScanParty, answers: bool) -> forms.SeenSignatureForm:
    questions, content = queries.questions_on(envelope, party.signer.role)
    data = request.POST if answers else None
    return forms.SeenSignatureForm(
        party.signer.name, party.role, questions, content, data, prefix=f"signer-{party.signer.key}"
    )


@get_or_post
@signed_in(*STAFF)
def refuse(request: Request, key: str) -> HttpResponse:
    """What came in of a paper does not do."""
    envelope = _envelope(request, key)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse(envelope, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        messages.success(request, _("The photos are taken away; reminders go on."))
        return redirect("paperwork:show", key=key)
    return render(request, "paperwork/refuse.html", {"form": form, "key": key})


@get_or_post
@signed_in(*STAFF)
def loose(request: Request, key: str) -> HttpResponse:
    """One picture that no paper was found for: which is it?"""
    sheet, at = _sheet(request, key), clock.now()
    access.may_answer_sheet(request.actor, sheet).require()
    if sheet.envelope is not None:
        return redirect("paperwork:scanned", key=sheet.envelope.document.key)
    form = forms.WhichPaperForm(queries.open_papers(request.actor, _language()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        envelope = get_object_or_404(access.envelopes_for(request.actor), key=typed["paper"])
        if typed["page"] <= envelope.pages:
            actions.choose(sheet, envelope, page=typed["page"], by=request.actor, at=at)
            return redirect("paperwork:scanned", key=envelope.document.key)
        text = ngettext("This paper has %(pages)d page.", "This paper has %(pages)d pages.", envelope.pages)
        form.add_error("page", text % {"pages": envelope.pages})
    picture = queries.pictures([sheet], request.actor, at)[0]
    return render(request, "paperwork/loose.html", {"form": form, "picture": picture, "sheet": sheet})


@require_POST
@signed_in(*STAFF)
def take_away(request: Request, key: str) -> HttpResponse:
    sheet = _sheet(request, key)
    actions.take_away(sheet, by=request.actor, at=clock.now())
    messages.success(request, _("The photo is taken away."))
    return redirect("paperwork:scans")


@get_or_post
@signed_in(*STAFF)
def seen(request: Request, key: str) -> HttpResponse:
    """A paper that is only signed by hand: who looked at it, and when. The paper itself is not kept."""
    signer, at = get_object_or_404(access.parties_for(request.actor), key=key), clock.now()
    access.may_see_by_hand(request.actor, signer).require()
    form = forms.SeenByHandForm(request.POST or None, on=brussels_date(at), initial={"seen_on": brussels_date(at)})
    if request.method == "POST" and form.is_valid():
        actions.see_by_hand(signer, **form.values, by=request.actor, at=at)
        messages.success(request, _("Written down. The paper itself is not kept here."))
        return redirect("paperwork:show", key=signer.envelope.document.key)
    return render(request, "paperwork/seen.html", {"form": form, "signer": signer})
