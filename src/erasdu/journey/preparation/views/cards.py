"""Cards and documents of all learners of a school on one page, as one looks at them in one go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls import access as calls
from erasdu.journey.preparation import actions, queries
from erasdu.journey.preparation.forms import CardsForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COORDINATOR, CONTACT_POINT)
def cards(request: Request, call: str) -> HttpResponse:
    row: Any = get_object_or_404(calls.calls_for(request.actor), key=call)
    today = clock.today()
    lacking = queries.cards_to_see(request.actor, row, today)
    given = request.POST if request.method == "POST" else None
    me = str(request.user.person) if request.user.is_authenticated else ""
    form = CardsForm(given, lacking=lacking, today=today, initial={"seen_on": today, "seen_by": me})
    if given is not None and form.is_valid():
        at, said = clock.now(), form.cleaned_data
        done = actions.see_many(form.shown, seen_by=said["seen_by"], seen_on=said["seen_on"], by=request.actor, at=at)
        words = ngettext("Saved for %d learner.", "Saved for %d learners.", done) % done
        (messages.success if done else messages.info)(request, words)
        return redirect("preparation:cards", row.key)
    title = row.title_en if get_language() == "en" else row.title_nl
    dateless = queries.without_days(request.actor, row)
    context = {"call": row, "call_title": title, "form": form, "dateless": dateless}
    return render(request, "preparation/cards.html", context, status=422 if form.errors else 200)
