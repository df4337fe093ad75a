"""How ready one stay is: documents, residence and visa, support, and the sessions its family is invited to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.meetings.queries import title_of
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.preparation import access, actions, queries
from erasdu.journey.preparation.forms import ArrangedForm, CheckForm, EntryForm, PaperForm, SupportForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER, PARTNER

STAFF = (COORDINATOR, CONTACT_POINT, PARTNER)
SCHOOL = (COORDINATOR, CONTACT_POINT)
CHECKS = "check_%s"  # another form of the page has the same fields


def _stay(request: Request, key: str) -> Any:
    return get_object_or_404(access.stays_for(request.actor), key=key)


@require_safe
@signed_in(*STAFF, LEARNER)
def stay(request: Request, mobility: str) -> HttpResponse:
    return _page(request, _stay(request, mobility))


def _page(request: Request, row: Any, **forms: Any) -> HttpResponse:
    today, language = clock.today(), get_language() or "nl"
    me = str(request.user.person) if request.user.is_authenticated else ""
    found = queries.page(request.actor, row, today)
    context = {
        "mobility": row,
        "page": found,
        "sessions": [(each, title_of(each.meeting, language)) for each in found.invitations],
        "may_describe": mobilities.may_describe(request.actor, row),
        "guardians": _guardians(request, found) if found.lacks_parent else "",
        "may": access.may_enter(request.actor, row),
        "may_plan": access.may_plan_session(request.actor, row.call),
        "may_support": access.may_agree_support(request.actor, row),
        "may_decide": access.may_decide_entry(request.actor, row),
        "may_check": access.may_check_arrival(request.actor, row),
        "check_form": CheckForm(today=today, initial={"seen_on": today, "seen_by": me}, auto_id=CHECKS),
        "paper_form": PaperForm(today=today, initial={"seen_on": today, "seen_by": me}),
        "entry_form": EntryForm(),
        "support_form": SupportForm(),
        "arranged_form": ArrangedForm(today=today, initial={"arranged_on": today}, auto_id=False),
        **forms,
    }
    return render(request, "preparation/stay.html", context, status=422 if forms else 200)


def _guardians(request: Request, page: queries.Page) -> str:
    """Where parents are filled in and confirmed, for who may."""
    if page.nomination and request.actor.door in (COORDINATOR, PARTNER):
        return reverse("nominations:correct", args=[page.nomination])
    if page.candidacy and request.actor.door == CONTACT_POINT:
        return reverse("candidacies:guardians", args=[page.candidacy])
    return ""


@require_POST
@signed_in(*STAFF)
def see(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = PaperForm(request.POST, today=clock.today())
    if not form.is_valid():
        return _page(request, row, paper_form=form)
    actions.see(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved who saw it, and until when it is valid."))
    return redirect("preparation:stay", row.key)


@require_POST
@signed_in(*STAFF)
def end_paper(request: Request, key: str) -> HttpResponse:
    paper: Any = get_object_or_404(access.papers_for(request.actor), key=key)
    actions.end_paper(paper, by=request.actor, at=clock.now())
    messages.success(request, _("It counts no longer. The page says what lacks now."))
    return redirect("preparation:stay", paper.mobility.key)


@require_POST
@signed_in(*SCHOOL)
def check_arrival(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = CheckForm(request.POST, today=clock.today(), auto_id=CHECKS)
    if not form.is_valid():
        return _page(request, row, check_form=form)
    actions.check_arrival(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved who did it, and when."))
    return redirect("preparation:stay", row.key)


@require_POST
@signed_in(*SCHOOL)
def end_check(request: Request, key: str) -> HttpResponse:
    check: Any = get_object_or_404(access.checks_for(request.actor), key=key)
    actions.end_check(check, by=request.actor, at=clock.now())
    messages.success(request, _("It counts no longer. The page says what lacks now."))
    return redirect("preparation:stay", check.mobility.key)


@require_POST
@signed_in(COORDINATOR)
def decide_entry(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, row, entry_form=form)
    actions.decide_entry(row, **form.values, on=clock.today(), by=request.actor, at=clock.now())
    messages.success(request, _("Decided for this stay."))
    return redirect("preparation:stay", row.key)


@require_POST
@signed_in(COORDINATOR)
def undo_entry(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    actions.undo_entry(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: the rule counts again."))
    return redirect("preparation:stay", row.key)


@require_POST
@signed_in(*SCHOOL)
def agree_support(request: Request, mobility: str) -> HttpResponse:
    row = _stay(request, mobility)
    form = SupportForm(request.POST)
    if not form.is_valid():
        return _page(request, row, support_form=form)
    actions.agree_support(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved. Write down who arranged it as soon as it is."))
    return redirect("preparation:stay", row.key)


@require_POST
@signed_in(*SCHOOL)
def arrange_support(request: Request, key: str) -> HttpResponse:
    support: Any = get_object_or_404(access.supports_for(request.actor), key=key)
    form = ArrangedForm(request.POST, today=clock.today(), auto_id=False)
    if not form.is_valid():
        return _page(request, support.mobility, arranged_form=form, arranging=support.key)
    actions.arrange_support(support, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("Saved who arranged it."))
    return redirect("preparation:stay", support.mobility.key)


@require_POST
@signed_in(*SCHOOL)
def end_support(request: Request, key: str) -> HttpResponse:
    support: Any = get_object_or_404(access.supports_for(request.actor), key=key)
    actions.end_support(support, by=request.actor, at=clock.now())
    messages.success(request, _("It is erased."))
    return redirect("preparation:stay", support.mobility.key)
