"""The stays of a call, and one stay with its dates and parties."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because, say
from erasdu.journey.calls import access as calls
from erasdu.journey.mobilities import access, actions, forms, queries
from erasdu.journey.mobilities.states import MOBILITY
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

PERSON = ("person__given_name", "person__family_name")


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def index(request: Request, call: str) -> HttpResponse:
    """Every stay of a call that one sees."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    listing = Listing(
        request,
        queries.of_call(request.actor, row),
        filters=[
            Filter("state", _("State"), [(one, say("STATES", f"mobility.{one}")) for one in sorted(MOBILITY.states)]),
            Filter("dates", _("Dates"), [("none", _("without dates")), ("set", _("with dates"))], _with_dates),
        ],
        search=[*PERSON, "sending__name", "destination__place"],
        sorts={
            "person": (_("Learner"), *PERSON),
            "sending": (_("Sent by"), "sending__name", *PERSON),
            "from": (_("First day"), "planned_from"),
        },
    )
    if listing.export:
        headers = [_("Learner"), _("Sent by"), _("Destination"), _("First day"), _("Last day"), _("State")]
        return listing.table(_("stays"), headers, _exported)
    return render(
        request, "mobilities/index.html", {"call": row, "listing": listing, "rows": "mobilities/index.html#rows"}
    )


def _with_dates(rows: Any, value: str) -> Any:
    return rows.filter(planned_from__isnull=value == "none")


def _exported(row: Any) -> list[object]:
    place = row.destination.place if row.destination else row.receiving.name if row.receiving else ""
    state = say("STATES", f"mobility.{row.state}")
    return [str(row.person), row.sending.name, place, row.planned_from, row.planned_until, state]


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT, LEARNER)
def show(request: Request, key: str) -> HttpResponse:
    return _page(request, key)


def _page(request: Request, key: str, **bound: object) -> HttpResponse:
    row = get_object_or_404(access.mobilities_for(request.actor), key=key)
    first, last = queries.suggested(row)
    actor, at = request.actor, clock.now()
    context = {
        "mobility": row,
        "call_title": row.call.title_en if get_language() == "en" else row.call.title_nl,
        "window": queries.window(row),
        "parties": queries.parties(row),
        "first_chosen": queries.first_chosen(row),
        "events": queries.events_of(row, actor),
        "papers": queries.papers_of(row, actor, at),
        "may_ask_papers": access.may_ask_papers(actor, row),
        "may_plan": access.may_plan(actor, row),
        "on_hold": queries.on_hold(row, at),
        "permissions": queries.permissions_of(row, actor, at),
        "departure": queries.before_departure(row, actor, brussels_date(at)),
        "may_depart": access.may_depart(row, at=at),
        # Of a minor it tells what a parent chose too, so only to staff.
        "may_be_shown": None if actor.is_learner else queries.may_be_shown(row, at),
        "may_choose_telling": access.may_choose_telling(actor, row, at=at),
        "form": forms.DatesForm(initial={"first": first, "last": last, "revision": row.revision}),
    }
    return render(request, "mobilities/show.html", context | bound, status=422 if bound else 200)


@require_POST
@signed_in(LEARNER)
def tell_guardians(request: Request, key: str) -> HttpResponse:
    """Of age: whether parents keep hearing of it."""
    row = get_object_or_404(access.mobilities_for(request.actor), key=key)
    yes = request.POST.get("tell") == "yes"
    actions.tell_guardians(row, yes=yes, by=request.actor, at=clock.now())
    messages.success(request, _("Your parents stay informed.") if yes else _("Your parents hear nothing new any more."))
    return redirect("mobilities:show", row.key)


@require_POST
@signed_in(COORDINATOR)
def plan(request: Request, key: str) -> HttpResponse:
    """Set the days: what does not fit the call is said at the form, what they open again before they are saved."""
    row = get_object_or_404(access.mobilities_for(request.actor), key=key)
    form = forms.DatesForm(request.POST)
    if not form.is_valid():
        return _page(request, key, form=form)
    at = clock.now()
    on = brussels_date(at)
    before = queries.in_order(row, on)
    save = partial(actions.plan, row, **form.values, revision=form.revision_seen, by=request.actor, at=at)
    try:
        if "sure" not in request.POST and (reopens := actions.foresee(row, save, on)):
            return render(request, "mobilities/reopens.html", {"mobility": row, "form": form, "reopens": reopens})
        save()
    except Stale:
        texts = both(form, {"first": row.planned_from, "last": row.planned_until})
        again = forms.DatesForm(initial=form.values | {"revision": row.revision})
        return _page(request, key, form=again, **texts)
    except Refused as refusal:
        if refusal.verdict.code not in {"stay_outside_window", "stay_length"}:
            raise
        form.add_error("last", because(refusal.verdict))
        return _page(request, key, form=form)
    messages.success(request, _("The dates of the stay are saved."))
    if lost := queries.reopened(row.pk, before, on):
        messages.warning(request, _("With these dates this is no longer in order: %s.") % ", ".join(lost))
    return redirect("mobilities:show", row.key)
