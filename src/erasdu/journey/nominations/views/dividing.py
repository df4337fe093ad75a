"""The coordinator divides foreign learners over schools, and lends places and beds between them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies.words import SECTORS
from erasdu.journey.nominations import access, actions, queries
from erasdu.journey.nominations.views.learners import AT_ONCE, occupation_name, title_of
from erasdu.journey.nominations.words import REGIONS
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused


def _call(request: Request, key: str) -> Any:
    return get_object_or_404(calls.calls_for(request.actor).filter(incoming=True), key=key)


@require_safe
@signed_in(COORDINATOR)
def board(request: Request, call: str) -> HttpResponse:
    row = _call(request, call)
    return _board(request, row, queries.board(request.actor, row, clock.now()))


def _board(request: Request, row: Any, found: queries.Board, **more: Any) -> HttpResponse:
    """`more`: what was ticked and chosen already, and what is wrong with it."""
    show = request.GET.get("show", "")
    learners = [line for line in found.learners if _is_shown(line, show)]
    schools = [_school(line, found.sectors) for line in found.schools]
    context = {
        "call": row,
        "call_title": title_of(row),
        "board": found,
        "show": show,
        "learners": [
            {"line": line, "occupation": occupation_name(line.shown.occupation), "sector": _sector(line.sector)}
            for line in learners
        ],
        "sectors": [_sector(code) for code in found.sectors],
        "schools": schools,
        "in_use": [one for one in schools if not one["line"].bare],
        "bare": [one for one in schools if one["line"].bare],
        "may_undo": access.may_undo_division(request.actor, found.last) if found.last else None,
        "ticked": frozenset(),
        "chosen": "",
        "fault": "",
        "untouched": "",
    }
    return render(request, "nominations/board.html", context | more)


def _is_shown(line: Any, show: str) -> bool:
    at = line.shown.nomination.mobility.receiving_id
    return {"waiting": at is None, "given": at is not None}.get(show, True)


def _sector(code: str) -> str:
    return str(SECTORS.get(code, code))


def _school(line: Any, sectors: list[str]) -> dict[str, Any]:
    cells = [
        (_sector(code), line.given[code], line.all_places(code), line.adult_places[code], line.places_left(code) < 0)
        for code in sectors
    ]
    return {"line": line, "region": REGIONS.get(line.region, ""), "cells": cells}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COORDINATOR)
def divide(request: Request, call: str) -> HttpResponse:
    """Those ticked to one school or to nobody, or as suggested; without ticks all that is suggested.

    What lacks is said at its field; what was ticked and chosen stays.
    """
    row, at = _call(request, call), clock.now()
    if request.method != "POST":  # what lacked was shown here: whoever comes back begins anew
        return redirect("nominations:board", row.key)
    act, ticked = request.POST.get("act", ""), set(request.POST.getlist("nomination")[:AT_ONCE])
    found = queries.board(request.actor, row, at)
    schools = {school.key: school for school in access.schools_for(row, brussels_date(at))}
    to = schools.get(request.POST.get("school", ""))
    if fault := _lacking(act, ticked, to, found):
        kept = {"ticked": ticked, "chosen": to.key if to else "", **fault}
        return _board(request, row, found, **kept)
    chosen: dict[Any, Any]
    if act == "suggested":
        chosen = {one: to for one, to in found.suggested.items() if not ticked or one.key in ticked}
    else:
        rows = [line.shown.nomination for line in found.learners if line.shown.nomination.key in ticked]
        chosen = dict.fromkeys(rows, None if act == "nobody" else to)
    _told(request, row, chosen, at)
    return redirect("nominations:board", row.key)


def _lacking(act: str, ticked: set[str], to: Any, found: queries.Board) -> dict[str, str]:
    """What keeps this press from dividing anybody: at the learners, or at the school."""
    if act == "suggested":
        if any(not ticked or one.key in ticked for one in found.suggested):
            return {}
        if ticked:
            return {"untouched": _("For those ticked no school is suggested: beside each stands why.")}
        return {"untouched": _("No school is suggested for anybody: beside each stands why.")}
    if not ticked:
        return {"untouched": _("Tick the learners first.")}
    return {"fault": _("Choose a school.")} if to is None and act != "nobody" else {}


def _told(request: Request, call: Any, chosen: dict[Any, Any], at: Any) -> None:
    first = all(one.mobility.receiving_id is None for one in chosen)
    try:
        made = actions.divide(call, chosen, by=request.actor, at=at)
    except Refused as refused:
        messages.warning(request, because(refused.verdict))
        return
    if made is None:
        messages.info(request, _("Nobody moved: those ticked are there already."))
        return
    number = made.lines.count()
    if first:
        said = ngettext("%(number)d learner has a school.", "%(number)d learners have a school.", number)
    else:
        said = ngettext("%(number)d learner moved.", "%(number)d learners moved.", number)
    messages.success(request, said % {"number": number})
    given = {school.pk for school in chosen.values() if school is not None}
    for line in queries.board(request.actor, call, at).schools if given else ():
        if line.school.pk in given and (over := _over(line)):
            told = _("%(school)s now has more learners than it can place: %(over)s.")
            messages.warning(request, told % {"school": line.school.name, "over": ", ".join(over)})


def _over(line: Any) -> list[str]:
    """Of which places and beds a school has too few for who was given to it."""
    told = _("places in %(sector)s: %(lacking)d too few")
    over = [
        told % {"sector": _sector(code), "lacking": -line.places_left(code)}
        for code in line.given
        if code and line.places_left(code) < 0
    ]
    if line.beds_left < 0:
        over.append(_("beds: %(lacking)d too few") % {"lacking": -line.beds_left})
    return over


@require_POST
@signed_in(COORDINATOR)
def undo_division(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.divisions_for(request.actor).select_related("call"), key=key)
    back, stay = actions.undo_division(row, by=request.actor, at=clock.now())
    said = _("%(back)d learners are back where they were; %(stay)d moved since and stay.")
    messages.success(request, said % {"back": back, "stay": stay})
    return redirect("nominations:board", row.call.key)


# -- lending ---------------------------------------------------------------------------------------


@require_safe
@signed_in(COORDINATOR)
def loans(request: Request, call: str) -> HttpResponse:
    """What schools lend each other in a call; with a keeper chosen, what can be lent of it."""
    row, on = _call(request, call), brussels_date(clock.now())
    schools = list(access.schools_for(row, on))
    keeper = next((school for school in schools if school.key == request.GET.get("keeper")), None)
    places, homes = queries.lendable(row, keeper) if keeper else ([], [])
    context = {
        "call": row,
        "call_title": title_of(row),
        "schools": schools,
        "keeper": keeper,
        "places": [(place, occupation_name(place.occupation)) for place in places],
        "homes": homes,
        "loans": access.loans_for(request.actor).filter(call=row, ended_at=None).order_by("keeper__name", "pk"),
    }
    return render(request, "nominations/loans.html", context)


@require_POST
@signed_in(COORDINATOR)
def lend(request: Request, call: str) -> HttpResponse:
    row, at = _call(request, call), clock.now()
    schools = {school.key: school for school in access.schools_for(row, brussels_date(at))}
    keeper, to = schools.get(request.POST.get("keeper", "")), schools.get(request.POST.get("to", ""))
    if keeper is None or to is None:
        messages.info(request, _("Choose a school."))
        return redirect("nominations:loans", row.key)
    wanted = set(request.POST.getlist("thing")[:AT_ONCE])
    places, homes = queries.lendable(row, keeper)
    things: list[Any] = [one for one in (*places, *homes) if one.key in wanted]  # type: ignore[attr-defined]
    try:
        made = actions.lend(row, things, to, by=request.actor, at=at)
        said = ngettext("%(number)d place or home is lent.", "%(number)d places or homes are lent.", len(made))
        messages.success(request, said % {"number": len(made)})
    except Refused as refused:
        messages.warning(request, because(refused.verdict))
    return redirect("nominations:loans", row.key)


@require_POST
@signed_in(COORDINATOR)
def end_loan(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.loans_for(request.actor), key=key)
    actions.end_loan(row, by=request.actor, at=clock.now())
    messages.success(request, _("The loan has ended."))
    return redirect("nominations:loans", row.call.key)
