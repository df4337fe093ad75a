"""What is done to homes of a network: who they are, their rooms and their nights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.actions.parts import person_from, release_all, write
from erasdu.journey.hosting.models import Booking, Home, HomePeriod, Room
from erasdu.journey.hosting.queries.capacity import promised_beds
from erasdu.journey.hosting.rules import Nights, Taken
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, no


@dataclass(frozen=True, slots=True)
class RoomGiven:
    """A room as somebody describes it; `id` None for a new one. `bed_kind`: of `Room.Bed`. `shared_bathroom`: with the
    family; None when nobody said."""

    id: int | None
    name: str
    beds: int
    shared_bathroom: bool | None = None
    bed_kind: str = ""


@transaction.atomic
def add_home(
    keeper: Organisation,
    *,
    values: Mapping[str, object],
    contact: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Home:
    """Put a family, hostel or hotel in the network of `keeper`. It is not proposable before it was visited."""
    access.may_keep(by, keeper).require()
    person = person_from(contact, keeper=keeper.pk, at=at)
    if person is None:
        raise Refused(no("home_without_contact"))
    live = Home.objects.filter(keeper=keeper, contact=person, kind=values.get("kind", "family"), withdrawn_at=None)
    if live.exists():
        no("home_known").require()
    made = Home.objects.create(keeper=keeper, contact=person, added_at=at, **values)
    journal.record("home.added", subjects=[made, keeper], by=by, at=at, told=sorted(values))
    return made


@transaction.atomic
def edit_home(
    home: Home,
    *,
    values: Mapping[str, object],
    contact: Mapping[str, Any] | None = None,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """What it is like there. Without `contact` who answers for it stays the same."""
    access.may_edit_home(by, home).require()
    person = person_from(contact, keeper=home.keeper_id, at=at, known=home.contact) or home.contact
    write(home, {**values, "contact": person}, revision)
    journal.record("home.edited", subjects=[home], by=by, at=at, told=sorted(values))


@transaction.atomic
def set_rooms_and_nights(
    home: Home,
    *,
    rooms: Sequence[RoomGiven],
    nights: Sequence[Nights],
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """All its rooms and nights; refused when somebody who was promised a bed would lose it."""
    access.may_edit_home(by, home).require()
    rules.check_rooms([(each.name, each.beds) for each in rooms]).require()
    rules.check_nights(nights).require()
    locked = Home.objects.select_for_update().get(pk=home.pk)
    if locked.revision != revision:
        raise Stale
    _keep_promises(home, rooms, nights)
    _set_rooms(home, rooms)
    home.periods.all().delete()
    HomePeriod.objects.bulk_create(
        HomePeriod(home=home, starts_on=each.first, ends_on=each.last) for each in sorted(nights)
    )
    write(home, {}, revision)
    journal.record("home.rooms_set", subjects=[home], by=by, at=at)


@transaction.atomic
def pause_home(home: Home, *, by: Actor, at: datetime) -> None:
    """Not asked and not proposed until it is resumed; what is booked stands."""
    access.may_pause_home(by, home).require()
    _switch(home, Q(paused_at=None), paused_at=at)
    journal.record("home.paused", subjects=[home], by=by, at=at)


@transaction.atomic
def resume_home(home: Home, *, by: Actor, at: datetime) -> None:
    access.may_resume_home(by, home).require()
    _switch(home, Q(paused_at__isnull=False), paused_at=None)
    journal.record("home.resumed", subjects=[home], by=by, at=at)


@transaction.atomic
def withdraw_home(home: Home, *, reason: str, by: Actor, at: datetime) -> Sequence[Booking]:
    """For good. Which bookings were released: these learners need another bed."""
    access.may_withdraw_home(by, home).require()
    Home.objects.select_for_update().get(pk=home.pk)
    _switch(home, Q(), withdrawn_at=at)
    released = release_all(Q(room__home=home), reason=reason, by=by, at=at)
    journal.record("home.withdrawn", subjects=[home], by=by, at=at, released=len(released))
    return released


def _switch(home: Home, seen: Q, **columns: object) -> None:
    rows = Home.objects.filter(seen, pk=home.pk, withdrawn_at=None)
    if not rows.update(**columns, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    home.refresh_from_db()


def _keep_promises(home: Home, rooms: Sequence[RoomGiven], nights: Sequence[Nights]) -> None:
    beds = {each.id: each.beds for each in rooms if each.id is not None}
    taken = promised_beds(home.rooms.values_list("pk", flat=True))
    for room, stays in taken.items():
        for place, stay in enumerate(stays):
            others: list[Taken] = stays[:place] + stays[place + 1 :]
            verdict = rules.check_bed(beds.get(room, 0), nights, others, Nights(stay.first, stay.last))
            if not verdict:
                no("promised_in_night", day=dict(verdict.params)["day"]).require()


def _set_rooms(home: Home, rooms: Sequence[RoomGiven]) -> None:
    kept = {each.id for each in rooms if each.id is not None}
    known = set(home.rooms.values_list("pk", flat=True))
    if not kept <= known:
        no("changed_meanwhile").require()
    gone = Room.objects.filter(pk__in=known - kept)
    if gone.filter(bookings__isnull=False).exists():
        no("room_has_history").require()
    gone.delete()
    for each in rooms:
        names = ("name", "beds", "bed_kind", "shared_bathroom")
        columns = {name: getattr(each, name) for name in names}
        if each.id is None:
            Room.objects.create(home=home, **columns)
        else:
            Room.objects.filter(pk=each.id).update(**columns)
