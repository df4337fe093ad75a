"""What is asked of who travels once there is a place: for the room, the insurance and the papers of the journey."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.vault.queries import keyring
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access, rules
from erasdu.journey.mobilities.models import Mobility, Needs, Traveller
from erasdu.journey.mobilities.queries.travellers import about
from erasdu.kernel.actor import Actor


@transaction.atomic
def describe(mobility: Mobility, *, gender: str, nationality: str, revision: int, by: Actor, at: datetime) -> None:
    """Gender and nationality, by the learner or who sends them. `Stale` when somebody was first."""
    access.may_describe(by, mobility).require()
    seen = Traveller.objects.filter(mobility=mobility, revision=revision)
    if not seen.update(gender=gender, nationality=nationality, revision=F("revision") + 1):
        raise Stale
    journal.record("mobility.traveller_described", subjects=[mobility], by=by, at=at)


@transaction.atomic
def correct_birth_date(candidacy: Candidacy, birth_date: date, *, by: Actor, at: datetime) -> None:
    """What the school corrects of a candidate is true of the stay: beds and places ask for the age there.

    The door for `candidacies`.
    """
    rows = Traveller.objects.filter(mobility__profile__candidacy=candidacy).exclude(birth_date=birth_date)
    stays = list(Mobility.objects.filter(traveller__in=rows))
    rows.update(birth_date=birth_date, revision=F("revision") + 1)
    for stay in stays:
        journal.record("mobility.birth_date_corrected", subjects=[stay], by=by, at=at)


@transaction.atomic
def tell_needs(mobility: Mobility, needs: Iterable[str], *, by: Actor, at: datetime) -> None:
    """What a bed must meet, kept closed, with the learner's consent. Nothing to tell is an answer too."""
    access.may_tell_needs(by, mobility).require()
    known = sorted(set(needs) & set(rules.NEEDS))
    closed = keyring().close_json(known, about(mobility.pk))
    Needs.objects.update_or_create(mobility=mobility, defaults={"closed": closed, "consent_at": at})
    journal.record("mobility.needs_told", subjects=[mobility], by=by, at=at)


@transaction.atomic
def take_needs_back(mobility: Mobility, *, by: Actor, at: datetime) -> None:
    """The learner takes the consent back: what was told is erased."""
    access.may_tell_needs(by, mobility).require()
    if Needs.objects.filter(mobility=mobility).delete()[0]:
        journal.record("mobility.needs_taken_back", subjects=[mobility], by=by, at=at)
