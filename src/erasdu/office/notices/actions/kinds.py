"""Stopping one row of the table for one call, and starting it again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no
from erasdu.office.notices import access
from erasdu.office.notices.models import Stop
from erasdu.office.notices.queries.table import table

LEAST = 10  # characters of a reason


@transaction.atomic
def stop_kind(call: Call, row: str, *, reason: str, by: Actor, at: datetime) -> Stop:
    """From now on nobody reads of this by this row. `row`: its code."""
    access.may_stop(by).require()
    if row not in table().stoppable:
        no("kind_never_stopped").require()
    if len(reason.strip()) < LEAST:
        no("kind_needs_reason", least=LEAST).require()
    try:
        with transaction.atomic():
            found = Stop.objects.create(call=call, row=row, reason=reason.strip(), by_id=by.person, at=at)
    except IntegrityError:
        no("kind_stopped_already").require()
    journal.record("notices.kind_stopped", subjects=[found, call], by=by, at=at, row=row)
    return found


@transaction.atomic
def start_kind(stop: Stop, *, by: Actor, at: datetime) -> None:
    """What comes due from now on is told again; what would have gone in the meantime is not."""
    access.may_stop(by).require()
    if not Stop.objects.filter(pk=stop.pk, ended_at=None).update(ended_at=at, ended_by=by.person):
        no("kind_started_already").require()
    journal.record("notices.kind_started", subjects=[stop, stop.call], by=by, at=at, row=stop.row)
