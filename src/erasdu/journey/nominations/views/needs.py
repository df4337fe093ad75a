"""By personal link: who comes here says what must be so where they sleep, in their own language, and takes it back.

Of health and food only the learner tells, with consent: a parent's link to the profile opens nothing here.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, gone
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import of_browser, speaking
from erasdu.journey.mobilities import actions, queries
from erasdu.journey.nominations import access
from erasdu.journey.nominations.forms import NeedsForm


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("nominations.profile", abroad=True)
def needs_by_link(request: Request, link: Any) -> HttpResponse:
    """Partners write English with all their learners, so that the phone says best what somebody reads."""
    row = access.own_nomination_at_door(request.actor, link.subject_pk)
    if row is None:
        return gone(request, key=link.key)
    with speaking(of_browser(request)):
        told = queries.needs_of([row.mobility_id]).get(row.mobility_id)
        form = NeedsForm(request.POST if request.method == "POST" else None, initial={"needs": sorted(told or ())})
        if request.method == "POST" and form.is_valid():
            actions.tell_needs(row.mobility, form.values["needs"], by=request.actor, at=clock.now())
            messages.success(request, _("We look for a bed that suits you."))
            return redirect("nominations:needs_by_link", link.key)
        context = {"link": link, "form": form, "told": told is not None, "nothing": not told}
        return render(request, "nominations/needs.html", context, status=422 if form.is_bound else 200)


@require_POST
@by_link("nominations.profile", abroad=True)
def needs_back_by_link(request: Request, link: Any) -> HttpResponse:
    row = access.own_nomination_at_door(request.actor, link.subject_pk)
    if row is None:
        return gone(request, key=link.key)
    actions.take_needs_back(row.mobility, by=request.actor, at=clock.now())
    with speaking(of_browser(request)):
        messages.success(request, _("What you told is erased."))
    return redirect("nominations:needs_by_link", link.key)
