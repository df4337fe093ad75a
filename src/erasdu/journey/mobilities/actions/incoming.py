"""The stay of a foreign learner: opened by a nomination, given to a school in Flanders, or taken back from it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.mobilities.models import Mobility, Party, Traveller
from erasdu.journey.mobilities.states import MOBILITY
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def nominate(
    call: Call,
    person: Person,
    partner: Organisation,
    *,
    profile: Profile,
    birth_date: date,
    gender: str = "",
    nationality: str = "",
    by: Actor,
    at: datetime,
) -> Mobility:
    """Open the stay of a foreign learner, with the partner and the learner as parties; who receives comes later.

    The door for `nominations`; who may nominate was asked there.
    """
    mobility = Mobility.objects.create(
        call=call,
        person=person,
        direction=Mobility.Direction.INCOMING,
        kind=Mobility.Kind.LEARNER,
        sending=partner,
        profile=profile,
        state=MOBILITY.initial,
        opened_at=at,
    )
    Traveller.objects.create(mobility=mobility, birth_date=birth_date, gender=gender, nationality=nationality)
    Party.objects.create(mobility=mobility, person=person, role="learner", since=at)
    Party.objects.create(mobility=mobility, organisation=partner, role="sending", since=at)
    journal.record("mobility.opened", subjects=[mobility], by=by, at=at, person=person.pk)
    return mobility


@transaction.atomic
def give_to(mobility: Mobility, school: Organisation | None, *, expected: int | None, by: Actor, at: datetime) -> None:
    """The school that receives, or none; refused when another one than `expected` does by now.

    The door for `nominations`, where the coordinator divides; the school that had the stay leaves its dossier.
    """
    live = Mobility.objects.filter(pk=mobility.pk, state="planned", receiving=expected)
    if not live.update(receiving=school, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    Party.objects.filter(mobility=mobility, role="receiving", until=None).update(until=at)
    if school is not None:
        Party.objects.create(mobility=mobility, organisation=school, role="receiving", since=at)
    mobility.refresh_from_db()
    journal.record("mobility.given", subjects=[mobility], by=by, at=at, to=school.pk if school else None)


@transaction.atomic
def take_out(mobility: Mobility) -> Person:
    """Undo a nomination on which nothing was built: the stay and the profile that came with it are gone."""
    person, profile = mobility.person, mobility.profile
    mobility.delete()
    if profile is not None:
        profile.delete()
    return person
