"""What must still be done for learners whom a partner sends here, and who does it: papers, documents, place, bed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from erasdu.ground.look.words import titled
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import queries as nominations
from erasdu.journey.preparation import access
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.actor import PARTNER, Actor
from erasdu.kernel.requirement import Requirement
from erasdu.web import rules

EACH = 5  # learners of one call who have a row each; of more one row with all of them
Open = Mapping[int, Sequence[Requirement]]  # by stay


def before_arrival(actor: Actor, on: date, title: str) -> list[rules.Todo]:
    """Of accepted learners of whom the partner must do something, with what others do for them."""
    stays = access.stays_for(actor).filter(state="planned", call__stay_until__gte=on)
    keys = nominations.accepted_keys(stay.pk for stay in stays)
    coming = [stay for stay in stays if stay.pk in keys]
    found = readiness.open_by_stay(coming, on)
    of: dict[int, list[Mobility]] = defaultdict(list)
    for stay in coming:
        if _own(found[stay.pk]):
            of[stay.call_id].append(stay)
    return [todo for several in of.values() for todo in _of_call(several, found, keys, on, title)]


def _of_call(stays: Sequence[Mobility], found: Open, keys: dict[int, str], on: date, title: str) -> list[rules.Todo]:
    by = {stay.pk: min((one.by for one in _own(found[stay.pk]) if one.by), default=None) for stay in stays}
    steps = {stay.pk: _steps(stay, found[stay.pk], keys[stay.pk]) for stay in stays}
    if len(stays) > EACH:
        call, first = stays[0].call, min((day for day in by.values() if day), default=None)
        url, urgent = reverse("nominations:index", args=[call.key]), rules.urgent(first, on)
        soonest = sorted(stays, key=lambda stay: by[stay.pk] or date.max)
        every = tuple(step for stay in soonest for step in steps[stay.pk])
        return [rules.Todo("before_arrival", getattr(call, title), url, len(stays), first, urgent, steps=every)]
    return [
        rules.Todo(
            "before_arrival", f"{stay.person} · {', '.join(titled(one) for one in _own(found[stay.pk]))}",
            _page(stay, keys[stay.pk], _own(found[stay.pk])), by=by[stay.pk], urgent=rules.urgent(by[stay.pk], on),
            what=str(stay.person), steps=steps[stay.pk],
        )
        for stay in stays
    ]  # fmt: skip


def _own(items: Sequence[Requirement]) -> list[Requirement]:
    return [item for item in items if item.who == PARTNER]


def _steps(stay: Mobility, items: Sequence[Requirement], nomination: str) -> tuple[rules.Step, ...]:
    """The partner's own first, each with the page on which it is done."""
    return tuple(
        rules.Step(
            titled(item), item.who, item.by,
            nominations.page_of(item.code, nomination, stay.key) if item.who == PARTNER else "", str(stay.person),
            item.unverified and not item.met,
        )
        for item in sorted(items, key=lambda item: item.who != PARTNER)
    )  # fmt: skip


def _page(stay: Mobility, nomination: str, waiting: Sequence[Requirement]) -> str:
    codes = [one.code for one in waiting]
    return nominations.page_of(codes[0] if len(codes) == 1 else "", nomination, stay.key)
