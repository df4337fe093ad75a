"""Which agreements of a call can be begun, or sent, with one press."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from erasdu.ground.links.models import Link
from erasdu.journey.agreements import access
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.queries.content import lacks
from erasdu.journey.agreements.queries.pages import FILLED_IN, NOT_BEGUN, stays_of_call
from erasdu.journey.agreements.queries.tongues import Pair, Unread, best_pair, readers_to_sign, unread
from erasdu.journey.agreements.queries.week import faults_of
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.kernel.actor import Actor

COMMON_TEXTS = ("guidance", "evaluation", "recognition", "reintegration")
COMMON = ("school_after_hours", "qualification_level", *COMMON_TEXTS)
"""Of the school's part what is mostly the same for all its learners."""


def to_begin(actor: Actor, call: Call) -> list[Mobility]:
    """Own learners with days and a place of whom no plan says yet what is the same for all."""
    rows = _own(actor, call, (NOT_BEGUN, FILLED_IN)).filter(planned_from__isnull=False, planned_until__isnull=False)
    placed = Booking.objects.filter(state=CONFIRMED, released_at=None, placement__isnull=False).values("mobility")
    plans = {plan.mobility_id: plan for plan in LearningPlan.objects.filter(mobility__in=rows)}
    return [stay for stay in rows.filter(pk__in=placed).order_by("pk") if _is_bare(plans.get(stay.pk))]


def _is_bare(plan: LearningPlan | None) -> bool:
    return plan is None or plan.placement_id is None or not all(getattr(plan, name) for name in COMMON)


def to_send(actor: Actor, call: Call) -> list[LearningPlan]:
    """Own plans that were never sent and in which nothing lacks."""
    stays = _own(actor, call, (FILLED_IN,)).values("pk")
    rows = access.plans_for(actor).filter(mobility__in=stays, placement__isnull=False).order_by("pk")
    return [plan for plan in rows if is_ready(plan)]


def earlier_texts(schools: Collection[int], call: Call, *, but: LearningPlan | None = None) -> dict[str, str]:
    """What the newest other agreement of these schools in this call says of what is mostly the same; "" left out."""
    rows = LearningPlan.objects.filter(mobility__sending__in=schools, mobility__call=call)
    rows = rows.exclude(pk=but.pk) if but else rows
    told = rows.exclude(**dict.fromkeys(COMMON_TEXTS, ""))
    found = told.order_by("-started_at", "-pk").values(*COMMON).first() or {}
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class UnreadPlan:
    """An agreement that somebody who signs it cannot read, and the two languages that serve most of them; None: none
    of these languages is another than now."""

    plan: LearningPlan
    unread: Sequence[Unread]
    pair: Pair | None


def unread_to_send(actor: Actor, call: Call, at: datetime) -> list[UnreadPlan]:
    """Of those that can be sent now."""
    found = []
    for plan in to_send(actor, call):
        readers = readers_to_sign(plan, at)
        if whom := unread(plan, readers):
            now = (plan.language, plan.beside)
            pair = best_pair(readers, now)
            found.append(UnreadPlan(plan, whom, None if pair == now else pair))
    return found


def is_ready(plan: LearningPlan) -> bool:
    return bool(stay_of(plan.mobility)) and not lacks(plan) and not any(fault.hard for fault in faults_of(plan))


def is_invited(plan: LearningPlan) -> bool:
    """Whether the host has its link."""
    rows = Link.objects.filter(purpose=access.LINKS[access.HOST], subject_kind=access.SUBJECT, subject_pk=plan.pk)
    return rows.filter(revoked_at=None).exists()


def _own(actor: Actor, call: Call, stages: Collection[str]) -> QuerySet[Mobility]:
    staged: QuerySet[Any] = stays_of_call(actor, call)
    rows = staged.filter(stage__in=stages)
    return rows if actor.is_coordinator else rows.filter(sending__in=actor.scope)
