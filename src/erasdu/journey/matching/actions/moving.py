"""The days of a confirmed match follow those of its stay; the family hears it, who signs nothing about them."""

from datetime import date, datetime

from erasdu.journey.matching.actions.telling import tell_moved
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Mobility


def move_days(mobility: Mobility, *, first: date, last: date, at: datetime) -> None:
    """Of what everybody agreed to. The door for `agreements`, where place and bed were booked for the new days."""
    match = Match.objects.filter(mobility=mobility, state="confirmed", ended_at=None).first()
    if match is None or (match.starts_on, match.ends_on) == (first, last):
        return
    Match.objects.filter(pk=match.pk).update(starts_on=first, ends_on=last)
    match.refresh_from_db()
    tell_moved(match, at=at)
