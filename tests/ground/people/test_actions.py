"""Accounts, invitations, access that ends, notices that are owed."""

import pytest
from django.core.cache import cache
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.people import access, actions, queries
from erasdu.ground.people.models import Account, NoticeGiven, Person
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import (
    ADMINISTRATOR,
    CONTACT_POINT,
    COORDINATOR,
    LEARNER,
    NOBODY,
    SYSTEM,
    TEACHER,
    Actor,
)  # fmt: skip
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.factories.people import AccountFactory, PersonFactory
from tests.ground.people.test_views import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def actor(role: str, person: int | None = 1) -> Actor:
    return Actor(person, role)


def test_a_person_is_found_by_address_and_name(at):
    mia = actions.find_or_make_person("Mia", "Peeters", "mia@school.example", at=at)
    assert actions.find_or_make_person("mia", "PEETERS", "Mia@School.example", at=at) == mia
    assert actions.find_or_make_person("Jan", "Peeters", "mia@school.example", at=at) != mia
    assert actions.find_or_make_person("Mia", "Peeters", "", at=at) != mia
    Person.objects.filter(pk=mia.pk).update(erased_at=at)
    assert actions.find_or_make_person("Mia", "Peeters", "mia@school.example", at=at) != mia


@pytest.mark.parametrize("role", [COORDINATOR, ADMINISTRATOR, CONTACT_POINT])
def test_these_make_accounts_once(role, at):
    person = PersonFactory(email="Mia@School.example")
    account = actions.make_account(person, by=actor(role), at=at)
    assert account.email == "mia@school.example"
    assert not account.has_usable_password()
    assert queries.has_verified_address(account)
    assert actions.make_account(person, by=actor(role), at=at) == account
    assert Line.objects.filter(code="account.made").count() == 1


@pytest.mark.parametrize("by", [actor(LEARNER), actor(TEACHER), NOBODY])
def test_others_make_none(by, at):
    with pytest.raises(Refused, match="accounts_not_yours"):
        actions.make_account(PersonFactory(), by=by, at=at)
    assert not Account.objects.exists()


def test_an_account_needs_an_address_of_its_own(at):
    with pytest.raises(Refused, match="account_address_missing"):
        actions.make_account(PersonFactory(email=""), by=SYSTEM, at=at)
    AccountFactory(person__email="one@school.example")
    with pytest.raises(Refused, match="account_address_taken"):
        actions.make_account(PersonFactory(email="ONE@school.example"), by=SYSTEM, at=at)


def test_an_invitation_says_how_to_come_in_once_a_role(at, settings):
    settings.SITE_URL = "https://erasdu.example"
    role = RoleFactory(contact_point=True, account=False)
    for _ in range(2):
        actions.invite(role.person, role=role, by=actor(COORDINATOR), at=at)
    letter = Letter.objects.get()
    assert "https://erasdu.example" in letter.text
    assert role.organisation.name in letter.subject
    assert queries.account_for_sign_in(role.person.email) == role.person.account


