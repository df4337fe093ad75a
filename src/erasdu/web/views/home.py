"""The start page: for visitors what this is, for who is signed in what waits for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import say
from erasdu.ground.paperwork.queries import to_sign
from erasdu.kernel.actor import ADMINISTRATOR, CONTACT_POINT, COORDINATOR, LEARNER, PARTNER
from erasdu.web import access, words
from erasdu.web.queries import coordinating, homes, partners
from erasdu.web.queries.office import office
from erasdu.web.views import parts
from erasdu.web.views.public import landing


@require_safe
def home(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return landing(request)
    pages = {
        COORDINATOR: _coordinator,
        CONTACT_POINT: _contact_point,
        PARTNER: _partner,
        LEARNER: _learner,
        ADMINISTRATOR: _administrator,
    }
    if request.actor.door not in pages:
        raise PermissionDenied("this account has no role")
    return pages[request.actor.door](request)


def _coordinator(request: Request) -> HttpResponse:
    at, title = clock.now(), parts.title_column()
    cards = [
        {
            "card": card,
            "title": getattr(card.call, title),
            "stage": say("STATES", f"call.{card.stage}"),
            "boxes": parts.boxes(card.funnel, card.call.key) if card.call.outgoing else [],
            "arrivals": parts.arrivals(card.arrivals, card.call.key) if card.call.incoming else [],
            "deadline": parts.deadlines([card.deadline])[0] if card.deadline else None,
        }
        for card in coordinating.cards(request.actor, at)
    ]
    todos = parts.shown(coordinating.coordinator(request.actor, at, title))
    over = coordinating.finished(request.actor, clock.today())
    past = [{"past": each, "title": getattr(each.call, title)} for each in over]
    context = {"cards": cards, "past": past, "todos": todos, "today": clock.today()}
    return render(request, "web/home_coordinator.html", context)


def _contact_point(request: Request) -> HttpResponse:
    found = homes.contact_point(request.actor, clock.now(), parts.title_column())
    context = {
        "todos": parts.shown(found.todos),
        "deadlines": [{"title": name} | parts.deadlines([each])[0] for name, each in found.deadlines],
        "others": [(words.OTHERS[code], number) for code, number in found.others],
        "calls": found.calls,
        "incoming": homes.incoming(request.actor),
        "papers": found.papers,
        "stays": found.stays,
        "today": clock.today(),
    }
    return render(request, "web/home_contact_point.html", context)


def _partner(request: Request) -> HttpResponse:
    found = partners.home(request.actor, clock.now(), parts.title_column())
    context = {"home": found, "todos": parts.shown(found.todos), "today": clock.today()}
    return render(request, "web/home_partner.html", context)


def _learner(request: Request) -> HttpResponse:
    title = parts.title_column()
    applications: list[dict[str, Any]] = [
        {
            "own": each,
            "title": getattr(each.candidacy.call, title),
            "next": words.NEXT[each.next][0],
            "why": words.NEXT[each.next][1],
            "stopped": each.stage in ("withdrawn", "refused", "not_selected", "declined", "lapsed", "taken_back"),
        }
        for each in homes.learner(request.actor)
    ]
    answers = [each for each in applications if each["own"].next == "answer"]
    context = {
        "answers": answers,
        "applications": [each for each in applications if each not in answers],
        "papers": to_sign(request.actor, clock.now()).count(),
        "checklists": homes.checklists(request.actor, clock.now()),
        "steps": list(words.ROAD.items()),
        "today": clock.today(),
    }
    return render(request, "web/home_learner.html", context)


def _administrator(request: Request) -> HttpResponse:
    found = office(clock.now())
    failed = [
        {"job": job, "what": words.JOBS.get(job.kind, job.kind), "may": access.may_try_again(request.actor, job)}
        for job in found.failed
    ]
    turns = [(words.WORK.get(turn.name, turn.name), turn) for turn in found.turns]
    roles = [(words.ROLES[kind], found.by_role.get(kind, 0)) for kind in words.ROLES]
    return render(
        request, "web/home_administrator.html", {"office": found, "failed": failed, "by_role": roles, "turns": turns}
    )
