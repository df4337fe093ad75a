"""What is taken: the list, and confirming and releasing by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.journey.hosting import access, actions, queries
from erasdu.journey.hosting.forms import ReasonForm
from erasdu.journey.hosting.views.companies import calls_of, keepers_of, title_of
from erasdu.journey.hosting.views.parts import KEEPERS, get_or_post, save
from erasdu.journey.mobilities import access as mobilities

WHAT = (("place", gettext_lazy("places")), ("bed", gettext_lazy("beds")))
STATES = (("held", gettext_lazy("held")), ("confirmed", gettext_lazy("confirmed")))


def _of_keeper(rows: Any, key: str) -> Any:
    at_company = rows.filter(placement__company__keeper__key=key)
    return at_company | rows.filter(room__home__keeper__key=key)


@signed_in(*KEEPERS)
@require_safe
def index(request: Request) -> HttpResponse:
    calls = {call.key: call for call in calls_of(request)}
    listing = Listing(
        request,
        queries.booking_rows(request.actor),
        filters=[
            Filter("keeper", _("Network"), keepers_of(request), _of_keeper),
            Filter("what", _("What"), WHAT, lambda rows, value: rows.filter(room__isnull=value == "place")),
            Filter("state", _("State"), STATES, "state"),
            Filter("call", _("Call"), [(key, title_of(call)) for key, call in calls.items()], "mobility__call__key"),
        ],
        search=[
            "given", "family", "room__home__name", "placement__company__organisation__name",
        ],
        sorts={
            "from": (_("From"), "starts_on", "family"),
            "name": (_("Learner"), "family", "given"),
        },
    )  # fmt: skip
    if listing.export:
        headers = [_("Learner"), _("Sending school"), _("What"), _("Where"), _("From"), _("Until"), _("State")]
        return listing.table(_("bookings"), headers, _cells)
    matched = access.matched(row.mobility_id for row in listing.rows)
    own = mobilities.mobilities_for(request.actor).filter(pk__in=matched)  # a bed may be lent to another school
    on_board = set() if request.actor.is_partner else set(own.values_list("pk", flat=True))
    context = {"listing": listing, "matched": matched, "on_board": on_board}
    return render(request, "hosting/bookings.html", context)


def _cells(row: Any) -> list[object]:
    where = row.placement.company.organisation.name if row.placement else f"{row.room.home.name}, {row.room.name}"
    what = dict(WHAT)["place" if row.placement else "bed"]
    return [
        queries.who_comes(row), row.mobility.sending.name if row.known else "", str(what), where, row.starts_on,
        row.ends_on, str(dict(STATES)[row.state]),
    ]  # fmt: skip


def booking_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.bookings_for(request.actor), key=key)


@signed_in(*KEEPERS)
@require_POST
def confirm(request: Request, key: str) -> HttpResponse:
    actions.confirm(booking_of(request, key), by=request.actor, at=clock.now())
    messages.success(request, _("Confirmed: the learner now sees name and address."))
    return redirect("hosting:bookings")


@signed_in(*KEEPERS)
@get_or_post
def release(request: Request, key: str) -> HttpResponse:
    booking = booking_of(request, key)
    access.may_release(request.actor, booking).require()
    form = ReasonForm(request.POST or None)
    return save(
        request,
        form,
        lambda: actions.release(booking, reason=form.values["reason"], by=request.actor, at=clock.now()),
        template="hosting/release.html",
        context={"booking": booking},
        done=_("Released: the place or bed is free again."),
        to=lambda _made: ("hosting:bookings",),
    )
