"""A stay has other days: what is booked for good goes along, where it is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.actions.bookings import joins, lock_stays_of, may_sleep, nowhere_else, old_enough
from erasdu.journey.hosting.actions.commitments import ask_soon, let_go
from erasdu.journey.hosting.actions.parts import what_of
from erasdu.journey.hosting.models import Booking, Home, Placement
from erasdu.journey.hosting.queries import days_of, host_of, taken_by
from erasdu.journey.hosting.queries.capacity import homes_beside, live, nights_of, offers_of, rooms_beside
from erasdu.journey.hosting.rules import Nights, Taken
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict, all_of, no


@dataclass(frozen=True, slots=True)
class Moved:
    """One booking that goes along. `now`: None when it falls away with the days for which it was."""

    booking: Booking
    before: Period
    now: Period | None


@transaction.atomic
def move_bookings(mobility: Mobility, before: Period, *, by: Actor, at: datetime) -> list[Moved]:
    """After the stay got other days than `before`; refused with the day on which a place or a bed is not free.

    Who may set the days of the stay was asked there; what was promised is not looked at again on days that stay.
    """
    lock_stays_of(mobility)
    if not mobility.planned_from or not mobility.planned_until:
        return []
    after = Period(mobility.planned_from, mobility.planned_until)
    rows = live().filter(mobility=mobility, state=CONFIRMED).order_by("starts_on", "pk")
    booked = list(rows.select_related("placement__company__organisation", "room__home", "mobility__call"))
    _lock(booked)
    moves = [*_moves([row for row in booked if row.placement_id], before, after, beds=False),
             *_moves([row for row in booked if row.room_id], before, after, beds=True)]  # fmt: skip
    changed = [move for move in moves if move.now != move.before]
    for move in changed:
        _move(move, by, at)
    return changed


def _lock(booked: Sequence[Booking]) -> None:
    """Places before homes, each in order: as whoever books."""
    list(Placement.objects.select_for_update().filter(pk__in=[row.placement_id for row in booked]).order_by("pk"))
    homes = [row.room.home_id for row in booked if row.room]
    beside = [
        other.pk for home in Home.objects.filter(pk__in=homes).select_related("contact") for other in homes_beside(home)
    ]
    list(Home.objects.select_for_update().filter(pk__in=[*homes, *beside]).order_by("pk"))


def _moves(booked: Sequence[Booking], before: Period, after: Period, *, beds: bool) -> list[Moved]:
    """Refused when nothing of what was booked is left: nobody guesses which of several it was for."""
    days = [days_of(row) for row in booked]
    found = rules.moved(days, before, after, beds=beds)
    if booked and not any(found):
        no("days_not_booked").require()
    return [Moved(row, was, now) for row, was, now in zip(booked, days, found, strict=True)]


def _move(move: Moved, by: Actor, at: datetime) -> None:
    row, now = move.booking, move.now
    access.may_move(by, row).require()
    touched, what = [row, row.mobility, host_of(row)], what_of(row)
    if now is None:
        Booking.objects.filter(pk=row.pk).update(released_at=at)
        journal.record("booking.released", subjects=touched[:2], by=by, at=at, host_withdrew=False, what=what)
        let_go([row], by=by, at=at)
        return
    if not move.before.contains(now):
        _free(row, now, by).require()
    Booking.objects.filter(pk=row.pk).update(starts_on=now.start, ends_on=now.end)
    row.starts_on, row.ends_on = now.start, now.end
    journal.record(
        "booking.moved", subjects=touched, by=by, at=at, first=now.start.isoformat(), last=now.end.isoformat(),
        what=what,
    )  # fmt: skip
    ask_soon(row, by=by, at=at)


def _free(row: Booking, now: Period, by: Actor) -> Verdict:
    """Whether the place or bed can be had on all of these days, by who has it on some of them; by whom it is taken."""
    stay, others = row.mobility, live().exclude(pk=row.pk)
    elsewhere = nowhere_else(stay, now, beds=row.room is not None, apart_from=row)
    if row.placement is not None:
        taken = [Taken(*days) for days in others.filter(placement=row.placement).values_list("starts_on", "ends_on")]
        offers = offers_of([row.placement.pk]).get(row.placement.pk, [])
        old = old_enough(stay, row.placement, now.start)
        return all_of(old, elsewhere, taken_by(rules.check_place(offers, taken, now), by, row.placement))
    room = row.room
    assert room is not None, "a booking is of a place or of a room"
    rooms = [room.pk, *rooms_beside([room.pk]).get(room.pk, [])]
    taken = [Taken(*days) for days in others.filter(room__in=rooms).values_list("starts_on", "ends_on")]
    nights = nights_of([room.home_id]).get(room.home_id, [])
    return all_of(
        elsewhere,
        taken_by(rules.check_bed(room.beds, nights, taken, Nights(now.start, now.end)), by, room),
        may_sleep(room.home, stay, now.start, now.end, booked=True),
        joins(room, stay, now.start, now.end),
    )
