"""The checks of a home: visit, interview, adults and extracts. Only who keeps the network comes here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, actions, queries
from erasdu.journey.hosting.forms import AdultForm, ChecksForm, ExtractForm
from erasdu.journey.hosting.forms.homes import AT_FIELD
from erasdu.journey.hosting.views.parts import KEEPERS, get_or_post, home_of, save, today

COLUMNS = ("visited_by", "visited_on", "interviewed_by", "interviewed_on", "valid_until")


@signed_in(*KEEPERS)
@get_or_post
def checks(request: Request, key: str) -> HttpResponse:
    home = home_of(request, key)
    access.may_check_home(request.actor, home).require()
    form = ChecksForm(request.POST or None, home=home)
    at = clock.now()
    return save(
        request,
        form,
        lambda: actions.record_checks(
            home,
            **{name: form.values[name] for name in COLUMNS},
            revision=form.revision_seen,
            by=request.actor,
            at=at,
        ),
        template="hosting/checks.html",
        context={"home": home, "untold": queries.untold(home)},
        done=_("Visit and interview are kept."),
        to=lambda _made: ("hosting:home", key),
        at_field=AT_FIELD,
        row=home,
    )


@signed_in(*KEEPERS)
@get_or_post
def add_adult(request: Request, key: str) -> HttpResponse:
    home = home_of(request, key)
    access.may_check_home(request.actor, home).require()
    first = not queries.adults_of(home)
    known = {"given_name": home.contact.given_name, "family_name": home.contact.family_name} if first else {}
    form = AdultForm(request.POST or None, initial=known)
    names = ("given_name", "family_name", "email")
    return save(
        request,
        form,
        lambda: actions.add_adult(
            home, **{name: form.values[name] for name in names}, by=request.actor, at=clock.now()
        ),
        template="hosting/adult.html",
        context={"home": home},
        done=_("The adult is on the list. Next: see an extract."),
        to=lambda _made: ("hosting:home", key),
        at_field=(("adult", "given_name"),),
    )


@signed_in(*KEEPERS)
@require_POST
def remove_adult(request: Request, key: str, adult: str) -> HttpResponse:
    home = home_of(request, key)
    found = get_object_or_404(queries.adults(home), person__key=adult)
    actions.remove_adult(found, by=request.actor, at=clock.now())
    messages.success(request, _("The adult is taken off the list."))
    return redirect("hosting:home", key)


@signed_in(*KEEPERS)
@get_or_post
def extract(request: Request, key: str, adult: str) -> HttpResponse:
    home = home_of(request, key)
    access.may_check_home(request.actor, home).require()
    found = get_object_or_404(queries.adults(home), person__key=adult)
    form = ExtractForm(request.POST or None, initial={"seen_on": today()})
    names = ("seen_by", "seen_on", "issued_on")
    return save(
        request,
        form,
        lambda: actions.see_extract(
            found, **{name: form.values[name] for name in names}, by=request.actor, at=clock.now()
        ),
        template="hosting/extract.html",
        context={"home": home, "adult": found},
        done=_("It is kept that the extract was seen."),
        to=lambda _made: ("hosting:home", key),
        at_field=(("extract_seen", "seen_on"), ("extract", "issued_on"), ("day_to_come", "seen_on")),
    )


@signed_in(*KEEPERS)
@require_POST
def take_back(request: Request, key: str, adult: str) -> HttpResponse:
    home = home_of(request, key)
    found = get_object_or_404(queries.adults(home), person__key=adult)
    actions.take_extract_back(found, by=request.actor, at=clock.now())
    messages.success(request, _("The note about the extract is taken back."))
    return redirect("hosting:home", key)
