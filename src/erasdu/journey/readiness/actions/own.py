"""What a call asks beside the steps: added, ended, and marked for one stay."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import access
from erasdu.journey.readiness.actions.said import CONFIRMED, NOT_YET
from erasdu.journey.readiness.models import Done, OwnRequirement, Said
from erasdu.journey.readiness.rules import SAYERS, to_offer
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

COPIED = (
    "title_nl", "title_en", "who", "days_before", "gates", "minor", "outside_eea", "sector", "direction", "word_enough",
)  # fmt: skip


@transaction.atomic
def add(
    call: Call,
    *,
    title_nl: str,
    title_en: str,
    who: str,
    days_before: int,
    gates: Iterable[str],
    by: Actor,
    at: datetime,
    minor: bool | None = None,
    outside_eea: bool | None = None,
    destination: Destination | None = None,
    sector: str = "",
    direction: str = "",
    word_enough: bool = False,
) -> OwnRequirement:
    """From now on the call asks it; of learners who left already it asks nothing."""
    access.may_add(by, call).require()
    made = OwnRequirement.objects.create(
        call=call,
        title_nl=title_nl,
        title_en=title_en,
        who=who,
        days_before=days_before,
        gates=sorted(gates),
        minor=minor,
        outside_eea=outside_eea,
        destination=destination,
        sector=sector,
        direction=direction,
        word_enough=word_enough and who in SAYERS,
        added_at=at,
        added_by_id=by.person,
    )
    journal.record("own_requirement.added", subjects=[call], by=by, at=at, own=made.key)
    return made


@transaction.atomic
def add_ready(call: Call, codes: Collection[str], *, by: Actor, at: datetime) -> list[OwnRequirement]:
    """Of what is ready to be asked these that the call does not ask yet, as they stand there."""
    access.may_add_ready(by, call).require()
    titles = OwnRequirement.objects.filter(call=call, ended_at=None).values_list("title_nl", flat=True)
    offered = to_offer(set(titles), outgoing=call.outgoing, incoming=call.incoming)
    return [add(call, **row, by=by, at=at) for code, row in offered.items() if code in codes]


@transaction.atomic
def copy_own(earlier: Call, call: Call, *, by: Actor, at: datetime) -> None:
    """What the earlier call asks now, for its copy: the days count from leaving, so they move along by themselves.

    What is for one destination is for the one on the same place of the list.
    """
    access.may_add_ready(by, call).require()
    there = dict(zip(earlier.destinations.values_list("pk", flat=True), call.destinations.all(), strict=True))
    for own in OwnRequirement.objects.filter(call=earlier, ended_at=None):
        place = there[own.destination_id] if own.destination_id else None
        add(call, **{name: getattr(own, name) for name in COPIED}, destination=place, by=by, at=at)


@transaction.atomic
def end(own: OwnRequirement, *, by: Actor, at: datetime) -> None:
    """The call no longer asks it; what was marked stays as it is."""
    access.may_end(by, own).require()
    if not OwnRequirement.objects.filter(pk=own.pk, ended_at=None).update(ended_at=at):
        no("own_ended").require()
    journal.record("own_requirement.ended", subjects=[own.call], by=by, at=at, own=own.key)


@transaction.atomic
def bring_back(own: OwnRequirement, *, by: Actor, at: datetime) -> None:
    """The call asks it again, with what was marked before."""
    access.may_bring_back(by, own).require()
    if not OwnRequirement.objects.filter(pk=own.pk).exclude(ended_at=None).update(ended_at=None):
        no("own_asked_now").require()
    journal.record("own_requirement.back", subjects=[own.call], by=by, at=at, own=own.key)


@transaction.atomic
def mark_done(own: OwnRequirement, mobility: Mobility, *, evidence: str, by: Actor, at: datetime) -> None:
    """Somebody saw that it is in order; a second time changes nothing."""
    access.may_mark(by, own, mobility).require()
    if not evidence.strip():
        no("own_needs_evidence").require()
    try:
        with transaction.atomic():
            Done.objects.create(own=own, mobility=mobility, evidence=evidence.strip()[:300], by_id=by.person, at=at)
    except IntegrityError:
        return
    _looked_at(own, mobility, CONFIRMED, by, at)
    journal.record("own_requirement.done", subjects=[mobility], by=by, at=at, own=own.key)


@transaction.atomic
def mark_undone(own: OwnRequirement, mobility: Mobility, *, by: Actor, at: datetime) -> None:
    """It was not in order after all."""
    access.may_mark(by, own, mobility).require()
    if Done.objects.filter(own=own, mobility=mobility, undone_at=None).update(undone_at=at):
        _looked_at(own, mobility, NOT_YET, by, at)
        journal.record("own_requirement.undone", subjects=[mobility], by=by, at=at, own=own.key)


def _looked_at(own: OwnRequirement, mobility: Mobility, answer: str, by: Actor, at: datetime) -> None:
    """What was said of it waits for nobody any more."""
    rows = Said.objects.filter(own=own, mobility=mobility, undone_at=None, answer="")
    rows.update(answer=answer, answered_by_id=by.person, answered_at=at)
