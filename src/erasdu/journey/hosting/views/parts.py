"""What the pages of hosting share: doors, finding rows, and saving a form over what was seen."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.hosting import access
from erasdu.journey.hosting.forms import ReasonForm, in_error
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

KEEPERS = ("coordinator", "contact_point", "partner")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Places = tuple[tuple[str, str], ...]


def today() -> date:
    return brussels_date(clock.now())


def company_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.companies_for(request.actor), key=key)


def placement_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.placements_for(request.actor), key=key)


def home_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.homes_for(request.actor), key=key)


def keeper_of(request: Request, key: str) -> Any:
    return get_object_or_404(access.keepers_for(request.actor), key=key)


def save(
    request: Request,
    form: PlainForm,
    act: Callable[[], Any],
    *,
    template: str,
    context: Mapping[str, Any],
    done: Any,
    to: Callable[[Any], tuple[str, ...]],
    at_field: Places = (),
    row: Any = None,
) -> HttpResponse:
    """Act on a good form and go on; what is refused stands at its field; who was second sees both texts."""
    shown = {"form": form, **context}
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except Refused as refusal:
            in_error(form, refusal.verdict.code, because(refusal.verdict), at_field)
        except Stale:
            row.refresh_from_db()
            shown |= both(form, {name: getattr(row, name) for name in form.fields if hasattr(row, name)})
            over(form, row.revision)
        else:
            messages.success(request, done)
            return redirect(*to(made))
    return render(request, template, shown)


def withdrawing(
    request: Request, act: Callable[..., Any], *, name: str, bookings: Any, done: Any, back: tuple[str, str]
) -> HttpResponse:
    """Names who is booked there before it is done; `act` takes why, by whom and when."""
    form = ReasonForm(request.POST or None)
    return save(
        request,
        form,
        lambda: act(reason=form.values["reason"], by=request.actor, at=clock.now()),
        template="hosting/withdraw.html",
        context={"name": name, "back": back, "bookings": bookings},
        done=done,
        to=lambda _released: back,
    )
