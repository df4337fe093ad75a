"""The info sessions of a call: planning one, and inviting learners, parents or a group."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.meetings import access as meetings
from erasdu.ground.meetings import actions as meeting_actions
from erasdu.ground.meetings.queries import title_of
from erasdu.journey.calls import access as calls
from erasdu.journey.preparation import access, queries
from erasdu.journey.preparation.forms import InviteForm, SessionForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.periods import brussels_date

STAFF = (COORDINATOR, CONTACT_POINT)
CHOSEN = "chosen"  # in the address of the page: a group was chosen, and is shown


def _call(request: Request, key: str) -> Any:
    return get_object_or_404(calls.calls_for(request.actor), key=key)


def _call_title(call: Any) -> str:
    return str(call.title_en if get_language() == "en" else call.title_nl)


@require_safe
@signed_in(*STAFF)
def index(request: Request, call: str) -> HttpResponse:
    row, language, at = _call(request, call), get_language() or "nl", clock.now()
    rows = queries.meetings_of(request.actor, row).order_by("starts_at", "pk")
    mine = set(meetings.meetings_for(request.actor).values_list("pk", flat=True))
    guests = queries.own_guests(request.actor, row, [each for each in rows if each.pk not in mine])
    context = {
        "call": row,
        "call_title": _call_title(row),
        "sessions": [(each, title_of(each, language), each.pk in mine, guests.get(each.pk, ())) for each in rows],
        "stays": access.stays_to_invite(request.actor, row).count(),
        "may_plan": access.may_plan_session(request.actor, row),
        "empty": set(rows.filter(cancelled_at=None, ends_at__gt=at, invitations=None).values_list("pk", flat=True)),
        "now": at,
    }
    return render(request, "preparation/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def plan(request: Request, call: str) -> HttpResponse:
    """A new session, or another moment of one that there is."""
    row = _call(request, call)
    access.may_plan_session(request.actor, row).require()
    earlier = list(meetings.meetings_for(request.actor).filter(pk__in=queries.meetings_of(request.actor, row)))
    choices = [(each.key, f"{title_of(each, get_language() or 'nl')}, {each.starts_at:%d/%m}") for each in earlier]
    asked = {"same_as": request.GET.get("same_as", "")}
    form = SessionForm(request.POST if request.method == "POST" else None, sessions=choices, initial=asked)
    if request.method == "POST" and form.is_valid():
        values = form.values
        same = next((each for each in earlier if each.key == values.pop("same_as", "")), None)
        made = meeting_actions.plan(
            queries.organiser_for(request.actor), values, about=row, same_as=same, by=request.actor, at=clock.now()
        )
        messages.success(request, _("Planned. Now invite whom it is for."))
        return redirect("preparation:invite", made.key)
    context = {"call": row, "call_title": _call_title(row), "form": form}
    return render(request, "preparation/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def invite(request: Request, key: str) -> HttpResponse:
    """Choose a group, see whom it reaches, then invite them."""
    meeting: Any = get_object_or_404(meetings.meetings_for(request.actor).filter(about_kind=queries.CALL), key=key)
    call, at = get_object_or_404(calls.calls_for(request.actor), pk=meeting.about_pk), clock.now()
    stays = list(access.stays_to_invite(request.actor, call).order_by("person__family_name", "pk"))
    given = request.POST if request.method == "POST" else request.GET
    form = InviteForm(
        given if request.method == "POST" or CHOSEN in given else None,
        schools=sorted({(str(stay.sending_id), stay.sending.name) for stay in stays}, key=lambda each: each[1]),
        destinations=sorted({(str(stay.destination_id), stay.destination.place) for stay in stays if stay.destination}),
        stays=[(str(stay.pk), str(stay.person)) for stay in stays],
    )
    chosen = form.group if form.is_bound and form.is_valid() else None if form.is_bound else queries.EVERYBODY
    if request.method == "POST" and chosen:
        guests = queries.guests_of(request.actor, call, chosen, brussels_date(at))
        number = meeting_actions.invite(meeting, guests, by=request.actor, at=at)
        said = ngettext("%(n)d person is invited by mail.", "%(n)d people are invited by mail.", number)
        messages.success(request, said % {"n": number} if number else _("Nobody new in this group can be invited."))
        return redirect("meetings:show", meeting.key)
    may = meetings.may_invite(request.actor, meeting, at=at)
    context = {
        "meeting": meeting,
        "call": call,
        "over": at >= meeting.ends_at and bool(access.may_plan_session(request.actor, call)),
        "title": title_of(meeting, get_language() or "nl"),
        "form": form,
        "may": may,
        "number": len(stays),
        "reach": queries.reach(request.actor, meeting, call, chosen, brussels_date(at)) if chosen else None,
        "chosen": chosen.fields if chosen else [],
    }
    return render(request, "preparation/invite.html", context, status=422 if form.errors else 200)
