"""Invited: answer by account or by link, put it in a calendar, say in the room that one is there."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import VISITS, actor_for, by_link, gone, visiting
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import of_browser, speaking, speaking_to
from erasdu.ground.meetings import access, actions, queries, rules
from erasdu.ground.meetings.forms import AnswerForm
from erasdu.ground.vault import queries as vault
from erasdu.kernel.actor import Actor
from erasdu.kernel.icalendar import calendar

SAID = {
    ("yes", "seat"): _("Noted: you come. Your seat is kept."),
    ("yes", "waiting"): _(
        "All seats are taken. You are on the waiting list, and get a mail as soon as a seat comes free."
    ),
    ("no", ""): _("Noted: you do not come."),
    ("maybe", ""): _("Noted. Say yes as soon as you know: a seat is kept only for who says yes."),
}
MISSED_REQUIRED = _(
    "Noted: you do not come. Being there is required before departure: who organises it sees your answer and looks for "
    "another moment."
)

# The page of an invitation → the same meeting for a calendar.
FILES = {
    "meetings:invitation": "meetings:file",
    "meetings:answer_by_link": "meetings:file_by_link",
    "meetings:other_by_link": "meetings:other_file_by_link",
}


@require_safe
@signed_in
def own(request: Request) -> HttpResponse:
    """All that one is invited to, and what one organises."""
    at, language = clock.now(), get_language() or "nl"
    rows = access.invitations_for(request.actor).order_by("-meeting__starts_at", "-pk")[:50]
    mine = access.meetings_for(request.actor).order_by("-starts_at", "-pk")[:50]
    context = {
        "invited": [(row, queries.title_of(row.meeting, language)) for row in _next_first(rows, at)],
        "organised": [(row, queries.title_of(row, language)) for row in _next_first(mine, at)],
        "now": at,
    }
    return render(request, "meetings/own.html", context)


def _next_first(rows: Iterable[Any], at: datetime) -> list[Any]:
    """What comes next on top; below it what is over, the latest first. Of meetings, or of invitations to them."""

    def of(row: Any) -> Any:
        return row.meeting if hasattr(row, "meeting") else row

    by = sorted(rows, key=lambda row: of(row).starts_at)
    over = [row for row in by if of(row).ends_at < at]
    return [*(row for row in by if row not in over), *reversed(over)]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.invitations_for(request.actor), key=key)
    return answered(request, row, "meetings:invitation", key)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("meetings.answer", abroad=True)
def answer_by_link(request: Request, link: Any) -> HttpResponse:
    row = access.invitations_for(request.actor).filter(pk=link.subject_pk).first()
    if row is None:
        return gone(request, key=link.key)
    return answered(request, row, "meetings:answer_by_link", link.key)


def answered(request: Request, row: Any, name: str, *keys: str) -> HttpResponse:
    """The page of one invitation. `name`, `keys`: its own address."""
    at = clock.now()
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["answer"]
        seat = actions.answer(row, said, by=request.actor, at=at)
        asked = said == "no" and row.meeting.required and not row.seen_how
        messages.success(request, str(MISSED_REQUIRED if asked else SAID[said, seat]))
        return redirect(name, *keys)
    person = request.actor.person
    context = {
        "invitation": row,
        "meeting": row.meeting,
        "title": queries.title_of(row.meeting, get_language() or "nl"),
        "form": form,
        "may": access.may_answer(request.actor, row, at=at),
        "over": at >= row.meeting.ends_at,
        "qr": drawn(queries.present_address(row)),
        "material": [vault.address(each, person=person, at=at) for each in queries.material_of(row.meeting)]
        if person
        else [],
        "base": "look/page.html" if name == "meetings:invitation" else "look/focus.html",
        "file": reverse(FILES[name], args=keys),
        "link": "" if name == "meetings:invitation" else keys[0],
    }
    return render(request, "meetings/invitation.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def file(request: Request, key: str) -> HttpResponse:
    """The meeting for a calendar."""
    row = get_object_or_404(access.invitations_for(request.actor), key=key)
    return _file(row)


@require_safe
@by_link("meetings.answer", abroad=True)
def file_by_link(request: Request, link: Any, invitation: str = "") -> HttpResponse:
    rows = access.invitations_for(request.actor)
    row = (rows.filter(key=invitation) if invitation else rows.filter(pk=link.subject_pk)).first()
    return gone(request, key=link.key) if row is None else _file(row)


def _file(row: Any) -> HttpResponse:
    entry = queries.entry_of(row.meeting, get_language() or "nl")
    response = HttpResponse(calendar(entry.title, [entry], at=clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.meeting.key}.ics"'
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request, key: str, token: str) -> HttpResponse:
    """The code that hangs in the room: a button for everybody in this browser who is invited."""
    at = clock.now()
    with _in_the_room(request, at):
        return _door(request, key, token, at)


def _in_the_room(request: Request, at: datetime) -> AbstractContextManager[None]:
    """In the language of who came in by a link here, else in the first of ours that this browser asks for."""
    if request.actor.person is not None:
        return nullcontext()
    link = next(_links_here(request, at), None)
    return speaking_to(request, link.person.language) if link else speaking(of_browser(request))


def _door(request: Request, key: str, token: str, at: datetime) -> HttpResponse:
    meeting = access.at_door(key)
    if meeting is None or not rules.same(token, queries.door_token(meeting)):
        raise Http404
    here = list(_who_is_here(request, at))
    rows = [(row, actor) for actor in here for row in access.invitations_for(actor).filter(meeting=meeting)]
    if request.method == "POST" and rows:
        for row, actor in rows:
            actions.enter(row, by=actor, at=at)
        return redirect("meetings:door", key, token)
    context = {
        "title": queries.title_of(meeting, get_language() or "nl"),
        "rows": [row for row, _who in rows],
        "here": bool(here),
        "open": rules.door_is_open(meeting.starts_at, meeting.ends_at, at) and meeting.cancelled_at is None,
        "all_seen": bool(rows) and all(row.seen_how for row, _who in rows),
    }
    response = render(request, "meetings/door.html", context)
    add_never_cache_headers(response)
    return response


def _who_is_here(request: Request, at: datetime) -> Iterator[Actor]:
    """Who is signed in, and whoever came in by a personal link in this browser; each person once."""
    seen = set()
    if request.actor.person is not None:
        seen.add(request.actor.person)
        yield request.actor
    for link in _links_here(request, at):
        if link.person_id not in seen:
            seen.add(link.person_id)
            yield actor_for(link)


def _links_here(request: Request, at: datetime) -> Iterator[Any]:
    """The working links by which somebody came in by this browser."""
    found = (visiting(request, key, at) for key in request.session.get(VISITS, {}))
    return (link for link in found if link is not None)


def drawn(address: str) -> str:
    """An address as a QR code, as an image that stands in the page itself."""
    code: str = segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=8, dark="#000", light="#fff")
    return code
