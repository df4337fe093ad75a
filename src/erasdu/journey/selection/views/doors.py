"""Who sits at the table: with an account, or in by a personal link to this selection."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import VISITS, actor_for, audience_of, sealed, visiting
from erasdu.ground.look.doors import to_sign_in
from erasdu.ground.look.requests import Request
from erasdu.ground.people.queries import notice_due
from erasdu.journey.selection import access

P = ParamSpec("P")
View = Callable[Concatenate[Any, str, P], HttpResponse]
BY_LINK = "selection.assess"


def at_table(view: View[P]) -> View[P]:
    """The first argument is the selection's key. For everybody else the page does not exist."""

    @wraps(view)
    def opened(request: Request, key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor.is_known and access.selections_for(request.actor).filter(key=key).exists():
            return view(request, key, *args, **kwargs)
        at = clock.now()
        for visit in list(request.session.get(VISITS, {})):
            link = visiting(request, visit, at)
            if link is None or link.purpose != BY_LINK:
                continue
            actor = actor_for(link)
            if access.selections_for(actor).filter(key=key, pk=link.subject_pk).exists():
                request.actor = actor
                if notice_due(link.person_id, audience_of(link)):
                    return sealed(redirect("links:notice", key=link.key))
                return sealed(view(request, key, *args, **kwargs))
        if request.user.is_authenticated:
            raise Http404
        return to_sign_in(request)

    return cast("View[P]", opened)


def base_of(request: Request) -> str:
    """By link: a page without menu."""
    return "look/focus.html" if request.actor.via == "link" else "look/page.html"


def saved(
    request: Request, *, section: str, revision: int | None, at: datetime, suggested: int | None = None
) -> HttpResponse:
    """The answer to a form that saves itself: a note, the revision for the next time, what the agreement scores."""
    context = {"section": section, "revision": revision, "at": at, "suggested": suggested}
    return render(request, "selection/parts/saved.html", context)


def section_again(request: Request, template: str, section: str, context: dict[str, Any]) -> HttpResponse:
    """The whole section instead of the note: something at a field, or somebody else's text."""
    response = render(request, f"{template}#{section}", context)
    return reswap(retarget(response, f"#{section}"), "outerHTML")


def onward(request: Request, address: str) -> HttpResponse:
    """To another page, also after a form that was sent without leaving this one."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
