"""What a host answers: by its own link on a phone, or through its contact point who has it on the telephone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.access import asking as access
from erasdu.journey.hosting.actions.companies import locate_company, pause_company, resume_company
from erasdu.journey.hosting.actions.homes import RoomGiven, edit_home, pause_home, resume_home, set_rooms_and_nights
from erasdu.journey.hosting.actions.parts import release_all
from erasdu.journey.hosting.actions.placements import (
    edit_placement,
    offer_placement,
    renew_placement,
    shorten_placement,
    withdraw_placement,
)
from erasdu.journey.hosting.models import Ask, Booking, Company, Home, HomePeriod, Placement
from erasdu.journey.hosting.queries.capacity import live, nights_of, offers_of
from erasdu.journey.hosting.rules import Nights, Offer, left_for
from erasdu.journey.hosting.rules.asking import DECLINED, LATER, OFFERED, STOP, added, without
from erasdu.journey.hosting.rules.periods import joined_up, outside
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import no

NO = (DECLINED, LATER, STOP)


@transaction.atomic
def say_no(row: Company | Home, *, answer: str, reason: str, ask: Ask | None, by: Actor, at: datetime) -> None:
    """Not this time, ask me next year, or do not ask me again. What is offered and booked stands."""
    access.may_answer(by, row).require()
    if answer not in NO:
        raise ValueError(f"no such answer: {answer!r}")
    if answer in (LATER, STOP) and row.paused_at is None:
        if isinstance(row, Company):
            pause_company(row, by=by, at=at)
        else:
            pause_home(row, by=by, at=at)
    answered(row, ask, answer, by=by, at=at, reason=reason)


def answered(row: Company | Home, ask: Ask | None, answer: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Kept with the question, over an earlier answer; without a question only on the journal."""
    if ask is not None:
        rows = Ask.objects.filter(pk=ask.pk)
        rows.update(answer=answer, answered_at=at, reason=reason[:300], revision=F("revision") + 1)
        ask.refresh_from_db()
    subjects = [row, *([ask] if ask is not None else [])]
    journal.record("ask.answered", subjects=subjects, by=by, at=at, answer=answer, by_link=by.via == "link")


# -- places ----------------------------------------------------------------------------------------


@transaction.atomic
def offer_place(
    company: Company,
    *,
    values: Mapping[str, object],
    periods: Sequence[Offer],
    mentor: Mapping[str, Any] | None,
    where: Mapping[str, Any] | None = None,
    ask: Ask | None,
    by: Actor,
    at: datetime,
) -> Placement:
    """A place in some weeks; a pause is over with it. `where`: of a company whose town was not known."""
    _awake(company, by, at)
    locate_company(company, where, by=by, at=at)
    made = offer_placement(company, values=values, periods=periods, mentor=mentor, by=by, at=at)
    answered(company, ask, OFFERED, by=by, at=at)
    return made


@transaction.atomic
def change_place(
    placement: Placement,
    window: Period,
    *,
    values: Mapping[str, object],
    periods: Sequence[Offer] | None,
    mentor: Mapping[str, Any] | None,
    revision: int,
    where: Mapping[str, Any] | None = None,
    ask: Ask | None,
    by: Actor,
    at: datetime,
) -> None:
    """Other days in the `window` (none given: they stay), hours, tasks or mentor; refused when somebody who was
    promised a day, or is younger than asked now, would lose it. What the place has at other times stays."""
    known = offers_of([placement.pk]).get(placement.pk, [])
    now = known if periods is None else joined_up([*outside(known, window), *periods])
    locate_company(placement.company, where, by=by, at=at)
    edit_placement(placement, values=values, periods=now, mentor=mentor, revision=revision, by=by, at=at)
    _awake(placement.company, by, at)
    answered(placement.company, ask, OFFERED, by=by, at=at)


@transaction.atomic
def same_place(placement: Placement, call: Call, *, ask: Ask | None, by: Actor, at: datetime) -> Placement:
    """The same as last time, for the window of the call, in one press."""
    _awake(placement.company, by, at)
    made = renew_placement(placement, call, by=by, at=at)
    answered(placement.company, ask, OFFERED, by=by, at=at)
    return made


