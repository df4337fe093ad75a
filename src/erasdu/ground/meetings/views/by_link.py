"""For who has no account: all one's own invitations behind one personal link, and the private calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, gone, let_in_too
from erasdu.ground.look.requests import Request
from erasdu.ground.meetings import access, actions, queries
from erasdu.ground.meetings.views.coming import answered
from erasdu.ground.paperwork import queries as papers

DOOR = "meetings.answer"
# Behind these links stands the page of the calendar alone: of parents, companies, families, and who comes here.
OTHERS = ("paperwork.own", "hosting.offer", "hosting.stay", "nominations.profile")


@require_safe
@by_link(DOOR, abroad=True)
def mine(request: Request, link: Any) -> HttpResponse:
    """Every meeting that the holder of the link is invited to, what waits behind other links, and the calendar."""
    at = clock.now()
    besides = [one for one in papers.asked_besides(link, at) if one.link is None or one.link.purpose != DOOR]
    let_in_too(request, [one.link for one in besides if one.link], at)
    rows = access.invitations_for(request.actor).order_by("-meeting__starts_at", "-pk")[:50]
    context = {
        **_calendar(request, link),
        "besides": besides,
        "invited": [(row, queries.title_of(row.meeting, get_language() or "nl")) for row in rows],
    }
    return render(request, "meetings/mine_by_link.html", context)


@require_safe
@by_link(*OTHERS, abroad=True)
def calendar(request: Request, link: Any) -> HttpResponse:
    """The calendar of whoever holds the link: it shows what is theirs, whatever the link is about."""
    context = {**_calendar(request, link), "back": reverse(settings.LINK_DOORS[link.purpose], args=[link.key])}
    return render(request, "meetings/calendar_by_link.html", context)


def _calendar(request: Request, link: Any) -> dict[str, Any]:
    feed = queries.feed_of(request.actor.person)
    return {
        "key": link.key,
        "link": link,
        "address": queries.feed_address(feed) if feed else "",
        "subscribe": queries.subscription(feed) if feed else "",
    }


def _page_of(link: Any) -> str:
    return "meetings:mine_by_link" if link.purpose == DOOR else "meetings:calendar_by_link"


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(DOOR, abroad=True)
def other(request: Request, link: Any, invitation: str) -> HttpResponse:
    """Another invitation of the same person."""
    row = access.invitations_for(request.actor).filter(key=invitation).first()
    if row is None:
        return gone(request, key=link.key)
    return answered(request, row, "meetings:other_by_link", link.key, row.key)


@require_POST
@by_link(DOOR, *OTHERS, abroad=True)
def make_calendar(request: Request, link: Any) -> HttpResponse:
    row = actions.make_feed(by=request.actor, at=clock.now())
    again = _("Your calendar has an address. An earlier one does not work any more.")
    messages.success(request, again if row.generation > 1 else _("Your calendar has an address."))
    return redirect(_page_of(link), link.key)


@require_POST
@by_link(DOOR, *OTHERS, abroad=True)
def end_calendar(request: Request, link: Any) -> HttpResponse:
    if queries.feed_of(request.actor.person) is not None:
        actions.end_feed(by=request.actor, at=clock.now())
    messages.success(request, _("The address does not work any more."))
    return redirect(_page_of(link), link.key)
