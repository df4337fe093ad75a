"""The days of a match follow those of its stay: what was only proposed, and what was confirmed and moved by all."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching.actions.telling import tell_moved
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused


def move_days(mobility: Mobility, *, first: date, last: date, at: datetime) -> None:
    """Of what everybody agreed to. The door for `agreements`, where place and bed were booked for the new days.

    The family hears it, who signs nothing about them.
    """
    match = Match.objects.filter(mobility=mobility, state="confirmed", ended_at=None).first()
    if match is None or (match.starts_on, match.ends_on) == (first, last):
        return
    Match.objects.filter(pk=match.pk).update(starts_on=first, ends_on=last)
    match.refresh_from_db()
    tell_moved(match, at=at)


def follow_days(stay: int, *, at: datetime) -> bool:
    """What was proposed and not yet asked is held for the days that were planned since; whether it could be.

    Where the place or the bed is not free then it stays as it was, and nobody can be asked.
    """
    try:
        return _followed(stay, at)
    except Refused:
        return False


@transaction.atomic
def _followed(stay: int, at: datetime) -> bool:
    rows = Match.objects.select_for_update(of=("self",)).filter(mobility=stay, state="proposed", ended_at=None)
    match = rows.select_related("mobility", "placement", "room").first()
    if match is None or match.mobility.planned_from is None or match.mobility.planned_until is None:
        return False
    days = {"first": match.mobility.planned_from, "last": match.mobility.planned_until}
    if (match.starts_on, match.ends_on) == tuple(days.values()):
        return False
    for booking in Booking.objects.filter(mobility=stay, released_at=None).order_by("pk"):
        hosting.release(booking, reason="other_days", by=SYSTEM, at=at)
    if match.placement is not None:
        hosting.book_place(match.placement, match.mobility, **days, by=SYSTEM, at=at)
    if match.room is not None:
        hosting.book_bed(match.room, match.mobility, **days, by=SYSTEM, at=at)
    starts, ends = days.values()
    Match.objects.filter(pk=match.pk).update(starts_on=starts, ends_on=ends, revision=F("revision") + 1)
    journal.record("match.days_followed", subjects=[match.mobility], by=SYSTEM, at=at, match=match.pk)
    return True
