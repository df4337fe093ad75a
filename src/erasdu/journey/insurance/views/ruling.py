"""What is asked of insurance: the lists, and what the coordinator says in their place."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.insurance import access, actions, queries
from erasdu.journey.insurance.forms import AskedForm, HomeForm, RuleForm, WhereForm
from erasdu.journey.insurance.rules import HOME
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR

OFFERED = ("country", "nationalities", "document")
SEEN = "seen"  # the button that replaces it, after a look at whom it touches
Form = AskedForm | HomeForm | RuleForm


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def rules(request: Request) -> HttpResponse:
    """With a form for the rule that was chosen in the list."""
    code, today = request.GET.get("rule", ""), clock.today()
    given = {name: request.GET.get(name, "") for name in OFFERED}
    return _page(request, _form(code, initial={**({} if code not in ("", HOME) else given), "since": today}))


def _form(code: str, data: QueryDict | None = None, **options: Any) -> Form:
    """Of a rule of every insurance, of who comes here, or without a code of a country."""
    if not code:
        return RuleForm(data, **options)
    if code == HOME:
        return HomeForm(data, **options)
    rows = queries.in_force(clock.today()).rows
    if code not in rows:
        raise Http404
    return AskedForm(data, standing=rows[code], **options)


def _page(request: Request, form: Form, turns: Any = None, ending: Any = None) -> HttpResponse:
    """`turns`: what the typed rule changes, or taking back the one that is `ending`."""
    where = WhereForm(request.GET or None)
    country = where.values["where"] if request.GET.get("where") and where.is_valid() else ""
    context = {
        "where_form": where if country else WhereForm(),
        "where": country,
        "asked_there": queries.asked_in(country, clock.today()) if country else [],
        "page": queries.rules_page(request.actor),
        "form": form,
        "turns": turns,
        "ending": ending,
        "may": access.may_rule(request.actor),
        "today": clock.today(),
    }
    return render(request, "insurance/rules.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(COORDINATOR)
def add_rule(request: Request) -> HttpResponse:
    """First whom it touches; the same form again with that seen adds it."""
    form = _form(request.POST.get("rule", ""), request.POST)
    if not form.is_valid():
        return _page(request, form)
    if SEEN not in request.POST:
        draft = queries.draft_rule(form.values)
        return _page(request, form, queries.turned(request.actor, clock.today(), draft=draft))
    actions.add_rule(form.values, by=request.actor, at=clock.now())
    messages.success(request, _("From its day on this stands above the list."))
    return redirect("insurance:rules")


@require_POST
@signed_in(COORDINATOR)
def end_rule(request: Request, key: str) -> HttpResponse:
    """At once when nothing turns by it; else first whom it touches."""
    row: Any = get_object_or_404(access.rules_for(request.actor), key=key)
    if SEEN not in request.POST and row.ended_at is None:
        turns = queries.turned(request.actor, clock.today(), without=row)
        if turns.opens or turns.closes:
            return _page(request, _form("", initial={"since": clock.today()}), turns, ending=row)
    actions.end_rule(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: what stood before it stands again."))
    return redirect("insurance:rules")
