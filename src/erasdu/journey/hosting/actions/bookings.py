"""Taking a place or a bed for a stay, and giving it back. Capacity is looked at under a lock on what is taken."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.rules import age
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.actions.commitments import ask_soon, let_go
from erasdu.journey.hosting.actions.parts import what_of
from erasdu.journey.hosting.models import Booking, Company, Evaluation, Home, Placement, Room
from erasdu.journey.hosting.queries.capacity import (
    homes_beside,
    live,
    nights_of,
    offers_of,
    rooms_beside,
    taken_beds,
    taken_places,
)
from erasdu.journey.hosting.queries.checks import home_facts
from erasdu.journey.hosting.queries.sleeping import may_receive
from erasdu.journey.hosting.rules import Guest, Nights
from erasdu.journey.hosting.states import BOOKING, CONFIRMED
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, all_of, no


@transaction.atomic
def book_place(
    placement: Placement, mobility: Mobility, *, first: date, last: date, by: Actor, at: datetime
) -> Booking:
    """Hold a place from the first to the last day, both included."""
    stay = _in_order(first, last)
    lock_stays_of(mobility)
    placement = Placement.objects.select_for_update(of=("self",)).select_related("company").get(pk=placement.pk)
    access.may_book_place(by, placement).require()
    all_of(
        _inside(mobility, stay),
        old_enough(mobility, placement, first),
        nowhere_else(mobility, stay, beds=False),
        rules.check_place(
            offers_of([placement.pk]).get(placement.pk, []), taken_places([placement.pk]).get(placement.pk, []), stay
        ),
    ).require()
    made = Booking.objects.create(mobility=mobility, placement=placement, starts_on=first, ends_on=last, at=at)
    journal.record("booking.held", subjects=[made, mobility, placement.company], by=by, at=at, what=what_of(made))
    return made


@transaction.atomic
def book_bed(room: Room, mobility: Mobility, *, first: date, last: date, by: Actor, at: datetime) -> Booking:
    """Hold a bed from the first night to the last morning; refused when the home is not proposable for this learner."""
    stay = _in_order(first, last)
    lock_stays_of(mobility)
    home = lock_house(room.home_id)
    room = Room.objects.select_related("home").get(pk=room.pk)
    access.may_book_bed(by, home).require()
    taken = taken_beds([room.pk]).get(room.pk, [])
    all_of(
        _inside(mobility, stay),
        may_sleep(home, mobility, first, last),
        nowhere_else(mobility, stay, beds=True),
        rules.check_bed(room.beds, nights_of([home.pk]).get(home.pk, []), taken, Nights(first, last)),
        joins(room, mobility, first, last),
    ).require()
    made = Booking.objects.create(mobility=mobility, room=room, starts_on=first, ends_on=last, at=at)
    journal.record("booking.held", subjects=[made, mobility, home], by=by, at=at, what=what_of(made))
    return made


@transaction.atomic
def confirm(booking: Booking, *, by: Actor, at: datetime) -> None:
    """All parties said yes. A bed is looked at once more: a check may have ended since it was held."""
    access.may_confirm(by, booking).require()
    still_holds(booking).require()
    rows = live().filter(pk=booking.pk, state__in=BOOKING.sources("confirm"))
    if not rows.update(state=CONFIRMED):
        no("changed_meanwhile").require()
    booking.refresh_from_db()
    journal.record("booking.confirmed", subjects=[booking, booking.mobility], by=by, at=at, what=what_of(booking))
    ask_soon(booking, by=by, at=at)


@transaction.atomic
def release(booking: Booking, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The place or bed is free again."""
    access.may_release(by, booking).require()
    if not Booking.objects.filter(pk=booking.pk, released_at=None).update(released_at=at, reason=reason[:300]):
        no("changed_meanwhile").require()
    booking.refresh_from_db()
    subjects, what = [booking, booking.mobility], what_of(booking)
    journal.record("booking.released", subjects=subjects, by=by, at=at, host_withdrew=False, what=what)
    let_go([booking], by=by, at=at)


@transaction.atomic
def evaluate(host: Company | Home, *, mark: int, line: str, on: date, by: Actor, at: datetime) -> Evaluation:
    """How it went there: a mark from 1 to 5 and one line."""
    if isinstance(host, Company):
        access.may_evaluate_company(by, host).require()
        made = Evaluation(company=host, mark=mark, line=line, on=on, by_id=by.person)
    else:
        access.may_evaluate_home(by, host).require()
        made = Evaluation(home=host, mark=mark, line=line, on=on, by_id=by.person)
    if not 1 <= mark <= 5:
        no("mark_between").require()
    made.save(force_insert=True)
    journal.record("hosting.evaluated", subjects=[host], by=by, at=at, mark=mark)
    return made


