"""One's own settings: details, address, sessions, devices; and the pages that everybody may read."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Device
from erasdu.ground.people import actions, queries
from erasdu.ground.people.adapters import SecondFactorAdapter
from erasdu.ground.people.models import Person, Session
from erasdu.ground.people.rules import AUDIENCES
from erasdu.ground.post.models import Letter
from tests.factories.organisations import RoleFactory
from tests.ground.people.test_views import CODE, ask, code_in, come_in, newest

pytestmark = pytest.mark.django_db
PAGE = "/accounts/settings/"
HERE = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"}


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def role(at):
    role = RoleFactory(contact_point=True)
    actions.give_notice(role.person, "contact_point", "screen", at=at)
    return role


def inside(role, **agent: str) -> Client:
    client = Client(**agent)
    come_in(client, role)
    return client


def details(role, **changed: object) -> dict[str, object]:
    person = Person.objects.get(pk=role.person_id)
    return {
        "given_name": person.given_name, "family_name": person.family_name, "phone": "", "language": "nl",
        "revision": person.revision, **changed,
    }  # fmt: skip


def test_details_are_saved_and_the_language_is_spoken_at_once(role):
    client = inside(role)
    answer = client.post(PAGE, details(role, given_name="Zoë", phone="0470 12 34 56", language="en"))
    assert answer["Location"] == PAGE
    person = Person.objects.get(pk=role.person_id)
    assert (person.given_name, person.phone, person.language) == ("Zoë", "+32470123456", "en")
    assert '<html lang="en"' in client.get(PAGE).content.decode()


def test_two_who_edit_both_see_both(role):
    client, seen = inside(role), details(role)
    client.post(PAGE, details(role, given_name="First"))
    answer = client.post(PAGE, seen | {"given_name": "Second"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "First" in text
    assert "Second" in text
    again = re.search(r'name="revision" value="(\d+)"', text)[1]
    assert client.post(PAGE, seen | {"given_name": "Both", "revision": again})["Location"] == PAGE


@pytest.mark.parametrize("bad", [{"given_name": ""}, {"given_name": "x" * 81}, {"phone": "12"}, {"language": "xx"}])
def test_bad_input_gets_a_message_at_its_field(role, bad):
    answer = inside(role).post(PAGE, details(role, **bad))
    assert answer.status_code == 200
    assert next(iter(bad)) in answer.context["form"].errors


def test_other_columns_cannot_be_posted(role):
    before = Person.objects.values("key", "email", "created_at", "erased_at").get(pk=role.person_id)
    inside(role).post(PAGE, details(role, email="x@evil.example", key="k", erased_at="2020-01-01", is_active="0"))
    assert Person.objects.values("key", "email", "created_at", "erased_at").get(pk=role.person_id) == before


def test_a_new_address_counts_after_its_code(role, django_capture_on_commit_callbacks):
    client, old = inside(role), role.person.email
    new = "new.address@school.example"
    client.post("/accounts/email/", {"email": new, "action_add": ""})
    letter = newest("people/letters/address_code")
    assert letter.address == new
    assert Person.objects.get(pk=role.person_id).email == old
    page = client.get("/accounts/confirm-email/")
    assert page.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/confirm-email/", {"code": code_in(letter)})
    role.person.account.refresh_from_db()
    assert Person.objects.get(pk=role.person_id).email == role.person.account.email == new
    assert [a.email for a in EmailAddress.objects.filter(user=role.person.account)] == [new]
    assert newest("people/letters/address_changed").address == old
    ask(Client(), new)
    assert newest().address == new


def test_an_address_of_somebody_else_is_not_taken_and_not_told(role):
    other = RoleFactory(contact_point=True)
    client = inside(role)
    answer = client.post("/accounts/email/", {"email": other.person.email, "action_add": ""})
    free = client.post("/accounts/email/", {"email": "free@school.example", "action_add": ""})
    assert (answer.status_code, answer.get("Location")) == (free.status_code, free.get("Location"))
    assert EmailAddress.objects.filter(email=other.person.email, user=role.person.account, verified=True).count() == 0
    assert Person.objects.get(pk=role.person_id).email == role.person.email


def test_sessions_are_listed_ended_one_by_one_and_all_at_once(role):
    here, phone, third = inside(role, **HERE), inside(role, **PHONE), inside(role, **PHONE)
    text = here.get(PAGE).content.decode()
    assert "Firefox, Linux" in text
    assert "Chrome, Android" in text
    on_phone = Session.objects.get(session_key=phone.session.session_key)
    here.post(f"{PAGE}sessions/{on_phone.pk}/end/")
    assert phone.get(PAGE)["Location"].startswith("/accounts/login/")
    assert third.get(PAGE).status_code == 200
    here.post(f"{PAGE}sessions/end/")
    assert third.get(PAGE)["Location"].startswith("/accounts/login/")
    assert here.get(PAGE).status_code == 200
    assert [s.session_key for s in Session.objects.all()] == [here.session.session_key]


def test_signing_out_everywhere_ends_also_what_is_not_on_the_list(role, client_as):
    unlisted, here = client_as(role), inside(role)
    assert unlisted.get(PAGE).status_code == 200
    here.post(f"{PAGE}sessions/end/")
    assert unlisted.get(PAGE)["Location"].startswith("/accounts/login/")


def test_nobody_ends_a_session_of_somebody_else(role):
    other = RoleFactory(contact_point=True)
    inside(other)
    theirs = Session.objects.get(account=other.person.account)
    assert inside(role).post(f"{PAGE}sessions/{theirs.pk}/end/").status_code == 404
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_the_list_takes_the_same_queries_for_one_and_three(role, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    here = inside(role)
    here.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        here.get(PAGE)
    inside(role)
    inside(role)
    with CaptureQueriesContext(connection) as three:
        assert here.get(PAGE).content.decode().count("/end/") == 3
    assert len(one) == len(three)


def test_a_browser_of_a_new_kind_is_told_by_mail_the_first_is_not(role):
    inside(role, **HERE)
    inside(role, **HERE)
    assert not Letter.objects.filter(template="people/letters/new_browser").exists()
    inside(role, **PHONE)
    letter = newest("people/letters/new_browser")
    assert "Chrome, Android" in letter.text


def test_a_remembered_device_is_forgotten_by_its_owner_alone(role, at, clock):
    device = links.remember(role.person, "cookie", "Firefox, Linux", at=at)
    other = RoleFactory(contact_point=True)
    actions.give_notice(other.person, "contact_point", "screen", at=at)
    assert inside(other).post(f"{PAGE}devices/{device.pk}/forget/").status_code == 404
    inside(role).post(f"{PAGE}devices/{device.pk}/forget/")
    assert Device.objects.get().revoked_at == at


def test_the_last_factor_of_a_role_that_needs_it_stays(settings):
    settings.SECOND_FACTOR_ROLES = ("coordinator",)
    role = RoleFactory(coordinator=True)
    first = Authenticator.objects.create(user=role.person.account, type="totp", data={"secret": "x"})
    assert not SecondFactorAdapter().can_delete_authenticator(first)
    Authenticator.objects.create(user=role.person.account, type="recovery_codes", data={"seed": "x"})
    assert not SecondFactorAdapter().can_delete_authenticator(first)
    Authenticator.objects.create(user=role.person.account, type="webauthn", data={})
    assert SecondFactorAdapter().can_delete_authenticator(first)


def test_settings_need_signing_in(client):
    for path in (PAGE, "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/3rdparty/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_may_read_every_notice(client, audience, language):
    client.cookies["django_language"] = language
    answer = client.get(f"/privacy/{audience}/")
    assert answer.status_code == 200
    assert queries.notice(audience, language).title in answer.content.decode()
    assert client.get("/privacy/").status_code == 200


@pytest.mark.parametrize("audience", ["nobody", "../settings", "learner.nl"])
def test_there_are_no_other_notices(client, audience):
    assert client.get(f"/privacy/{audience}/").status_code == 404


def test_the_pages_around_the_door_are_there(client, role):
    for path in ("/accounts/login/", "/accounts/login/code/", "/accounts/inactive/",
                 "/accounts/3rdparty/login/cancelled/"):  # fmt: skip
        assert client.get(path).status_code == 200
    inner = inside(role)
    for path in ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/email/",
                 "/accounts/2fa/totp/activate/", "/accounts/logout/", "/accounts/3rdparty/",
                 "/accounts/first/second-factor/", "/accounts/first/notice/"):  # fmt: skip
        page = inner.get(path)
        assert page.status_code == 200, path
        assert 'id="main"' in page.content.decode(), path
    Authenticator.objects.create(user=role.person.account, type="webauthn", data={})
    again = Client()
    ask(again, role.person.email)
    assert again.post(CODE, {"code": code_in(newest())})["Location"] == "/accounts/2fa/authenticate/"
    assert inner.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/2fa/")