def test_access_that_ends_is_dead_at_the_next_request(at):
    role = RoleFactory(contact_point=True)
    actions.give_notice(role.person, "contact_point", "screen", at=at)
    client = Client()
    come_in(client, role)
    assert client.get("/accounts/settings/").status_code == 200
    actions.end_access(role.person, by=actor(COORDINATOR), at=at)
    assert client.get("/accounts/settings/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("by", [actor(LEARNER), actor(CONTACT_POINT), NOBODY])
def test_others_end_no_access(by, at):
    with pytest.raises(Refused):
        actions.end_access(PersonFactory(), by=by, at=at)


def test_details_are_changed_by_oneself_or_the_coordinator(at):
    person = PersonFactory()
    own, coordinator = actor(LEARNER, person.pk), actor(COORDINATOR, person.pk + 1)
    assert access.may_update_person(own, person)
    assert access.may_update_person(coordinator, person)
    assert not access.may_update_person(actor(CONTACT_POINT, person.pk + 1), person)
    assert not access.may_update_person(NOBODY, person)


def test_a_notice_is_owed_once_a_version_in_the_persons_language(at, monkeypatch, settings):
    settings.SITE_URL = "https://erasdu.example"
    person = PersonFactory(language="en")
    assert actions.owe_notice(person, "teacher", at=at)
    assert not actions.owe_notice(person, "teacher", at=at)
    letter = Letter.objects.get()
    assert letter.subject == "What happens to your data?"
    assert "https://erasdu.example/privacy/teacher/" in letter.text
    assert "&#" not in letter.text
    given = NoticeGiven.objects.get()
    assert (given.way, given.read_at) == ("mail", None)
    assert queries.notice_due(person.pk, "teacher")
    actions.give_notice(person, "teacher", "screen", at=at)
    assert not queries.notice_due(person.pk, "teacher")
    monkeypatch.setattr(queries, "version", lambda audience: "2027-1")
    assert queries.notice_due(person.pk, "teacher")


def test_who_read_it_is_mailed_no_more_and_who_has_no_address_cannot_be(at):
    person = PersonFactory()
    actions.give_notice(person, "learner", "screen", at=at)
    assert not actions.owe_notice(person, "learner", at=at)
    assert not actions.owe_notice(PersonFactory(email=""), "learner", at=at)
    assert not Letter.objects.exists()


def test_what_was_read_stays_read_when_a_mail_follows(at):
    person = PersonFactory()
    actions.give_notice(person, "learner", "screen", at=at)
    actions.give_notice(person, "learner", "mail", at=at)
    assert not queries.notice_due(person.pk, "learner")


def test_leaving_loses_no_link_to_somebody_elses(at):
    role = RoleFactory(teacher=True)
    actions.end_access(role.person, at=at)
    assert Line.objects.filter(code="person.access_ended").count() == 1


def test_the_coordinator_corrects_a_mistyped_address(at):
    role = RoleFactory(contact_point=True, account=False, person__email="fatam@school.example")
    account = actions.invite(role.person, role=role, by=actor(COORDINATOR), at=at)
    actions.correct_address(account, "Fatma@school.example", role=role, by=actor(COORDINATOR), at=at)
    account.refresh_from_db()
    assert (account.email, account.person.email) == ("fatma@school.example", "Fatma@school.example")
    assert queries.has_verified_address(account)
    assert queries.account_for_sign_in("fatam@school.example") is None
    assert [letter.address for letter in Letter.objects.order_by("pk")] == [
        "fatam@school.example",
        "Fatma@school.example",
    ]
    assert Line.objects.filter(code="account.address_corrected").count() == 1


def test_who_signed_in_changes_the_address_alone(at):
    role = RoleFactory(contact_point=True)
    Account.objects.filter(person=role.person).update(last_login=at)
    account = Account.objects.get(person=role.person)
    with pytest.raises(Refused, match="address_by_person"):
        actions.correct_address(account, "other@school.example", role=role, by=actor(COORDINATOR), at=at)
    stale = Account(pk=account.pk, person=role.person, email=account.email, last_login=None)
    with pytest.raises(Refused, match="address_by_person"):
        actions.correct_address(stale, "other@school.example", role=role, by=actor(COORDINATOR), at=at)
    assert Account.objects.get().email == account.email
    assert not Letter.objects.exists()


def test_a_corrected_address_is_nobody_elses(at):
    AccountFactory(person__email="one@school.example")
    role = RoleFactory(contact_point=True)
    with pytest.raises(Refused, match="account_address_taken"):
        actions.correct_address(role.person.account, "ONE@school.example", role=role, by=actor(COORDINATOR), at=at)
    assert Account.objects.filter(email="one@school.example").count() == 1


@pytest.mark.parametrize("role", [LEARNER, CONTACT_POINT, ADMINISTRATOR, TEACHER])
def test_others_correct_no_address(role):
    assert not access.may_correct_address(actor(role), AccountFactory())
    assert access.may_correct_address(actor(COORDINATOR), AccountFactory())
