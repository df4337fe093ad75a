"""The agreements of a call, and one of them: what it says, what lacks, who signed."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.exports import table_response
from erasdu.ground.look.figures import day as day_word
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.forms import NoForm
from erasdu.journey.agreements.papers import LANGUAGES
from erasdu.journey.agreements.rules import by_side, source_of
from erasdu.journey.agreements.words import FAULTS, ROLES, SIDES, SOURCES, STAGES
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.mobilities import access as mobilities
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, LEARNER, PARTNER
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

PERSON = ("person__family_name", "person__given_name")
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
    row, at, actor = get_object_or_404(calls.calls_for(request.actor), key=call), clock.now(), request.actor
    listing = Listing(
        request,
        queries.stays_of_call(actor, row),
        filters=[
            Filter("stage", _("Agreement"), [(one, STAGES[one]) for one in queries.STAGES]),
            Filter("school", _("Sent by"), _senders(actor, row), "sending__key"),
        ],
        search=[*PERSON, "sending__name", "plan__placement__company__organisation__name"],
        sorts={
            "school": (_("Sent by"), "sending__name", *PERSON),
            "person": (_("Learner"), *PERSON),
            "from": (_("First day"), "planned_from", *PERSON),
        },
    )
    if listing.export:
        found = queries.exported_of(actor, list(listing.queryset), at)
        headers = [_("Learner"), _("Sent by"), _("Company"), _("First day"), _("Agreement"), _("Still to sign")]
        return table_response(_("learning agreements"), headers, map(_exported, found), listing.export)
    title = row.title_en if get_language() == "en" else row.title_nl
    own = actor.is_contact_point and not actor.is_partner
    batch = queries.latest_batch(actor, row) if own else None
    context = {
        "batch": batch,
        "call": row, "call_title": title, "listing": listing, "lines": queries.rows_of(actor, listing.rows, at),
        "rows": "agreements/index.html#rows", "to_begin": len(queries.to_begin(actor, row)) if own else 0,
        "to_send": len(queries.to_send(actor, row)) if own and not (batch and batch.running) else 0,
    }  # fmt: skip
    return render(request, "agreements/index.html", context)


def _senders(actor: Any, call: Any) -> list[tuple[str, str]]:
    rows = queries.stays_of_call(actor, call).order_by("sending__name")
    found = list(dict.fromkeys(rows.values_list("sending__key", "sending__name")))
    return found if len(found) > 1 else []


def _exported(row: Any) -> list[object]:
    stay, standing = row.mobility, row.standing
    who = standing.who if standing and standing.state == "open" else ()
    waits = ", ".join(str(ROLES.get(role, role)) for role in who)
    return [str(stay.person), stay.sending.name, row.company, stay.planned_from, str(STAGES[stay.stage]), waits]


@require_safe
@signed_in(*STAFF, LEARNER)
def of_stay(request: Request, mobility: str) -> HttpResponse:
    """On to the plan of a stay, or the page where it begins."""
    plan = access.plans_for(request.actor).filter(mobility__key=mobility).first()
    if plan is not None:
        return redirect("agreements:show", plan.key)
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    context = {
        "mobility": row, "may_start": access.may_start(request.actor, row), "place": queries.place_of(row),
        "own": queries.own_paper_of(row),
    }  # fmt: skip
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
    return plan_page(request, one(request, key))


def plan_page(request: Request, plan: Any, *, status: int = 200, **bound: object) -> HttpResponse:
    at, actor = clock.now(), request.actor
    page, sides = queries.page(plan, at), access.sides_of(actor, plan)
    on, in_force = brussels_date(at), bool(page.standing and page.standing.in_force)
    turns, lacking = _turns(plan, page, actor, at)
    unreached = queries.home_guardians(plan.mobility, at)[1] if sides and not in_force else []
    sent = page.standing.envelope.issued_at if page.standing and page.standing.envelope else None
    context = {
        "plan": plan,
        "page": page,
        "faults": [(fault, fault_text(fault), source_text(fault)) for fault in page.faults],
        "sides": sides,
        "turns": turns,
        "signer_lacks": lacking,
        "unread": queries.unread(plan, queries.readers_to_sign(plan, at)) if page.to_send else [],
        "unreached": unreached,
        "may_send": access.may_send(actor, plan),
        "may_take_back": page.signing and access.may_take_back(actor, plan, page.signing),
        "fetcher": queries.fetcher(plan),
        "pages": queries.pages_waiting(page.standing, actor.person),
        "keeper": queries.keeper_to_ask(actor, plan),
        "invited_on": queries.invited_on(plan),
        "school_invited_on": queries.invited_on(plan, "school"),
        "may_invite": access.may_invite(actor, plan, "host"),
        "may_invite_school": _may_invite_school(actor, plan, page, sides),
        "place": queries.place_of(plan.mobility),
        "own": queries.own_paper_of(plan.mobility),
        "asked": queries.days_asked(plan) if sides else None,
        "may_set_days": access.may_set_days(actor, plan),
        "no_form": NoForm(),
        "edits": [(side, queries.edits_of(plan, side, sent)) for side in SIDES],
        "sent": sent,
        "is_moved": queries.is_moved(plan),
        "reached": queries.reached(plan, at),
        "counts_as_working": queries.counts_as_working(plan),
        "assesses": access.assesses(actor, plan),
        "may_judge": access.may_judge(actor, plan, on),
        "may_ask_assessor": access.may_ask_assessor(actor, plan, on),
        "may_send_complement": access.may_send_complement(actor, plan, on),
    }
    return render(request, "agreements/show.html", context | bound, status=status)


def _turns(plan: Any, page: Any, actor: Any, at: Any) -> tuple[list[list[Any]], Any]:
    """Who is asked to sign when it is sent, in turn; and why nobody can be, where somebody lacks."""
    if not page.to_send:
        return [], None
    try:
        return _asked_again(actions.who_is_asked(plan, by=actor, at=at), page), None
    except Refused as refusal:
        return [], refusal.verdict


def _may_invite_school(actor: Any, plan: Any, page: Any, sides: Any) -> bool:
    """The coordinator at any time; the host's side while something of the school lacks."""
    if page.signing:
        return False
    lacks = "school" in by_side(page.lacks)
    return actor.is_coordinator or bool(sides == ("host",) and lacks and access.may_invite(actor, plan, "school"))


