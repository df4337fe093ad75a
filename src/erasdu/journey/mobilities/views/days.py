"""The days of many stays at once: those of a call without days yet, by where they go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.calls import access as calls
from erasdu.journey.mobilities import actions, forms, queries
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.verdict import Refused

AT_ONCE = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COORDINATOR)
def several(request: Request, call: str) -> HttpResponse:
    """One form for each destination. What lacks is said at its field, and what was ticked stays."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    groups = queries.without_days(request.actor, row)
    there = request.POST.get("there", "")
    sent = next((group for group in groups if group.key == there), None)
    if request.method == "POST" and sent is None:
        messages.info(request, _("These stays have their days by now."))
        return redirect("mobilities:plan_several", row.key)
    typed = forms.DatesForm(request.POST, prefix=there) if sent else None
    if sent and typed and typed.is_valid():
        keys = set(request.POST.getlist("stay")[:AT_ONCE])
        chosen = [stay for stay in sent.stays if stay.key in keys]
        if not chosen:
            typed.add_error(None, _("Tick the stays first."))
        elif not (against := queries.fits(row, **typed.values)):
            typed.add_error("last", because(against))
        else:
            _planned(request, chosen, typed.values)
            return redirect("mobilities:plan_several", row.key)
    shown = [(group, typed if group is sent else _fresh(group)) for group in groups]
    ticked = set(request.POST.getlist("stay")) if typed else {stay.key for group in groups for stay in group.stays}
    context = {"call": row, "groups": shown, "ticked": ticked}
    return render(request, "mobilities/days.html", context, status=422 if typed else 200)


def _fresh(group: queries.WithoutDays) -> forms.DatesForm:
    return forms.DatesForm(prefix=group.key, initial={"first": group.first, "last": group.last})


def _planned(request: Request, chosen: list[Any], days: dict[str, Any]) -> None:
    """Each in its own transaction: one that somebody else changed meanwhile holds up no other."""
    number, at = 0, clock.now()
    for stay in chosen:
        try:
            actions.plan(stay, **days, revision=stay.revision, by=request.actor, at=at)
            number += 1
        except Stale:
            said = _("%(name)s: somebody else changed this stay meanwhile. Look at it once more.")
            messages.warning(request, said % {"name": stay.person})
        except Refused as refused:
            messages.warning(request, f"{stay.person}: {because(refused.verdict)}")
    if number:
        said = ngettext("The days of %(n)s stay are set.", "The days of %(n)s stays are set.", number)
        messages.success(request, said % {"n": number})
