"""Who must do what a call asks says that it is done: behind a personal link, or with an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.readiness import access, actions, forms, queries
from erasdu.kernel.actor import LEARNER, PARTNER
from erasdu.kernel.periods import brussels_date

SAY, CANNOT = "say", "cannot"  # the button that says that it cannot be done
DOORS = ("paperwork.own", "hosting.offer", "meetings.answer", "nominations.profile")


@require_safe
@by_link(*DOORS, abroad=True)
def by_own_link(request: Request, link: Any) -> HttpResponse:
    return _page(request, link)


@require_POST
@by_link(*DOORS, abroad=True)
def say_by_link(request: Request, link: Any, own: str, stay: str) -> HttpResponse:
    return _say(request, own, stay, link)


@require_POST
@by_link(*DOORS, abroad=True)
def take_back_by_link(request: Request, link: Any, said: str) -> HttpResponse:
    return _take_back(request, said, link)


@require_safe
@signed_in(LEARNER, PARTNER)
def asked(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
@signed_in(LEARNER, PARTNER)
def say(request: Request, own: str, stay: str) -> HttpResponse:
    return _say(request, own, stay)


@require_POST
@signed_in(LEARNER, PARTNER)
def take_back(request: Request, key: str) -> HttpResponse:
    return _take_back(request, key)


def _page(request: Request, link: Any = None, **bound: object) -> HttpResponse:
    context = {
        "asked": queries.asked_of(request.actor, brussels_date(clock.now())),
        "blank": forms.SaidForm(),
        "link": link,
    }
    template = "readiness/asked_by_link.html" if link else "readiness/asked.html"
    return render(request, template, context | bound, status=422 if bound else 200)


def _say(request: Request, own: str, stay: str, link: Any = None) -> HttpResponse:
    asked_of = queries.asked_of(request.actor, brussels_date(clock.now()))
    thing = next((one for one in asked_of if (one.own.key, one.stay.key) == (own, stay)), None)
    if thing is None:
        raise Http404
    form = forms.SaidForm(request.POST)
    if not form.is_valid():
        return _page(request, link, form=form, own=own, stay=stay)
    remark, at = form.values["remark"], clock.now()
    if request.POST.get(SAY) != CANNOT:
        actions.say_done(thing.own, thing.stay, remark=remark, by=request.actor, at=at)
        messages.success(request, _("Thank you. We noted that it is done."))
        return _back(link)
    if not remark:
        form.add_error("remark", _("Say why it cannot be done."))
        return _page(request, link, form=form, own=own, stay=stay)
    actions.say_cannot(thing.own, thing.stay, why=remark, by=request.actor, at=at)
    messages.success(request, _("Thank you. The school looks for another way and contacts you."))
    return _back(link)


def _take_back(request: Request, said: str, link: Any = None) -> HttpResponse:
    row = get_object_or_404(access.said_by(request.actor), key=said)
    actions.take_back(row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back: it is still to do."))
    return _back(link)


def _back(link: Any) -> HttpResponse:
    return redirect("readiness:asked_by_link", link.key) if link else redirect("readiness:asked")
