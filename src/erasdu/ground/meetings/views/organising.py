"""What who organises a meeting sees and does: the list, the code for the room, moving, cancelling, material."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.meetings import access, actions, queries, rules
from erasdu.ground.meetings.actions.coming import CAUGHT_UP, LIST, OWN_CODE
from erasdu.ground.meetings.forms import MaterialForm, MeetingForm
from erasdu.ground.meetings.views.coming import drawn
from erasdu.ground.vault import queries as vault
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, PARTNER
from erasdu.kernel.verdict import Refused

STAFF = (COORDINATOR, CONTACT_POINT, PARTNER)


def _meeting(request: Request, key: str) -> Any:
    return get_object_or_404(access.meetings_for(request.actor), key=key)


def _guest(request: Request, key: str) -> Any:
    return get_object_or_404(access.guests_for(request.actor), key=key)


@require_safe
@signed_in(*STAFF)
def show(request: Request, key: str) -> HttpResponse:
    return _page(request, _meeting(request, key), MaterialForm())


def _page(request: Request, meeting: Any, form: MaterialForm) -> HttpResponse:
    at, person = clock.now(), request.actor.person
    rows = list(queries.guests(request.actor, meeting))
    context = {
        "meeting": meeting,
        "title": _title(meeting),
        "guests": rows,
        "tally": queries.tally(rows),
        "may": access.may_change(request.actor, meeting),
        "may_invite": access.may_invite(request.actor, meeting, at=at),
        "may_note": access.may_note(request.actor, meeting, at=at),
        "over": at >= meeting.ends_at,
        "others": [(each, _title(each)) for each in queries.in_same_series(meeting)],
        "form": form,
        "material": [vault.address(each, person=person, at=at) for each in queries.material_of(meeting)]
        if person
        else [],
    }
    return render(request, "meetings/show.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def edit(request: Request, key: str) -> HttpResponse:
    meeting = _meeting(request, key)
    stored, texts = MeetingForm.stored(meeting), dict[str, str]()
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(meeting, form.values, revision=form.revision_seen, by=request.actor, at=clock.now())
        except Stale:
            texts = both(form, stored)
            form = MeetingForm(initial=form.cleaned_data | {"revision": meeting.revision})
        except Refused as refused:
            form.add_error("capacity" if refused.verdict.code == "seats_below" else None, because(refused.verdict))
        else:
            messages.success(request, _("Saved. Who is invited hears of another moment or place."))
            return redirect("meetings:show", key)
    context = {
        "meeting": meeting,
        "title": _title(meeting),
        "form": form,
        "may": access.may_change(request.actor, meeting),
    }
    return render(request, "meetings/edit.html", context | texts, status=422 if form.errors or texts else 200)


@require_POST
@signed_in(*STAFF)
def cancel(request: Request, key: str) -> HttpResponse:
    actions.cancel(
        _meeting(request, key), another=request.POST.get("another") == "yes", by=request.actor, at=clock.now()
    )
    messages.success(request, _("The meeting is cancelled. Everybody who did not say no gets a mail."))
    return redirect("meetings:show", key)


@require_safe
@signed_in(*STAFF)
def screen(request: Request, key: str) -> HttpResponse:
    """The code for the room, large enough for the last row."""
    meeting, at = _meeting(request, key), clock.now()
    address = queries.door_address(meeting)
    open_now = rules.door_is_open(meeting.starts_at, meeting.ends_at, at) and meeting.cancelled_at is None
    context = {"meeting": meeting, "title": _title(meeting), "qr": drawn(address), "address": address, "open": open_now}
    return render(request, "meetings/screen.html", context)


@require_POST
@signed_in(*STAFF)
def material(request: Request, key: str) -> HttpResponse:
    meeting = _meeting(request, key)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.add_material(meeting, upload.read(), name=upload.name, by=request.actor, at=clock.now())
        except Refused as refused:
            form.add_error("file", because(refused.verdict))
        else:
            messages.success(request, _("Everybody who is invited can read it on their own page."))
            return redirect("meetings:show", key)
    return _page(request, meeting, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def present(request: Request, key: str) -> HttpResponse:
    """Where a guest's own code leads, and what the buttons of the list do."""
    row = _guest(request, key)
    if request.method == "POST":
        how = request.POST.get("how", LIST)
        actions.attend(row, how if how in (OWN_CODE, CAUGHT_UP) else LIST, by=request.actor, at=clock.now())
        messages.success(request, _("%(name)s is on the list of who was there.") % {"name": row.person})
        if how != OWN_CODE:
            return redirect("meetings:show", row.meeting.key)
        return redirect("meetings:present", key)
    may = access.may_note(request.actor, row.meeting, at=clock.now())
    context = {"guest": row, "meeting": row.meeting, "title": _title(row.meeting), "may": may}
    return render(request, "meetings/present.html", context)


@require_POST
@signed_in(*STAFF)
def absent(request: Request, key: str) -> HttpResponse:
    row = _guest(request, key)
    actions.not_attended(row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is no longer on the list of who was there.") % {"name": row.person})
    return redirect("meetings:show", row.meeting.key)


@require_POST
@signed_in(*STAFF)
def withdraw(request: Request, key: str) -> HttpResponse:
    row = _guest(request, key)
    actions.withdraw(row, by=request.actor, at=clock.now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("meetings:show", row.meeting.key)


def _title(meeting: Any) -> str:
    return queries.title_of(meeting, get_language() or "nl")
