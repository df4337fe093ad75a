"""Which agreements of a call can be begun, or sent, with one press."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from erasdu.ground.jobs.models import Job
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
from erasdu.kernel.verdict import Verdict, no

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


def batches_of(call: Call, actor: Actor) -> str:
    """What the jobs of every round of this school for this call begin with."""
    return f"plans:{call.key}:{actor.organisation}:"


@dataclass(frozen=True, slots=True)
class Batch:
    """How far the latest round of sending by this school has come. `left`: plans not sent, and why; `waiting`: plans
    of which the turn did not come yet, in whichever round."""

    total: int
    done: int
    failed: int
    left: Sequence[tuple[LearningPlan, Verdict]]
    waiting: frozenset[int]

    @property
    def running(self) -> bool:
        return self.done + self.failed < self.total


def latest_batch(actor: Actor, call: Call) -> Batch | None:
    """Two queries; None when nobody of this school sent them all yet. What was sent since is not left any more."""
    rows = list(Job.objects.filter(once__startswith=batches_of(call, actor)).order_by("pk"))
    if not rows:
        return None
    batch = rows[-1].once.rpartition(":")[0]
    jobs = [row for row in rows if row.once.startswith(f"{batch}:")]
    refused = {job.payload["plan"]: job.payload for job in jobs if "refused" in job.payload}
    stays = _own(actor, call, (FILLED_IN,)).values("pk")
    plans = access.plans_for(actor).filter(pk__in=refused, mobility__in=stays).select_related("mobility__person")
    return Batch(
        len(jobs),
        sum(job.done_at is not None for job in jobs),
        sum(job.failed_at is not None for job in jobs),
        [(each, _why(refused[each.pk])) for each in plans.order_by("pk")],
        frozenset(row.payload["plan"] for row in rows if row.done_at is None and row.failed_at is None),
    )


def _why(payload: Mapping[str, Any]) -> Verdict:
    return no(payload["refused"], **payload.get("about", {}))


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
