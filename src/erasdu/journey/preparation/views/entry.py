"""What is needed to stay where: the list, and what the coordinator says in its place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.preparation import access, actions, queries
from erasdu.journey.preparation.forms import EntryRuleForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

OFFERED = ("nationals", "home", "to", "days", "outcome")


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def rules(request: Request) -> HttpResponse:
    given = {name: request.GET[name] for name in OFFERED if request.GET.get(name)}
    return _page(request, EntryRuleForm(initial={**given, "since": clock.today()}))


def _page(request: Request, form: EntryRuleForm) -> HttpResponse:
    own, documents, staying = queries.entry_rules(request.actor)
    context = {
        "own": own,
        "documents": documents,
        "staying": staying,
        "form": form,
        "may": access.may_rule(request.actor),
        "today": clock.today(),
    }
    return render(request, "preparation/entry_rules.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(COORDINATOR)
def add_rule(request: Request) -> HttpResponse:
    form = EntryRuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    actions.add_rule(form.values, by=request.actor, at=clock.now())
    messages.success(request, _("From its day on this stands above the list."))
    return redirect("preparation:entry_rules")


@require_POST
@signed_in(COORDINATOR)
def end_rule(request: Request, key: str) -> HttpResponse:
    row: Any = get_object_or_404(access.entry_rules_for(request.actor), key=key)
    actions.end_rule(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: what stood before it stands again."))
    return redirect("preparation:entry_rules")
