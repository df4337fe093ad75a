"""Letting something pass at a gate, with a reason that stays."""

from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import access, queries, rules
from erasdu.journey.readiness.models import About, LetPass
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import HAND_IN, Requirement
from erasdu.kernel.verdict import Verdict


@transaction.atomic
def let_pass(about: About, *, code: str, gate: str, reason: str, by: Actor, at: datetime) -> None:
    """That one thing no longer holds up that one gate; it stays open, and the reason stays with it."""
    _may(by, about).require()
    item = _item(about, code, gate, at)
    rules.may_let_pass(item, gate, reason).require()
    assert item is not None
    # One that was given about something else holds no longer: this one takes its place.
    of = LetPass.about(about)
    LetPass.objects.filter(**of, code=code, gate=gate, ended_at=None).update(ended_at=at)
    values = {**of, "code": code, "gate": gate, "reason": reason.strip()[:500], "by_id": by.person, "at": at}
    try:
        with transaction.atomic():
            LetPass.objects.create(**values, **queries.now_of(item, about))
    except IntegrityError:  # somebody else did the same at the same moment
        return
    journal.record("gate.let_pass", subjects=[about], by=by, at=at, requirement=code, gate=gate)


def _may(by: Actor, about: About) -> Verdict:
    return access.may_let_pass(by, about) if isinstance(about, Mobility) else access.may_let_file_pass(by, about)


def _item(about: About, code: str, gate: str, at: datetime) -> Requirement | None:
    """As it stands; of a candidacy only what handing in asks."""
    on = brussels_date(at)
    if isinstance(about, Mobility):
        found = queries.requirements_of([about], on, heard=False)[about.pk]
    else:
        found = queries.for_handing_in([about.pk], on)[about.pk] if gate == HAND_IN else []
    return next((each for each in found if each.code == code), None)


@transaction.atomic
def end_let_pass(row: LetPass, *, by: Actor, at: datetime) -> None:
    """It holds up the gate again."""
    _may(by, row.subject).require()
    if LetPass.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        journal.record("gate.let_pass_ended", subjects=[row.subject], by=by, at=at, requirement=row.code, gate=row.gate)
