"""One candidate file: what is in it, and what the coordinator answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because, say
from erasdu.journey.admissions import access, actions, forms, queries
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies import papers as candidacy_papers
from erasdu.journey.selection import papers as selection_papers
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.verdict import Refused

STEPS = ("handed_in", "complete", "granted", "accepted")
ON_THE_WAY = ("preparing", *STEPS)
LANGUAGES = ("nl", "en")
TIMELINE = 40


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def file(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actor, at = request.actor, clock.now()
    context = {
        "file": row,
        "candidacy": row.candidacy,
        "steps": [(state, say("STATES", f"file.{state}")) for state in STEPS]
        if row.state in ("preparing", *STEPS)
        else [],
        "outcome": queries.outcome(row.candidacy),
        "extract": queries.extract_of(row, get_language() or "nl"),
        "events": timeline(row.candidacy)[:TIMELINE],
        "in_order": access.in_order(row, at=at),
        "may_hand_in": access.may_hand_in(actor, row, at=at),
        "may_complete_again": access.may_complete_again(actor, row, at=at),
        "may_approve": access.may_approve(actor, row),
        "may_return": access.may_return(actor, row),
        "may_extend_grace": access.may_extend_grace(actor, row),
        "may_wait": access.may_put_on_waiting_list(actor, row),
        "may_grant": access.may_grant(actor, row, room=queries.room_for(row)),
        "may_precheck": access.may_precheck(actor, row),
        "may_allow_late": access.may_allow_late(actor, row, at=at),
        "may_withdraw": access.may_withdraw(actor, row),
        "return_form": forms.ReturnForm(initial={"days": row.call.grace_days}),
        "grace_form": forms.GraceForm(initial={"until": row.grace_until}),
        "precheck_form": forms.PrecheckForm(initial={"note": row.precheck_note, "revision": row.revision}),
        "late_form": forms.LateForm(),
        "withdraw_form": forms.WithdrawForm(),
    }
    return render(request, "admissions/file.html", context | bound, status=422 if bound else 200)


# -- papers ----------------------------------------------------------------------------------------


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def cv(request: Request, key: str) -> HttpResponse:
    """The CV form as it was handed in."""
    row = get_object_or_404(access.files_for(request.actor), key=key)
    if not row.cv or row.handed_in_at is None:
        raise Http404
    pdf = candidacy_papers.pdf(queries.cv_of(row), at=row.handed_in_at, worded=queries.cv_words_of(row))
    return _pdf(pdf, f"cv-{row.key}")


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def extract(request: Request, key: str, language: str) -> HttpResponse:
    """The learner's part of the selection report as it was handed in."""
    row = get_object_or_404(access.files_for(request.actor), key=key)
    if language not in LANGUAGES or language not in row.extract:
        raise Http404
    pdf = selection_papers.selection_report_from(row.extract[language], language=language)
    return _pdf(pdf, f"extract-{row.key}-{language}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    """No name of a person: files travel by mail and lie about in folders."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


# -- acts ------------------------------------------------------------------------------------------


def _act(
    request: Request, key: str, action: Callable[..., object], done: str, form: PlainForm | None = None, name: str = ""
) -> HttpResponse:
    """Act once and go back to the file; a form with a fault is shown again, at its place."""
    row = get_object_or_404(access.files_for(request.actor), key=key)
    if form is not None and not form.is_valid():
        return _page(request, key, **{name: form})
    action(row, **(form.values if form else {}), by=request.actor, at=clock.now())
    messages.success(request, done)
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def approve(request: Request, key: str) -> HttpResponse:
    return _act(request, key, actions.approve, _("The file is complete. The school can see it."))


@require_POST
@signed_in(COORDINATOR)
def grant(request: Request, key: str) -> HttpResponse:
    return _act(request, key, actions.grant, _("The place is granted. The learner is asked to answer."))


@require_POST
@signed_in(COORDINATOR)
def put_on_waiting_list(request: Request, key: str) -> HttpResponse:
    return _act(request, key, actions.put_on_waiting_list, _("On the waiting list of the programme."))


@require_POST
@signed_in(COORDINATOR)
def give_back(request: Request, key: str) -> HttpResponse:
    done = _("The school was asked to complete the file.")
    return _act(request, key, actions.give_back, done, forms.ReturnForm(request.POST), "return_form")


@require_POST
@signed_in(COORDINATOR)
def allow_late(request: Request, key: str) -> HttpResponse:
    done = _("The school can hand in this file, after the deadline.")
    return _act(request, key, actions.allow_late, done, forms.LateForm(request.POST), "late_form")


@require_POST
@signed_in(COORDINATOR)
def extend_grace(request: Request, key: str) -> HttpResponse:
    form = forms.GraceForm(request.POST)
    try:
        return _act(request, key, actions.extend_grace, _("The school has more days now."), form, "grace_form")
    except Refused as refusal:
        if refusal.verdict.code != "grace_not_later":
            raise
        form.add_error("until", because(refusal.verdict))
        return _page(request, key, grace_form=form)


@require_POST
@signed_in(COORDINATOR)
def precheck(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.PrecheckForm(request.POST)
    if not form.is_valid():
        return _page(request, key, precheck_form=form)
    try:
        actions.precheck(row, **form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
    except Stale:
        texts = both(form, {"note": row.precheck_note})
        again: dict[str, Any] = {"note": form.values["note"], "revision": row.revision}
        return _page(request, key, precheck_form=forms.PrecheckForm(initial=again), **texts)
    messages.success(request, _("The school can read your remarks."))
    return redirect("admissions:file", row.key)


@require_POST
@signed_in(COORDINATOR)
def look_at(request: Request, candidacy: str) -> HttpResponse:
    """Open the file of a learner that was not handed in yet: to look at it in advance or to accept it late."""
    rows = candidacies.candidacies_for(request.actor).select_related("call", "school")
    return redirect("admissions:file", actions.open_file(get_object_or_404(rows, key=candidacy)).key)


@require_POST
@signed_in(CONTACT_POINT, COORDINATOR)
def withdraw(request: Request, key: str) -> HttpResponse:
    done = _("The file was taken back.")
    return _act(request, key, actions.withdraw, done, forms.WithdrawForm(request.POST), "withdraw_form")
