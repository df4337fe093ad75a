"""Nominating a learner, correcting what was said, accepting, and taking back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import of_country
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.actions import find_or_make_person
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.nominations import access, queries
from erasdu.journey.nominations.actions.profiles import send_form
from erasdu.journey.nominations.models import Guardian, Nomination
from erasdu.journey.nominations.states import NOMINATION
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, no

Values = Mapping[str, Any]
OF_PROFILE = ("occupation", "study_programme", "emergency_name", "emergency_phone")
OF_NOMINATION = ("wished_from", "wished_until", "remark")
OF_TRAVELLER = ("birth_date", "gender", "nationality")
OF_GUARDIAN = ("given_name", "family_name", "email", "phone", "relation")


@transaction.atomic
def nominate(
    call: Call, partner: Organisation, values: Values, *, by: Actor, at: datetime, way: str = "form"
) -> Nomination:
    """A learner of a partner for a stay in Flanders, with the columns of the form by name. Opens the stay."""
    access.may_nominate(by, call, partner, at=at).require()
    check(call, values)
    person = _learner(partner, values, at)
    profile = Profile.objects.create(person=person, **_of_profile(values))
    try:
        with transaction.atomic():
            traveller = {name: values[name] for name in OF_TRAVELLER if values.get(name)}
            mobility = mobilities.nominate(call, person, partner, profile=profile, by=by, at=at, **traveller)
    except IntegrityError:
        raise Refused(no("nominated_already")) from None
    nomination = Nomination.objects.create(
        call=call, partner=partner, mobility=mobility, way=way, state=NOMINATION.initial, nominated_at=at,
        nominated_by_id=by.person, **_some(values, OF_NOMINATION),
    )  # fmt: skip
    _set_guardian(nomination, values, at)
    if way == "form":
        journal.record("nomination.made", subjects=[nomination, mobility], by=by, at=at)
    else:
        journal.record("nomination.imported", subjects=[nomination, mobility], by=by, at=at)
    return nomination


def check(call: Call, values: Values) -> None:
    """The first thing that keeps this learner from being nominated."""
    for _field, verdict in queries.faults_of(call, values):
        verdict.require()


@transaction.atomic
def correct(nomination: Nomination, values: Values, *, revision: int, by: Actor, at: datetime) -> None:
    """Say better what was said; `Stale` when somebody was first."""
    access.may_correct(by, nomination, at=at).require()
    check(nomination.call, values)
    seen = Nomination.objects.filter(pk=nomination.pk, revision=revision)
    if not seen.update(**_some(values, OF_NOMINATION), revision=F("revision") + 1):
        raise Stale
    mobility = nomination.mobility
    assert mobility.profile_id is not None
    Person.objects.filter(pk=mobility.person_id).update(
        **_some(values, ("given_name", "family_name", "email", "phone")), revision=F("revision") + 1
    )
    Profile.objects.filter(pk=mobility.profile_id).update(**_of_profile(values), revision=F("revision") + 1)
    Traveller.objects.filter(mobility=mobility).update(**_some(values, OF_TRAVELLER), revision=F("revision") + 1)
    _set_guardian(nomination, values, at)
    journal.record("nomination.corrected", subjects=[nomination, mobility], by=by, at=at)


@transaction.atomic
def accept(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """The learner may come, and gets the link to the form; who receives is decided when the coordinator divides."""
    access.may_accept(by, nomination).require()
    _take(nomination, "accept", accepted_at=at, accepted_by=by.person)
    send_form(nomination, by=by, at=at)
    journal.record("nomination.accepted", subjects=[nomination, nomination.mobility], by=by, at=at)


@transaction.atomic
def withdraw(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """The learner does not come; the stay is cancelled and everybody leaves its dossier."""
    access.may_withdraw(by, nomination).require()
    _take(nomination, "withdraw", withdrawn_at=at, withdrawal_reason=reason[:300])
    mobilities.cancel(nomination.mobility, reason=reason, by=by, at=at)
    journal.record("nomination.withdrawn", subjects=[nomination, nomination.mobility], by=by, at=at)


def _take(nomination: Nomination, step: str, **columns: object) -> None:
    rows = Nomination.objects.filter(pk=nomination.pk, state__in=NOMINATION.sources(step))
    if not rows.update(state=NOMINATION.target(step), revision=F("revision") + 1, **columns):
        no("changed_meanwhile").require()
    nomination.refresh_from_db(fields=["state", "revision", *columns])


def _learner(partner: Organisation, values: Values, at: datetime) -> Person:
    """Who this partner nominated before under this name, address and date of birth; otherwise somebody new."""
    names = {name: str(values.get(name) or "") for name in ("given_name", "family_name", "email")}
    born = values["birth_date"]
    assert isinstance(born, date)
    if known := queries.same_learner(partner, **names, born=born):
        return known
    phone = str(values.get("phone") or "")
    return Person.objects.create(**names, phone=phone, language="en", created_at=at)


def _of_profile(values: Values) -> dict[str, Any]:
    found = _some(values, OF_PROFILE)
    if occupation := OCCUPATIONS.get(str(values.get("occupation") or "")):
        found["sector"] = occupation.sector
    return found


def _some(values: Values, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _set_guardian(nomination: Nomination, values: Values, at: datetime) -> None:
    """The one whom the partner names; somebody who is here for nothing else is corrected, not made anew."""
    given = {name: str(values.get(f"guardian_{name}") or "") for name in OF_GUARDIAN}
    relation = given.pop("relation")
    before = Guardian.objects.filter(nomination=nomination).select_related("person").first()
    if not given["given_name"]:
        Guardian.objects.filter(nomination=nomination).delete()
    elif before is not None and not queries.is_known_otherwise(before.person, guards=1):
        Person.objects.filter(pk=before.person_id).update(**given, revision=F("revision") + 1)
        Guardian.objects.filter(pk=before.pk).update(relation=relation)
    else:
        person = find_or_make_person(**given, language=of_country(nomination.partner.country), at=at)
        found = {"person": person, "relation": relation}
        Guardian.objects.update_or_create(nomination=nomination, position=1, defaults=found)
