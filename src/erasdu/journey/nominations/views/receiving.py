"""A receiving school's page of its foreign learners: name, days, and of the profile what may be shared."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.nominations import access, actions, queries
from erasdu.journey.nominations.forms import CopyForm
from erasdu.journey.nominations.views.learners import occupation_name, title_of
from erasdu.journey.nominations.words import FOUND
from erasdu.journey.sharing import queries as sharing
from erasdu.kernel.actor import CONTACT_POINT
from erasdu.kernel.typeset import day_text


@require_safe
@signed_in(CONTACT_POINT)
def incoming(request: Request) -> HttpResponse:
    """All learners whom the schools of this contact point receive, by call."""
    rows = list(access.incoming_for(request.actor).order_by("call__stay_from", "mobility__person__family_name", "pk"))
    found = queries.found_for(row.mobility_id for row in rows)
    calls = {row.call.key: title_of(row.call) for row in rows}
    lines = [_line(row, found[row.mobility_id]) for row in rows]
    return render(request, "nominations/incoming.html", {"lines": lines, "calls": calls})


def _line(row: Any, found: queries.Found) -> dict[str, Any]:
    profile = row.mobility.profile
    return {
        "row": row,
        "title": title_of(row.call),
        "occupation": occupation_name(profile.occupation),
        "complete": queries.form_state(profile).open is None,
        "found": FOUND[found.code],
    }


def _one(request: Request, key: str) -> Any:
    return get_object_or_404(access.incoming_for(request.actor), key=key)


def _context(row: Any) -> dict[str, Any]:
    mobility = row.mobility
    return {
        "row": row,
        "mobility": mobility,
        "call_title": title_of(row.call),
        "lines": sharing.lines(sharing.snapshot_of(mobility)),
        "own_words": queries.own_words(mobility.profile),
        "minor": queries.details(row).minor,
        "first": mobility.planned_from or row.wished_from or row.call.stay_from,
        "last": mobility.planned_until or row.wished_until or row.call.stay_until,
    }


@require_safe
@signed_in(CONTACT_POINT)
def incoming_learner(request: Request, key: str) -> HttpResponse:
    """The profile, once that it is looked at is kept; before that a button."""
    row = _one(request, key)
    if not queries.has_open(row, request.actor, clock.now()):
        return render(request, "nominations/incoming_closed.html", {"row": row, "call_title": title_of(row.call)})
    return render(request, "nominations/incoming_learner.html", {**_context(row), "form": CopyForm()})


@require_POST
@signed_in(CONTACT_POINT)
def incoming_open(request: Request, key: str) -> HttpResponse:
    row = _one(request, key)
    actions.look(row, by=request.actor, at=clock.now())
    return redirect("nominations:incoming_learner", row.key)


@require_POST
@signed_in(CONTACT_POINT)
def incoming_copy(request: Request, key: str) -> HttpResponse:
    """The page to print for one company or family, with its name on it."""
    row, form, at = _one(request, key), CopyForm(request.POST), clock.now()
    if not form.is_valid() and not queries.has_open(row, request.actor, at):  # that one looks is kept first
        return redirect("nominations:incoming_learner", row.key)
    context = _context(row)
    if not form.is_valid():
        return render(request, "nominations/incoming_learner.html", context | {"form": form}, status=422)
    typed = form.values
    actions.look(row, printed=True, by=request.actor, at=at)
    days = f"{day_text(context['first'], typed['language'])} – {day_text(context['last'], typed['language'])}"
    made = sharing.profile_pdf(
        sharing.snapshot_of(row.mobility), host=typed["host"], copy_for=typed["copy_for"],
        by=row.mobility.receiving.name, days=days, language=typed["language"], at=at,
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    name = slugify(f"profile {row.mobility.person.given_name}")[:60]
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
