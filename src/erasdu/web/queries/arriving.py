"""What a partner still has to do for learners whom it sends here: papers from home, documents, residence and visa."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import queries as nominations
from erasdu.journey.preparation import access
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.actor import PARTNER, Actor
from erasdu.web import rules

EACH = 5  # learners of one call who are named; of more their list


def before_arrival(actor: Actor, on: date, title: str) -> list[rules.Todo]:
    """Of accepted learners; each by name with the page of the one thing, or of the learner when there are more."""
    stays = access.stays_for(actor).filter(state="planned", call__stay_until__gte=on)
    keys = nominations.accepted_keys(stay.pk for stay in stays)
    found: dict[int, list[readiness.Waiting]] = defaultdict(list)
    of: dict[int, list[Mobility]] = defaultdict(list)
    for one in readiness.waiting_of([stay for stay in stays if stay.pk in keys], PARTNER, on):
        for stay in one.stays:
            found[stay.pk].append(one)
            if stay not in of[stay.call_id]:
                of[stay.call_id].append(stay)
    return [todo for several in of.values() for todo in _of_call(several, found, keys, on, title)]


def _of_call(
    stays: Sequence[Mobility],
    found: dict[int, list[readiness.Waiting]],
    keys: dict[int, str],
    on: date,
    title: str,
) -> list[rules.Todo]:
    by = {stay.pk: min((one.by for one in found[stay.pk] if one.by), default=None) for stay in stays}
    if len(stays) > EACH:
        call, first = stays[0].call, min((day for day in by.values() if day), default=None)
        url, urgent = reverse("nominations:index", args=[call.key]), rules.urgent(first, on)
        return [rules.Todo("before_arrival", getattr(call, title), url, len(stays), first, urgent)]
    return [
        rules.Todo(
            "before_arrival", f"{stay.person} · {', '.join(one.name for one in found[stay.pk])}",
            _page(stay, keys[stay.pk], found[stay.pk]), by=by[stay.pk], urgent=rules.urgent(by[stay.pk], on),
        )
        for stay in stays
    ]  # fmt: skip


def _page(stay: Mobility, nomination: str, waiting: Sequence[readiness.Waiting]) -> str:
    codes = [one.code for one in waiting]
    return nominations.page_of(codes[0] if len(codes) == 1 else "", nomination, stay.key)