@transaction.atomic
def take_back_place(
    placement: Placement,
    window: Period,
    others: Sequence[Period] = (),
    *,
    reason: str,
    ask: Ask | None,
    by: Actor,
    at: datetime,
) -> Sequence[Booking]:
    """The place goes, and who had it is looked after at once: their coordinator sees it. Which were released.

    `others`: when else the company is asked or offers: what a place has there stays.
    """
    left = left_for(offers_of([placement.pk]).get(placement.pk, []), window, others)
    if left:
        released = shorten_placement(placement, left, lost=window, reason=reason, by=by, at=at)
    else:
        released = withdraw_placement(placement, reason=reason, by=by, at=at)
    inside = Q(periods__starts_on__lte=window.end, periods__ends_on__gte=window.start)
    offered = Placement.objects.filter(inside, company=placement.company, state=Placement.State.OFFERED)
    if ask is not None and not offered.exists():
        answered(placement.company, ask, DECLINED, by=by, at=at, reason=reason)
    return released


# -- beds ------------------------------------------------------------------------------------------


@transaction.atomic
def offer_beds(
    home: Home,
    *,
    values: Mapping[str, object],
    rooms: Sequence[RoomGiven],
    nights: Period,
    window: Period | None = None,
    revision: int,
    ask: Ask | None,
    by: Actor,
    at: datetime,
) -> None:
    """How it is there, which rooms, and the nights from the first one to the last morning, instead of those that it
    had in the `window`."""
    seen = home.revision - revision  # a pause that ends here is no change by somebody else
    _awake(home, by, at)
    edit_home(home, values=values, revision=home.revision - seen, by=by, at=at)
    _open(home, rooms, nights, window or nights, by, at)
    answered(home, ask, OFFERED, by=by, at=at)


@transaction.atomic
def same_beds(home: Home, nights: Period, *, ask: Ask | None, by: Actor, at: datetime) -> None:
    """The same rooms as last time, for other nights, in one press."""
    if not home.rooms.exists():
        no("nothing_to_renew").require()
    _awake(home, by, at)
    rooms = [RoomGiven(room.pk, room.name, room.beds, room.shared_bathroom, room.bed_kind) for room in home.rooms.all()]
    _open(home, rooms, nights, nights, by, at)
    answered(home, ask, OFFERED, by=by, at=at)


def _open(home: Home, rooms: Sequence[RoomGiven], nights: Period, window: Period, by: Actor, at: datetime) -> None:
    known = [(each.first, each.last) for each in nights_of([home.pk]).get(home.pk, [])]
    outside = without(known, window.start, window.end)
    spans = [Nights(*span) for span in added(outside, nights.start, nights.end)]
    set_rooms_and_nights(home, rooms=rooms, nights=spans, revision=home.revision, by=by, at=at)


@transaction.atomic
def take_back_beds(
    home: Home, window: Period, *, reason: str, ask: Ask | None, by: Actor, at: datetime
) -> Sequence[Booking]:
    """No guests in this period after all. Who had a bed is looked after at once. Which bookings were released."""
    access.may_answer(by, home).require()
    Home.objects.select_for_update().get(pk=home.pk)
    known = [(each.first, each.last) for each in nights_of([home.pk]).get(home.pk, [])]
    left = without(known, window.start, window.end)
    inside = Q(room__home=home, starts_on__lt=window.end, ends_on__gt=window.start)
    if left == known and not live().filter(inside).exists():
        no("nothing_offered").require()
    released = release_all(inside, reason=reason, by=by, at=at)
    home.periods.all().delete()
    HomePeriod.objects.bulk_create(HomePeriod(home=home, starts_on=first, ends_on=last) for first, last in left)
    Home.objects.filter(pk=home.pk).update(revision=F("revision") + 1)
    home.refresh_from_db()
    journal.record("home.nights_taken_back", subjects=[home], by=by, at=at, released=len(released))
    if ask is not None:
        answered(home, ask, DECLINED, by=by, at=at, reason=reason)
    return released


def _awake(row: Company | Home, by: Actor, at: datetime) -> None:
    """Who offers is no longer paused."""
    if row.paused_at is None:
        return
    if isinstance(row, Company):
        resume_company(row, by=by, at=at)
    else:
        resume_home(row, by=by, at=at)
