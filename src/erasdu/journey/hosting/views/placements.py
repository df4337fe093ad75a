"""Internship places: offer, change, pause, renew, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, actions, queries
from erasdu.journey.hosting.forms import HoursForm, OccupationForm, PlacementForm, ReasonForm, RenewForm
from erasdu.journey.hosting.forms.placements import AT_FIELD
from erasdu.journey.hosting.rules import warnings
from erasdu.journey.hosting.views.parts import KEEPERS, company_of, get_or_post, placement_of, save, today
from erasdu.journey.hosting.words.content import known


@signed_in(*KEEPERS)
@get_or_post
def offer(request: Request, key: str) -> HttpResponse:
    """First the occupation, then what belongs to it."""
    company = company_of(request, key)
    access.may_offer(request.actor, company).require()
    occupation = request.GET.get("occupation", "")
    if not known(occupation):
        first = OccupationForm(request.GET if occupation else None)
        first.is_valid()
        return render(request, "hosting/occupation.html", {"company": company, "form": first})
    firm = company.organisation
    form = PlacementForm(occupation, request.POST or None, country=firm.country, postal_code=firm.postal_code)
    return save(
        request,
        form,
        lambda: actions.offer_placement(company, **form.given, by=request.actor, at=clock.now()),
        template="hosting/placement_form.html",
        context={"company": company, "placement": None, "occupation": occupation},
        done=_("The place is offered."),
        to=lambda _made: ("hosting:company", key),
        at_field=AT_FIELD,
    )


@signed_in(*KEEPERS)
@require_safe
def hours(request: Request) -> HttpResponse:
    """What the rules say of hours that are being typed: before they are saved."""
    form = HoursForm(request.GET)
    found = warnings(form.schedule)
    warned = [each for each in found if form.for_minors or not each.only_minors]
    return render(request, "hosting/hours.html", {"warned": warned})


@signed_in(*KEEPERS)
@get_or_post
def edit(request: Request, key: str) -> HttpResponse:
    placement = placement_of(request, key)
    access.may_edit_placement(request.actor, placement).require()
    firm, at = placement.company.organisation, clock.now()
    form = PlacementForm(
        placement.occupation, request.POST or None, placement=placement, country=firm.country,
        postal_code=firm.postal_code,
    )  # fmt: skip
    return save(
        request,
        form,
        lambda: actions.edit_placement(placement, **form.given, revision=form.revision_seen, by=request.actor, at=at),
        template="hosting/placement_form.html",
        context={"company": placement.company, "placement": placement, "occupation": placement.occupation},
        done=_("The place is saved."),
        to=lambda _made: ("hosting:company", placement.company.key),
        at_field=AT_FIELD,
        row=placement,
    )


def _done(request: Request, placement: Any, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("hosting:company", placement.company.key)


@signed_in(*KEEPERS)
@require_POST
def pause(request: Request, key: str) -> HttpResponse:
    placement = placement_of(request, key)
    actions.pause_placement(placement, by=request.actor, at=clock.now())
    return _done(request, placement, _("The place is paused. What is booked stands."))


@signed_in(*KEEPERS)
@require_POST
def resume(request: Request, key: str) -> HttpResponse:
    placement = placement_of(request, key)
    actions.resume_placement(placement, by=request.actor, at=clock.now())
    return _done(request, placement, _("The place is offered again."))


@signed_in(*KEEPERS)
@get_or_post
def withdraw(request: Request, key: str) -> HttpResponse:
    """Names who has the place before it is done."""
    placement = placement_of(request, key)
    access.may_withdraw_placement(request.actor, placement).require()
    form = ReasonForm(request.POST or None)
    at = clock.now()
    return save(
        request,
        form,
        lambda: actions.withdraw_placement(placement, reason=form.values["reason"], by=request.actor, at=at),
        template="hosting/withdraw.html",
        context={
            "name": placement.company.organisation.name,
            "occupation": placement.occupation,
            "back": ("hosting:company", placement.company.key),
            "bookings": queries.bookings_of_place(request.actor, placement, today()),
        },
        done=_("The place is withdrawn."),
        to=lambda _released: ("hosting:company", placement.company.key),
    )


@signed_in(*KEEPERS)
@get_or_post
def renew(request: Request, key: str) -> HttpResponse:
    """The same again, in one step."""
    placement = placement_of(request, key)
    access.may_renew_placement(request.actor, placement).require()
    form = RenewForm(request.POST or None, calls=queries.windows_ahead(request.actor, today()))
    return save(
        request,
        form,
        lambda: actions.renew_placement(placement, form.values["call"], by=request.actor, at=clock.now()),
        template="hosting/renew.html",
        context={"placement": placement},
        done=_("The same place is offered again. Look whether the mentor and the hours still hold."),
        to=lambda _made: ("hosting:company", placement.company.key),
        at_field=(("placement_renewed", "call"),),
    )
