"""A partner reads the profiles that are shared with it; the coordinator and the sending school share and take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.organisations import access as organisations
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.sharing import access, actions, queries
from erasdu.journey.sharing.forms import CopyForm, GroundForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, PARTNER
from erasdu.kernel.typeset import day_text
from erasdu.kernel.verdict import Refused


@require_safe
@signed_in(PARTNER)
def index(request: Request) -> HttpResponse:
    """Learners of whom the profile is shared with this partner now: who and when, the rest once it is opened."""
    rows = list(queries.visible_to(request.actor, clock.now()))
    lines = [{"share": row, "days": _days(row.mobility)} for row in rows]
    return render(request, "sharing/index.html", {"lines": lines})


def _mine(request: Request, key: str) -> Any:
    return get_object_or_404(queries.visible_to(request.actor, clock.now()), key=key)


@require_safe
@signed_in(PARTNER)
def show(request: Request, key: str) -> HttpResponse:
    """One profile, once that it is looked at is kept; before that a button."""
    row, at = _mine(request, key), clock.now()
    if not queries.has_open(row, request.actor, at):
        return render(request, "sharing/closed.html", {"share": row})
    context = {
        "share": row,
        "lines": queries.lines(row.snapshot),
        "form": CopyForm(country=row.partner.country),
        "days": _days(row.mobility),
    }
    return render(request, "sharing/show.html", context)


@require_POST
@signed_in(PARTNER)
def open_profile(request: Request, key: str) -> HttpResponse:
    row = _mine(request, key)
    actions.look(row, by=request.actor, at=clock.now())
    return redirect("sharing:show", row.key)


@require_POST
@signed_in(PARTNER)
def copy(request: Request, key: str) -> HttpResponse:
    """The page to print for one host, with that host's name on it."""
    row, at = _mine(request, key), clock.now()
    form = CopyForm(request.POST, country=row.partner.country)
    if not form.is_valid():
        if not queries.has_open(row, request.actor, at):  # looked at too long ago: that is kept first
            return redirect("sharing:show", row.key)
        context = {"share": row, "lines": queries.lines(row.snapshot), "form": form, "days": _days(row.mobility)}
        return render(request, "sharing/show.html", context, status=422)
    typed = form.values
    actions.look(row, copy_for=typed["copy_for"], by=request.actor, at=at)
    made = queries.profile_pdf(
        row.snapshot, host=typed["host"], copy_for=typed["copy_for"], by=row.partner.name,
        days=_days(row.mobility, typed["language"]), language=typed["language"], at=at,
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    name = slugify(f"profile {row.snapshot.get('given_name', '')}")[:60]
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _days(mobility: Any, language: str = "") -> str:
    """When the learner would come: the days of the stay, or the window of the call."""
    first = mobility.planned_from or mobility.call.stay_from
    last = mobility.planned_until or mobility.call.stay_until
    reader = language or ("en" if get_language() == "en" else "nl")
    return f"{day_text(first, reader)} – {day_text(last, reader)}"


# -- who shares ------------------------------------------------------------------------------------


@require_safe
@signed_in(COORDINATOR, CONTACT_POINT)
def of_mobility(request: Request, mobility: str) -> HttpResponse:
    """What partners see of one learner, what they saw, and with whom it can be shared."""
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    at = clock.now()
    partners = queries.partners_for(row)
    context = {
        "mobility": row,
        "preview": queries.lines(queries.snapshot_of(row)),
        "shares": [(one, access.may_revoke(request.actor, one)) for one in queries.of_mobility(request.actor, row)],
        "partners": [(one, access.may_share(request.actor, row, one, at=at)) for one in partners],
    }
    return render(request, "sharing/of_mobility.html", context)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def share(request: Request, mobility: str) -> HttpResponse:
    row = get_object_or_404(mobilities.mobilities_for(request.actor), key=mobility)
    partner = get_object_or_404(queries.partners_for(row), key=request.POST.get("partner", ""))
    try:
        actions.share(row, partner, by=request.actor, at=clock.now())
        messages.success(request, _("%(partner)s sees this profile now.") % {"partner": partner.name})
    except Refused as refused:
        messages.warning(request, because(refused.verdict))
    return redirect("sharing:of_mobility", row.key)


@require_POST
@signed_in(COORDINATOR, CONTACT_POINT)
def revoke(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.shares_for(request.actor), key=key)
    actions.revoke(row, by=request.actor, at=clock.now())
    messages.success(request, _("%(partner)s sees this profile no more.") % {"partner": row.partner.name})
    return redirect("sharing:of_mobility", row.mobility.key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COORDINATOR)
def ground(request: Request, organisation: str) -> HttpResponse:
    """On what ground data goes to a partner in a country without adequacy."""
    rows = organisations.organisations_for(request.actor).filter(kind="partner")
    partner = get_object_or_404(rows, key=organisation)
    form = GroundForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        actions.record_ground(partner, **form.values, by=request.actor, at=clock.now())
        messages.success(request, _("The ground is recorded."))
        return redirect("sharing:ground", partner.key)
    context = {
        "partner": partner,
        "form": form,
        "needed": queries.needs_ground(partner, clock.today()),
        "grounds": queries.grounds_of(partner),
        "stands": access.grounds_on(clock.today()).filter(partner=partner).exists(),
    }
    return render(request, "sharing/ground.html", context)


@require_POST
@signed_in(COORDINATOR)
def end_grounds(request: Request, organisation: str) -> HttpResponse:
    rows = organisations.organisations_for(request.actor).filter(kind="partner")
    partner = get_object_or_404(rows, key=organisation)
    actions.end_grounds(partner, by=request.actor, at=clock.now())
    messages.success(request, _("No ground stands any more: this partner sees nothing that was shared on one."))
    return redirect("sharing:ground", partner.key)
