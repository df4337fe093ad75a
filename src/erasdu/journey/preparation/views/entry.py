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
from erasdu.journey.preparation.forms import EntryRuleForm, ServingForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

OFFERED = ("nationals", "home", "to", "days", "outcome")
TOO = "too"  # the field of the form about papers that serve elsewhere too
Form = EntryRuleForm | ServingForm
SEEN = "seen"  # the button that does it, after a look at whom it touches


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def rules(request: Request) -> HttpResponse:
    given = {name: request.GET[name] for name in (*OFFERED, TOO) if request.GET.get(name)}
    made = ServingForm if TOO in request.GET else EntryRuleForm
    return _page(request, made(initial={**given, "since": clock.today()}))


def _page(request: Request, form: Form, turns: Any = None, ending: Any = None) -> HttpResponse:
    """`turns`: what the typed rule changes, or taking back the one that is `ending`."""
    context = {
        "page": queries.rules_page(request.actor),
        "form": form,
        "serves": isinstance(form, ServingForm),
        "turns": turns,
        "ending": ending,
        "may": access.may_rule(request.actor),
        "today": clock.today(),
    }
    return render(request, "preparation/entry_rules.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(COORDINATOR)
def add_rule(request: Request) -> HttpResponse:
    """First whom it touches; the same form again with that seen adds it."""
    form = ServingForm(request.POST) if TOO in request.POST else EntryRuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if SEEN not in request.POST:
        draft = queries.draft_rule(form.values)
        return _page(request, form, queries.turned(request.actor, clock.today(), draft=draft))
    actions.add_rule(form.values, by=request.actor, at=clock.now())
    messages.success(request, _("From its day on this stands above the list."))
    return redirect("preparation:entry_rules")


@require_POST
@signed_in(COORDINATOR)
def end_rule(request: Request, key: str) -> HttpResponse:
    """At once when nothing turns by it; else first whom it touches."""
    row: Any = get_object_or_404(access.entry_rules_for(request.actor), key=key)
    if SEEN not in request.POST and row.ended_at is None:
        turns = queries.turned(request.actor, clock.today(), without=row)
        if turns.opens or turns.closes:
            return _page(request, EntryRuleForm(initial={"since": clock.today()}), turns, ending=row)
    actions.end_rule(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: what stood before it stands again."))
    return redirect("preparation:entry_rules")
