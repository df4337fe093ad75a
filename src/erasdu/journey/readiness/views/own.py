"""What a call asks of its own: added after a look at whom it touches, ended, and marked as done for one stay."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.journey.calls.states import DRAFT
from erasdu.journey.calls.words import MAKING
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.readiness import access, actions, forms, queries
from erasdu.journey.readiness.rules import Own, to_offer
from erasdu.journey.readiness.words import own_title
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.periods import brussels_date

SEEN = "seen"  # the button that does it, after a look at whom it touches
LOOKS = {"preview", "turns"}  # a page with one of these is no form with faults


@require_safe
@signed_in(COORDINATOR)
def index(request: Request, call: str) -> HttpResponse:
    return _page(request, call)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(calls_for(request.actor), key=key)
    asked = queries.asked_by(row)
    ended = queries.ended_of(row)
    titles = [own.title_nl for own, _done in asked]
    offered = to_offer(titles, outgoing=row.outgoing, incoming=row.incoming)
    tick = offered and access.may_add_ready(request.actor, row)
    context = {
        "call": row,
        "ticks": _ticks(offered, chosen=row.state == DRAFT and not asked and not ended) if tick else None,
        "asked": asked,
        "ended": ended,
        "draft": row.state == DRAFT,
        "steps": MAKING if row.state == DRAFT else None,
        "offered": offered.items(),
        "form": forms.OwnForm(call=row, initial=offered.get(request.GET.get("ready", ""))),
    }
    status = 422 if bound and not LOOKS & bound.keys() else 200
    return render(request, "readiness/own.html", context | bound, status=status)


def _ticks(
    offered: Mapping[str, Mapping[str, Any]], given: QueryDict | None = None, *, chosen: bool = False
) -> forms.ReadyForm:
    """`chosen`: all ticked beforehand, in a draft that never asked anything."""
    choices = [(code, own_title(row)) for code, row in offered.items()]
    return forms.ReadyForm(given, offered=choices, initial={"ready": list(offered)} if chosen else None)


@require_POST
@signed_in(COORDINATOR)
def add_ready(request: Request, call: str) -> HttpResponse:
    """What is ticked of what calls often ask, while nobody has a stay in this one."""
    row = get_object_or_404(calls_for(request.actor), key=call)
    titles = [own.title_nl for own, _done in queries.asked_by(row)]
    form = _ticks(to_offer(titles, outgoing=row.outgoing, incoming=row.incoming), request.POST)
    if not form.is_valid():
        return _page(request, call, ticks=form)
    made = actions.add_ready(row, form.values["ready"], by=request.actor, at=clock.now())
    said = ngettext(
        "From now on the call asks %(n)s thing more.", "From now on the call asks %(n)s things more.", len(made)
    )
    messages.success(request, said % {"n": len(made)})
    return redirect("readiness:own", row.key)


@require_POST
@signed_in(COORDINATOR)
def add(request: Request, call: str) -> HttpResponse:
    """First whom it would touch; the same form again with that seen adds it."""
    row = get_object_or_404(calls_for(request.actor), key=call)
    form = forms.OwnForm(request.POST, call=row)
    if not form.is_valid():
        return _page(request, call, form=form)
    at = clock.now()
    if SEEN not in request.POST:
        found = queries.preview(row, _as_rule(form, brussels_date(at)), brussels_date(at))
        return _page(request, call, form=form, preview=found)
    actions.add(row, **form.asked, by=request.actor, at=at)
    messages.success(request, _("From now on the call asks this. It stands in the lists of who must act."))
    return redirect("readiness:own", row.key)


def _as_rule(form: forms.OwnForm, on: date) -> Own:
    asked = form.asked
    place = asked.pop("destination")
    asked.pop("word_enough")
    titles = (("nl", asked.pop("title_nl")), ("en", asked.pop("title_en")))
    gates = frozenset(asked.pop("gates"))
    return Own(key="", titles=titles, gates=gates, added_on=on, destination=place.pk if place else None, **asked)


@require_POST
@signed_in(COORDINATOR)
def end(request: Request, key: str) -> HttpResponse:
    return _turn(request, key, actions.end, _("The call no longer asks this."))


@require_POST
@signed_in(COORDINATOR)
def bring_back(request: Request, key: str) -> HttpResponse:
    return _turn(request, key, actions.bring_back, _("The call asks this again. What was in order still is."))


def _turn(request: Request, key: str, act: Callable[..., None], done: str) -> HttpResponse:
    """At once when nothing turns by it; else first whom it touches."""
    row: Any = get_object_or_404(access.own_for(request.actor), key=key)
    asked_now = row.ended_at is None
    if SEEN not in request.POST and asked_now == (act is actions.end):
        turns = queries.turned_by(row, clock.today())
        if turns.opens or turns.closes:
            return _page(request, row.call.key, turns=turns, turning=row)
    act(row, by=request.actor, at=clock.now())
    messages.success(request, done)
    return redirect("readiness:own", row.call.key)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def done(request: Request, key: str, stay: str) -> HttpResponse:
    """With on what it was seen; an empty line is said on the page of the stay."""
    own = get_object_or_404(access.own_for(request.actor), key=key)
    row = get_object_or_404(mobilities_for(request.actor), key=stay)
    form = forms.DoneForm(request.POST)
    if form.is_valid():
        actions.mark_done(own, row, evidence=form.values["evidence"], by=request.actor, at=clock.now())
        messages.success(request, _("Noted as in order."))
    else:
        messages.error(request, _("Say on what you saw it."))
    return redirect("readiness:stay", row.key)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def undone(request: Request, key: str, stay: str) -> HttpResponse:
    own = get_object_or_404(access.own_for(request.actor), key=key)
    row = get_object_or_404(mobilities_for(request.actor), key=stay)
    actions.mark_undone(own, row, by=request.actor, at=clock.now())
    messages.success(request, _("Noted as not in order."))
    return redirect("readiness:stay", row.key)
