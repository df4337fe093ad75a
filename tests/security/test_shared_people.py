"""One person in the dossiers of two schools: neither school reads or changes the other's through them."""

from datetime import datetime

import pytest

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies import actions
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.kernel.verdict import Refused
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PARENT = {
    "given_name": "Fatima",
    "family_name": "El Amrani",
    "email": "fatima@example.org",
    "phone": "+32470112233",
    "relation": "mother",
}


@pytest.fixture
def at_a() -> Candidacy:
    return CandidacyFactory(
        learner__given_name="Zwaan", learner__family_name="Qanary", learner__email="zwaan@a.example", minor=True
    )


@pytest.fixture
def at_b() -> Role:
    return RoleFactory()


def test_an_address_typed_at_school_b_tells_no_name_of_school_a(at_a: Candidacy, at_b: Role, at: datetime) -> None:
    """Whoever types a learner's address with any name on B's own link gets nobody into B's list, nor a role at B."""
    enrolment = EnrolmentFactory(school=at_b.organisation)
    given = {
        "given_name": "Jan",
        "family_name": "Gok",
        "email": at_a.learner.email.upper(),
        "birth_date": at_a.birth_date,
    }
    assert actions.join(enrolment, **given, at=at) is None
    with pytest.raises(Refused):
        actions.enter(enrolment, **given, by=actor_of(at_b), at=at)
    assert not Candidacy.objects.filter(school=at_b.organisation).exists()
    assert not Role.objects.filter(person=at_a.learner, organisation=at_b.organisation).exists()
    assert Candidacy.objects.get().learner.given_name == "Zwaan"


def test_a_learner_who_changes_school_still_joins(at_a: Candidacy, at_b: Role, at: datetime) -> None:
    given = {"given_name": "zwaan", "family_name": "QANARY", "email": at_a.learner.email, "birth_date": at_a.birth_date}
    joined = actions.join(EnrolmentFactory(school=at_b.organisation), **given, at=at)
    assert joined is not None
    assert joined.learner == at_a.learner
    assert joined.profile != at_a.profile


def test_school_b_does_not_rename_a_learner_of_school_a(at_a: Candidacy, at_b: Role, at: datetime) -> None:
    shared = CandidacyFactory(learner=at_a.learner, enrolment=EnrolmentFactory(school=at_b.organisation))
    new = {"family_name": "Anders", "birth_date": shared.birth_date, "revision": shared.revision, "at": at}
    with pytest.raises(Refused) as caught:
        actions.change_details(shared, given_name="Iemand", **new, by=actor_of(at_b))
    assert caught.value.verdict.code == "acts_elsewhere"
    actions.change_details(shared, given_name="Iemand", **new, by=actor_of(RoleFactory(coordinator=True)))
    assert Person.objects.get(pk=at_a.learner_id).given_name == "Iemand"


def test_school_b_does_not_change_the_number_of_a_parent_at_school_a(at_a: Candidacy, at_b: Role, at: datetime) -> None:
    """The code for a parent's approval goes to the number that their own school entered."""
    contact_a = RoleFactory(organisation=at_a.school)
    actions.set_guardians(at_a, [PARENT], revision=at_a.revision, by=actor_of(contact_a), at=at)
    own = CandidacyFactory(enrolment=EnrolmentFactory(school=at_b.organisation), minor=True)
    changed = PARENT | {"phone": "+32499000000"}
    actions.set_guardians(own, [changed], revision=own.revision, by=actor_of(at_b), at=at)
    assert Guardian.objects.get(candidacy=at_a).person.phone == PARENT["phone"]
    assert Guardian.objects.get(candidacy=own).person.phone == changed["phone"]
    at_a.refresh_from_db()
    actions.set_guardians(
        at_a, [PARENT | {"phone": "+32471000111"}], revision=at_a.revision, by=actor_of(contact_a), at=at
    )
    assert Guardian.objects.get(candidacy=at_a).person.phone == "+32471000111"
