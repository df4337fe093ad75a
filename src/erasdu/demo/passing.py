"""What the coordinator lets pass in the demo: one file may go in although something lacks."""

from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo.consortium import Consortium
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.readiness import actions, queries, rules
from erasdu.kernel.requirement import HAND_IN

WHY = "Ik zag het ondertekende formulier op papier: de leerling is ziek en tekent volgende week op het scherm."


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