def _asked_again(turns: Any, page: Any) -> list[list[Any]]:
    """Without who signed the version before and is bound by nothing that changed since."""
    kept = set(page.standing.signed) - set(page.again) if page.standing else set()
    return [left for turn in turns if (left := [party for party in turn if party.role not in kept])]


def fault_text(fault: Any) -> str:
    row = source_of(fault.source, fault.code)
    limits = {name: getattr(row, name, None) for name in ("before", "after", "hours")}
    said = {name: f"{limit:%-H:%M}" if isinstance(limit, time) else limit for name, limit in limits.items()}
    return str(FAULTS[fault.code]) % {"what": country_name(fault.what, get_language() or "nl"), **said}


def source_text(fault: Any, *, checked: bool = True) -> str:
    """Where the rule stands; `checked`: and whether somebody read it there, which is for staff to know."""
    row = source_of(fault.source, fault.code)
    if row is None:
        return str(SOURCES[fault.source])
    told = f"{SOURCES[fault.source]}, {row.article}"
    if not checked:
        return told
    read = _("read on %(day)s") % {"day": day_word(row.checked)} if row.checked else _("not checked at the source yet")
    return f"{told} · {read}"


@require_POST
@signed_in(*STAFF)
def invite(request: Request, key: str, side: str) -> HttpResponse:
    plan = one(request, key)
    if side == access.HOST and queries.keeper_to_ask(request.actor, plan):
        keeper = actions.ask_keeper(plan, by=request.actor, at=clock.now())
        said = _("A mail is on its way to %(name)s, who fills it in for the host.")
        messages.success(request, said % {"name": keeper.name})
        return redirect("agreements:show", plan.key)
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
def languages(request: Request, key: str, signed: str, beside: str) -> HttpResponse:
    """The two languages of the paper, in one press."""
    plan = one(request, key)
    if signed not in LANGUAGES[:2] or beside not in LANGUAGES or signed == beside:
        raise Http404
    actions.set_languages(plan, signed, beside, by=request.actor, at=clock.now())
    messages.success(request, _("The languages of the paper are chosen."))
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(*STAFF)
def send(request: Request, key: str) -> HttpResponse:
    """To all who sign; a later version only to those whom it binds."""
    plan = one(request, key)
    actions.send(plan, by=request.actor, at=clock.now())
    messages.success(request, _("The learning agreement is on its way to who signs it."))
    return redirect("agreements:show", plan.key)
