"""What waits in the demo for a look or goes on all the same: a file that is let pass, a parent who says it is done."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from erasdu.demo.consortium import Consortium
from erasdu.demo.ready import chosen
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions, queries, rules
from erasdu.journey.readiness.access import acting
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART, HAND_IN

WHY = "Ik zag het ondertekende formulier op papier: de leerling is ziek en tekent volgende week op het scherm."
ASKED: dict[str, Any] = {
    "title_nl": "Kennismaking op school met een ouder", "title_en": "First talk at school with a parent",
    "who": "guardian", "days_before": 14, "gates": [DEPART], "minor": True,
}  # fmt: skip


def let_pass(consortium: Consortium, today: date) -> None:
    """the coordinator lets something pass for one file"""
    at = datetime.combine(today - timedelta(days=1), time(13), tzinfo=UTC)
    rows = Candidacy.objects.filter(state="applied", call__files_opening__lte=today, call__files_deadline__gte=today)
    ordered = list(rows.select_related("call").order_by("pk"))
    found = queries.for_handing_in([row.pk for row in ordered], today)
    for row in ordered:
        chosen = any(item.code == "selected" and item.met for item in found[row.pk])
        lacks = [item.code for item in found[row.pk] if item.holds(HAND_IN) and item.code not in rules.NEVER]
        if chosen and lacks:
            actions.let_pass(row, code=lacks[0], gate=HAND_IN, reason=WHY, by=consortium.actor, at=at)
            return


def said(consortium: Consortium, today: date) -> None:
    """a call asks one thing more of parents, of one it is seen, and another says that it is done"""
    at = datetime.combine(today - timedelta(days=1), time(14), tzinfo=UTC)
    rows = Mobility.objects.filter(state="planned", direction="outgoing", planned_from__gt=today)
    stays = list(rows.select_related("call", "person").order_by("planned_from", "pk"))
    parents = acting.by_link(stays, ("guardian",), today)
    minors = [stay for stay in stays if parents.get((stay.pk, "guardian"))]
    if not minors:
        return
    call = Call.objects.get(pk=minors[0].call_id)
    own = actions.add(call, **ASKED, by=consortium.actor, at=at)
    one = chosen(today)
    if one is not None and one.call_id == call.pk:
        actions.mark_done(own, one, evidence="kwam op school langs", by=consortium.actor, at=at + timedelta(hours=2))
    others = [stay for stay in minors if stay.call_id == call.pk and (one is None or stay.pk != one.pk)]
    if not others:
        return
    parent = parents[others[0].pk, "guardian"][0]
    by = Actor(parent, "holder", via="link")
    remark = "Wij waren dinsdag na vier uur op school."
    actions.say_done(own, others[0], remark=remark, by=by, at=at + timedelta(hours=5))
