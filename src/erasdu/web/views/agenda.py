"""The private calendar: its page, with the secret address, and the address itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look import visitor
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import EVERYWHERE, speaking
from erasdu.ground.meetings import actions
from erasdu.ground.meetings.queries import by_token, feed_address, feed_of, subscription
from erasdu.ground.post.actions import language_of
from erasdu.kernel.icalendar import calendar
from erasdu.web.queries.agenda import agenda

READS = Limit("calendar-feed", 60, 3600)  # of one calendar
KNOCKS = Limit("calendar-door", 60, 3600)  # wrong addresses, per visitor


@require_safe
@signed_in
def show(request: Request) -> HttpResponse:
    feed = feed_of(request.actor.person)
    context = {"address": feed_address(feed) if feed else "", "subscribe": subscription(feed) if feed else ""}
    return render(request, "web/calendar.html", context)


@require_POST
@signed_in
def make(request: Request) -> HttpResponse:
    """An address, or a new one in its place."""
    row = actions.make_feed(by=request.actor, at=clock.now())
    again = _("Your calendar has a new address. An earlier one does not work any more.")
    messages.success(request, again if row.generation > 1 else _("Your calendar has an address."))
    return redirect("calendar")


@require_POST
@signed_in
def end(request: Request) -> HttpResponse:
    if feed_of(request.actor.person) is not None:
        actions.end_feed(by=request.actor, at=clock.now())
    messages.success(request, _("The address does not work any more."))
    return redirect("calendar")


@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """What a calendar on a phone asks, again and again. No session, no cookie, no page."""
    at = clock.now()
    if KNOCKS.is_full(visitor.address(request)):
        return _busy()
    row = by_token(token)
    if row is None:
        KNOCKS.take(visitor.address(request))
        raise Http404
    if not READS.take(row.key):
        return _busy()
    language = language_of(row.person, EVERYWHERE)
    with speaking(language):
        text = calendar("ErasDu", agenda(row, at, language), at=at)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="erasdu.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _busy() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "3600"})