def still_holds(booking: Booking) -> Verdict:
    """Whether what was held may still be: a check ended, or somebody in the same room is no company any more."""
    room, stay = booking.room, booking.mobility
    if room is None:
        return old_enough(stay, booking.placement, booking.starts_on) if booking.placement else YES
    return all_of(
        may_sleep(room.home, stay, booking.starts_on, booking.ends_on, booked=True),
        joins(room, stay, booking.starts_on, booking.ends_on),
    )


def may_sleep(home: Home, mobility: Mobility, first: date, last: date, *, booked: bool = False) -> Verdict:
    """Whether the home may receive this traveller; a home that pauses takes nobody new and keeps who is `booked`."""
    traveller = _traveller(mobility)
    born = traveller.birth_date if traveller else None
    facts = home_facts([home.pk])[home.pk]
    return may_receive(replace(facts, paused=False) if booked else facts, born, Period(first, last))


TRAVELLER = Prepared(lambda: Traveller.objects.filter(mobility__in=THESE).order_by("pk")[:1])


def _traveller(mobility: Mobility) -> Traveller | None:
    return TRAVELLER.first([mobility.pk])


def _in_order(first: date, last: date) -> Period:
    if last < first:
        no("period_ends_before_start", first=first.isoformat(), last=last.isoformat()).require()
    return Period(first, last)


def lock_house(pk: int) -> Home:
    """A home, and the same house in other networks: its beds are given away one after another, through whichever."""
    home = Home.objects.select_related("contact").get(pk=pk)
    ids = [pk, *(other.pk for other in homes_beside(home))]
    return {row.pk: row for row in Home.objects.select_for_update().filter(pk__in=ids).order_by("pk")}[pk]


def lock_stays_of(mobility: Mobility) -> None:
    """Two bookings of one person wait for each other; then the stay is as it is in the database."""
    list(Mobility.objects.select_for_update().filter(person=mobility.person_id).order_by("pk").values_list("pk"))
    mobility.refresh_from_db(fields=["state", "cancelled_at", "planned_from", "planned_until"])


def _inside(mobility: Mobility, stay: Period) -> Verdict:
    if mobility.cancelled_at is not None:
        return no("mobility_not_live")
    first = mobility.planned_from or mobility.call.stay_from
    last = mobility.planned_until or mobility.call.stay_until
    inside = first <= stay.start and stay.end <= last
    return YES if inside else no("booking_outside_stay", first=first.isoformat(), last=last.isoformat())


def old_enough(mobility: Mobility, placement: Placement, first: date) -> Verdict:
    traveller = _traveller(mobility)
    born = traveller.birth_date if traveller else None
    young = born is not None and age(born, first) < placement.min_age
    return no("too_young_for_place", least=placement.min_age) if young else YES


def nowhere_else(mobility: Mobility, stay: Period, *, beds: bool, apart_from: Booking | None = None) -> Verdict:
    """One learner is in one place at a time; on the day of leaving a bed the next one may begin."""
    own = live().filter(mobility__person=mobility.person_id).exclude(pk=apart_from.pk if apart_from else 0)
    if beds:
        double = own.filter(room__isnull=False, starts_on__lt=stay.end, ends_on__gt=stay.start)
    else:
        double = own.filter(placement__isnull=False, starts_on__lte=stay.end, ends_on__gte=stay.start)
    return no("booked_twice") if double.exists() else YES


def joins(room: Room, mobility: Mobility, first: date, last: date) -> Verdict:
    """Whether the learner may sleep beside who is there. Who comes through another network may be in this room."""
    if room.beds < 2:
        return YES
    rooms = [room.pk, *rooms_beside([room.pk]).get(room.pk, [])]
    here = live().filter(room__in=rooms, starts_on__lt=last, ends_on__gt=first).exclude(mobility=mobility)
    columns = ("mobility__traveller__gender", "mobility__profile__shares_room", "mobility__traveller__birth_date")
    others = [Guest(gender or "", shares or "", born) for gender, shares, born in here.values_list(*columns)]
    own = _traveller(mobility) or Traveller()
    shares = mobility.profile.shares_room if mobility.profile else ""
    return rules.may_join(Guest(own.gender, shares, own.birth_date), others)
