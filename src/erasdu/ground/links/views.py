"""The door of every personal link: a button, a code, and on to an address without token.

Looking (GET, HEAD) shows nothing personal and changes nothing, because mail robots look at every link.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links import actions, queries, rules
from erasdu.ground.links.doors import actor_for, audience_of, gone, is_strict, let_in, own_words, sealed, visiting
from erasdu.ground.links.forms import CodeForm
from erasdu.ground.look import visitor
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import EVERYWHERE, OWN, of_browser, speaking_to
from erasdu.ground.look.words import because
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.queries import notice

AT_DOOR = "link_at_door"  # session: key of the link whose code is awaited
ONWARDS = "link_onwards"  # session: key of a link, and the page behind its door to which the mail leads
KNOCKS = Limit("link-door", 600, 300)  # per visitor's address: a whole school sits behind one
NEW_LINKS = Limit("link-again", rules.NEW_LINKS_AN_HOUR, 3600)

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Never cached, no referrer, and at most so many times from one address."""

    @wraps(view)
    def inside(request: Request, **names: str) -> HttpResponse:
        if request.method == "POST" and not KNOCKS.take(visitor.address(request)):
            with speaking_to(request, of_browser(request)):
                return sealed(render(request, "links/busy.html", status=429))
        return sealed(view(request, **names))

    return inside


@require_safe
@guarded
def door(request: Request, token: str) -> HttpResponse:
    link = queries.working(token, clock.now())
    if link is None:
        return gone(request, token=token)
    with speaking_to(request, link.person.language):
        return render(request, "links/door.html", {"token": token, "onwards": request.GET.get("onwards", "")[:20]})


@require_POST
@guarded
def open_link(request: Request) -> HttpResponse:
    at, token = clock.now(), request.POST.get("token", "")[:100]
    link = queries.working(token, at)
    if link is None:
        return gone(request, token=token)
    request.session[ONWARDS] = [link.key, request.POST.get("onwards", "")[:20]]
    if not is_strict(link) and queries.is_remembered(link.person_id, request.COOKIES.get(cookie_name(), ""), at):
        return _come_in(request, link.key, at)
    request.session[AT_DOOR] = link.key
    if not (sent := actions.send_code(link, at=at)):
        messages.error(request, because(sent))
    return redirect("links:code")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def code(request: Request) -> HttpResponse:
    at, key = clock.now(), request.session.get(AT_DOOR, "")
    link = queries.working_key(key, at) if key else None
    if link is None:
        return gone(request, key=key)
    with speaking_to(request, link.person.language):
        return _ask_code(request, link, at)


def _ask_code(request: Request, link: Any, at: datetime) -> HttpResponse:
    form = CodeForm(request.POST or None, channel=link.channel, remembers=not is_strict(link))
    if request.method == "POST" and form.is_valid():
        if tried := actions.try_code(link, form.cleaned_data["code"], at=at):
            return _come_in(request, link.key, at, remember=not form.cleaned_data.get("shared", True))
        form.add_error("code", because(tried))
    return render(request, "links/code.html", {"form": form, "channel": link.channel} | own_words(link, OWN))


@require_POST
@guarded
def new_code(request: Request) -> HttpResponse:
    at, key = clock.now(), request.session.get(AT_DOOR, "")
    link = queries.working_key(key, at) if key else None
    if link is None:
        return gone(request, key=key)
    with speaking_to(request, link.person.language):
        if sent := actions.send_code(link, at=at):
            messages.success(request, _("A new code is on its way. Type the newest one."))
        else:
            messages.error(request, because(sent))
    return redirect("links:code")


def cookie_name() -> str:
    """With the prefix that a browser gives only to this very host, over https."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _come_in(request: Request, key: str, at: datetime, *, remember: bool = False) -> HttpResponse:
    link = queries.working_key(key, at)
    if link is None:
        return gone(request, key=key)
    let_in(request, link, at)
    request.session.pop(AT_DOOR, None)
    actions.opened(link, by=actor_for(link), at=at)
    response = redirect(_target(request, link))
    if remember:
        value = request.COOKIES.get(cookie_name(), "") or secrets.token_urlsafe(32)
        actions.remember(link.person, value, visitor.browser(request), at=at)
        lasts = int(rules.DEVICE_LASTS.total_seconds())
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(cookie_name(), value, max_age=lasts, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def _target(request: Request, link: Any) -> str:
    """Where this visit leads; only a name that `LINK_PAGES` knows leads further than the door."""
    key, onwards = request.session.get(ONWARDS, ("", ""))
    return queries.target(link, onwards if key == link.key else "")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def read_notice(request: Request, key: str) -> HttpResponse:
    """The privacy notice at the first opening: one page to read, one button."""
    at = clock.now()
    link = visiting(request, key, at)
    if link is None:
        return gone(request, key=key)
    audience = audience_of(link)
    if request.method == "POST":
        give_notice(link.person, audience, "screen", at=at)
        return redirect(_target(request, link))
    with speaking_to(request, link.person.language):
        return render(
            request, "links/notice.html", {"notice": notice(audience), "key": key} | own_words(link, EVERYWHERE)
        )


@require_POST
@guarded
def again(request: Request) -> HttpResponse:
    """A new link, only ever to the stored address; the answer is the same whatever was asked."""
    at, token, key = clock.now(), request.POST.get("token", "")[:100], request.POST.get("key", "")[:16]
    link = queries.renewable(token, at) if token else queries.renewable_key(key, at)
    if link is not None and NEW_LINKS.take(link.key):
        actions.send_again(link, at=at)
    return redirect("links:sent")


@require_safe
@guarded
def sent(request: Request) -> HttpResponse:
    with speaking_to(request, of_browser(request)):
        return render(request, "links/sent.html")
