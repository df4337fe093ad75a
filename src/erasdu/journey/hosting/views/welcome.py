"""The open door of a network: anybody may say that they can receive a learner; the contact point decides."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look import visitor
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.limits import Limit
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import EVERYWHERE, of_browser, speaking
from erasdu.ground.look.words import because
from erasdu.journey.hosting.access.asking import interests_for
from erasdu.journey.hosting.actions import welcome as actions
from erasdu.journey.hosting.forms.asking import WelcomeForm, door_languages
from erasdu.journey.hosting.queries import welcome as queries
from erasdu.journey.hosting.views.doors import STAFF
from erasdu.kernel.verdict import Refused

# A parents' evening behind one address stays below it; one inbox, and one school, are not flooded.
COMING = Limit("welcome", 40, 3600)
SAME = Limit("welcome-same", 3, 24 * 3600)
SCHOOL = Limit("welcome-school", 300, 24 * 3600)


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: Request, door: str) -> HttpResponse:
    """In one of six languages; the answer is the same whoever is known already."""
    keeper = queries.keeper_at_door(door)
    if keeper is None:
        raise Http404
    asked = request.GET.get("in", "")
    language = asked if asked in EVERYWHERE else of_browser(request)
    with speaking(language):
        form = WelcomeForm(request.POST or None, country=keeper.country)
        context = {"keeper": keeper, "form": form, "others": door_languages(language), "done": False}
        if request.method != "POST" or not form.is_valid():
            return render(request, "hosting/welcome.html", context)
        if not _not_too_many(request, door, form):
            form.add_error(None, _("Many people write from this network right now. Try again in an hour."))
            return render(request, "hosting/welcome.html", context, status=429)
        actions.come_in(keeper, **form.values, language=language, at=clock.now())
        return render(request, "hosting/welcome.html", {**context, "done": True})


def _not_too_many(request: Request, door: str, form: WelcomeForm) -> bool:
    reach = form.cleaned_data["email"] or form.cleaned_data["phone"]
    return COMING.take(visitor.address(request)) and SAME.take(reach) and SCHOOL.take(door)


@require_POST
@signed_in(*STAFF)
def take_in(request: Request, key: str) -> HttpResponse:
    interest = get_object_or_404(interests_for(request.actor), key=key)
    keeper = interest.keeper.key
    try:
        made = actions.take_in(interest, by=request.actor, at=clock.now())
    except Refused as refused:
        messages.error(request, because(refused.verdict))
    else:
        said = _("%(name)s is in your network now, and got a link to fill in the rest.")
        messages.success(request, said % {"name": made})
    return redirect("hosting:asking", keeper)


@require_POST
@signed_in(*STAFF)
def turn_away(request: Request, key: str) -> HttpResponse:
    interest = get_object_or_404(interests_for(request.actor), key=key)
    keeper = interest.keeper.key
    actions.turn_away(interest, by=request.actor, at=clock.now())
    messages.success(request, _("Not taken into the network; what was left here is gone."))
    return redirect("hosting:asking", keeper)
