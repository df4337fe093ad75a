"""The learner answers to the place that was granted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.admissions import access, actions, forms
from erasdu.kernel.actor import LEARNER


@require_safe
@signed_in(LEARNER)
def place(request: Request, key: str) -> HttpResponse:
    """The place that was granted: yes or no, by a day."""
    return _page(request, key, forms.DeclineForm(), forms.WithdrawForm())


def _page(request: Request, key: str, form: forms.DeclineForm, withdraw_form: forms.WithdrawForm) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    context = {
        "file": row,
        "call": row.call,
        "call_title": row.call.title_en if get_language() == "en" else row.call.title_nl,
        "may": access.may_answer(request.actor, row, at=clock.now()),
        "may_withdraw": access.may_withdraw(request.actor, row),
        "form": form,
        "withdraw_form": withdraw_form,
    }
    return render(request, "admissions/place.html", context, status=422 if form.errors or withdraw_form.errors else 200)


@require_POST
@signed_in(LEARNER)
def accept(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    actions.accept(row, by=request.actor, at=clock.now())
    messages.success(request, _("You have accepted the place."))
    return redirect("admissions:place", row.key)


@require_POST
@signed_in(LEARNER)
def decline(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, key, form, forms.WithdrawForm())
    actions.decline(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("You have declined the place. Your school knows."))
    return redirect("admissions:place", row.key)


@require_POST
@signed_in(LEARNER)
def give_back(request: Request, key: str) -> HttpResponse:
    """After a yes: the learner cannot go after all."""
    row = get_object_or_404(access.files_for(request.actor), key=key)
    form = forms.WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, key, forms.DeclineForm(), form)
    actions.withdraw(row, **form.values, by=request.actor, at=clock.now())
    messages.success(request, _("You have given back your place. Your school knows."))
    return redirect("admissions:place", row.key)
