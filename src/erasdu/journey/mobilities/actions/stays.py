"""Opening, planning and cancelling a stay."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.mobilities import access, rules
from erasdu.journey.mobilities.models import Mobility, Party, Traveller
from erasdu.journey.mobilities.queries.destinations import Destinations
from erasdu.journey.mobilities.states import MOBILITY
from erasdu.kernel.actor import Actor
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import no


@transaction.atomic
def open_for_learner(
    call: Call,
    person: Person,
    sending: Organisation,
    *,
    profile: Profile | None,
    destination: Destination | None,
    by: Actor,
    at: datetime,
) -> Mobility:
    """Open the stay of a learner whose place is granted, with the school and the learner as parties.

    The door for `admissions`; who may grant was asked there.
    """
    mobility = Mobility.objects.create(
        call=call,
        person=person,
        direction=Mobility.Direction.OUTGOING,
        kind=Mobility.Kind.LEARNER,
        sending=sending,
        profile=profile,
        destination=destination,
        state=MOBILITY.initial,
        opened_at=at,
    )
    born = Candidacy.objects.filter(profile=profile).values_list("birth_date", flat=True).first() if profile else None
    Traveller.objects.create(mobility=mobility, birth_date=born)
    Party.objects.create(mobility=mobility, person=person, role="learner", since=at)
    Party.objects.create(mobility=mobility, organisation=sending, role="sending", since=at)
    journal.record("mobility.opened", subjects=[mobility], by=by, at=at, person=person.pk)
    return mobility


@transaction.atomic
def plan(mobility: Mobility, *, first: date, last: date, revision: int, by: Actor, at: datetime) -> None:
    """Set the days of the stay, both included; refused outside the call's window. `Stale` when somebody was first.

    The line says the days before too, when there were: who must know of other days reads both.
    """
    access.may_plan(by, mobility).require()
    call = mobility.call
    window = Period(call.stay_from, call.stay_until)
    rules.may_plan(Period(first, last), window, call.min_days, call.max_days).require()
    live = Mobility.objects.filter(pk=mobility.pk, state="planned", revision=revision)
    before = live.values_list("planned_from", "planned_until").first() or ()
    was = {name: day.isoformat() for name, day in zip(("was_first", "was_last"), before, strict=False) if day}
    if not live.update(planned_from=first, planned_until=last, revision=F("revision") + 1):
        raise Stale
    days = {"first": first.isoformat(), "last": last.isoformat()}
    journal.record("mobility.planned", subjects=[mobility], by=by, at=at, **days, **was)


@transaction.atomic
def go_to(
    mobility: Mobility, country: str, *, lies: Position | None = None, first: date, last: date, by: Actor, at: datetime
) -> None:
    """The learner goes to this country: of the destinations of the call there the one where the place `lies`.

    The door for `matching`, where everybody said yes to a place; refused when the call does not go there.
    """
    stay = Mobility.objects.get(pk=mobility.pk)
    there = Destinations.of(stay.call_id, [country])
    chosen = there.nearest(country, lies, days=Period(first, last), now=stay.destination_id)
    if chosen is None:
        no("call_does_not_go_there").require()
        return
    if stay.destination_id == chosen.pk:
        return
    Mobility.objects.filter(pk=stay.pk).update(destination=chosen, revision=F("revision") + 1)
    mobility.refresh_from_db(fields=["destination", "revision"])
    journal.record("mobility.sent_to", subjects=[mobility], by=by, at=at, destination=chosen.pk)


@transaction.atomic
def go_back(mobility: Mobility, *, by: Actor, at: datetime) -> bool:
    """Nothing keeps the learner elsewhere any more: the destination is their first choice again.

    The door for `matching`, when a place fell away; whether it became another one. Who chose none stays as it is.
    """
    stay = Mobility.objects.get(pk=mobility.pk)
    chosen = Candidacy.objects.filter(profile=stay.profile_id).exclude(first_choice=None).first()
    first = chosen.first_choice if chosen and stay.profile_id else None
    if first is None or stay.destination_id in (None, first.pk):
        return False
    Mobility.objects.filter(pk=stay.pk).update(destination=first, revision=F("revision") + 1)
    journal.record("mobility.sent_back", subjects=[mobility], by=by, at=at, destination=first.pk)
    return True


@transaction.atomic
def unplan(mobility: Mobility, *, by: Actor, at: datetime) -> None:
    """The days are open again, after the place for which they were set fell away; a stay that ended keeps its days.

    The door for `matching`, which set them.
    """
    live = Mobility.objects.filter(pk=mobility.pk, state="planned").exclude(planned_from=None)
    if live.update(planned_from=None, planned_until=None, revision=F("revision") + 1):
        journal.record("mobility.unplanned", subjects=[mobility], by=by, at=at)


@transaction.atomic
def cancel(mobility: Mobility, *, reason: str, by: Actor, at: datetime) -> None:
    """End a stay before it began; its row stays, its parties leave the dossier.

    The door for `admissions`, which asked whether the place may be given up.
    """
    live = Mobility.objects.filter(pk=mobility.pk, state__in=MOBILITY.sources("cancel"))
    if not live.update(state=MOBILITY.target("cancel"), cancelled_at=at, cancel_reason=reason[:300]):
        no("mobility_not_live").require()
    Party.objects.filter(mobility=mobility, until=None).update(until=at)
    journal.record("mobility.cancelled", subjects=[mobility], by=by, at=at)
