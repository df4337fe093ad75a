"""The agreements of a call, and one of them: what it says, what lacks, who signed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.words import FAULTS, SIDES, SOURCES
from erasdu.journey.calls import access as calls
from erasdu.journey.mobilities import access as mobilities
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER, PARTNER

STAFF = (CONTACT_POINT, COORDINATOR, PARTNER)


def one(request: Request, key: str) -> Any:
    return get_object_or_404(access.plans_for(request.actor), key=key)


def side_named(side: str) -> str:
    if side not in SIDES:
        raise Http404
    return side


@require_safe
@signed_in(*STAFF)
def index(request: Request, call: str) -> HttpResponse:
    """Every stay of a call with its agreement."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    rows = queries.rows_of_call(request.actor, row, clock.now())
    title = row.title_en if get_language() == "en" else row.title_nl
    return render(request, "agreements/index.html", {"call": row, "call_title": title, "rows": rows})


@require_safe
@signed_in(*STAFF, LEARNER)
def of_stay(request: Request, mobility: str) -> HttpResponse:
    """On to the plan of a stay, or the page where it begins."""
    plan = access.plans_for(request.actor).filter(mobility__key=mobility).first()
    if plan is not None:
        return redirect("agreements:show", plan.key)
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    context = {"mobility": row, "may_start": access.may_start(request.actor, row), "place": queries.place_of(row)}
    return render(request, "agreements/begin.html", context)


@require_POST
@signed_in(*STAFF)
def start(request: Request, mobility: str) -> HttpResponse:
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    plan = actions.start(row, by=request.actor, at=clock.now())
    return redirect("agreements:show", plan.key)


@require_safe
@signed_in(*STAFF, LEARNER)
def show(request: Request, key: str) -> HttpResponse:
    plan, at, actor = one(request, key), clock.now(), request.actor
    page = queries.page(plan, at)
    sent = page.standing.envelope.issued_at if page.standing and page.standing.envelope else None
    context = {
        "plan": plan,
        "page": page,
        "faults": [(fault, fault_text(fault), SOURCES[fault.source]) for fault in page.faults],
        "sides": access.sides_of(actor, plan),
        "may_send": access.may_send(actor, plan),
        "may_invite": access.may_invite(actor, plan, "host"),
        "place": queries.place_of(plan.mobility),
        "edits": [(side, queries.edits_of(plan, side, sent)) for side in SIDES],
        "sent": sent,
    }
    return render(request, "agreements/show.html", context)


def fault_text(fault: Any) -> str:
    return str(FAULTS[fault.code]) % {"what": fault.what}


@require_POST
@signed_in(*STAFF)
def invite(request: Request, key: str, side: str) -> HttpResponse:
    plan = one(request, key)
    link = actions.invite(plan, side_named(side), by=request.actor, at=clock.now())
    messages.success(request, _("The link is on its way to %(name)s.") % {"name": link.person})
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(*STAFF)
def take_over_place(request: Request, key: str) -> HttpResponse:
    plan = one(request, key)
    actions.take_over_place(plan, by=request.actor, at=clock.now())
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(*STAFF)
def send(request: Request, key: str) -> HttpResponse:
    """To all who sign; a later version only to those whom it binds."""
    plan = one(request, key)
    actions.send(plan, by=request.actor, at=clock.now())
    messages.success(request, _("The learning agreement is on its way to who signs it."))
    return redirect("agreements:show", plan.key)
