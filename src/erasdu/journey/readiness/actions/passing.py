"""Letting something pass at a gate, with a reason that stays."""

from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import access, queries, rules
from erasdu.journey.readiness.models import LetPass
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date


@transaction.atomic
def let_pass(mobility: Mobility, *, code: str, gate: str, reason: str, by: Actor, at: datetime) -> None:
    """That one thing no longer holds up that one gate; it stays open, and the reason stays with the stay."""
    access.may_let_pass(by, mobility).require()
    found = queries.requirements_of([mobility], brussels_date(at), heard=False)[mobility.pk]
    item = next((each for each in found if each.code == code), None)
    rules.may_let_pass(item, gate, reason).require()
    # One that was given about something else holds no longer: this one takes its place.
    LetPass.objects.filter(mobility=mobility, code=code, gate=gate, ended_at=None).update(ended_at=at)
    try:
        with transaction.atomic():
            LetPass.objects.create(
                mobility=mobility,
                code=code,
                gate=gate,
                reason=reason.strip()[:500],
                by_id=by.person,
                at=at,
                **queries.now_of(item, mobility) if item else {},
            )
    except IntegrityError:  # somebody else did the same at the same moment
        return
    journal.record("gate.let_pass", subjects=[mobility], by=by, at=at, requirement=code, gate=gate)


@transaction.atomic
def end_let_pass(row: LetPass, *, by: Actor, at: datetime) -> None:
    """It holds up the gate again."""
    access.may_let_pass(by, row.mobility).require()
    if LetPass.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        journal.record(
            "gate.let_pass_ended", subjects=[row.mobility], by=by, at=at, requirement=row.code, gate=row.gate
        )
