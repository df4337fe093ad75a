"""Signing in, and what comes before anything else."""

import re

import pytest
from allauth.core.internal.ratelimit import get_cache_key, parse_rate
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client, RequestFactory

from erasdu.ground.look.limits import Limit
from erasdu.ground.organisations.models import Role
from erasdu.ground.people import actions, views
from erasdu.ground.people.models import NoticeGiven
from erasdu.ground.post.models import Letter
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.page, pytest.mark.django_db]
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def code_in(letter: Letter) -> str:
    return re.search(r"\b\d{6}\b", letter.text)[0]


def ask(client: Client, email: str, **more: str):
    return client.post(LOGIN, {"email": email}, **more)


def newest(template: str = "people/letters/login_code") -> Letter:
    return Letter.objects.filter(template=template).latest("pk")


def come_in(client: Client, role: Role, **more: str):
    ask(client, role.person.account.email, **more)
    return client.post(CODE, {"code": code_in(newest())}, **more)


def test_a_code_from_the_mail_opens_the_account(client):
    role = RoleFactory(learner=True)
    answer = ask(client, role.person.email)
    assert answer.status_code == 302
    assert answer["Location"] == CODE
    letter = newest()
    assert letter.confidential
    assert code_in(letter) not in letter.subject  # the list of mails shows subjects
    assert letter.address == role.person.email
    answer = client.post(CODE, {"code": code_in(letter)})
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(role.person.account.pk)


def test_the_address_may_be_typed_in_capitals(client):
    role = RoleFactory(learner=True)
    ask(client, role.person.email.upper())
    assert client.post(CODE, {"code": code_in(newest())})["Location"] == "/"


def test_the_mail_speaks_the_language_of_the_person(client):
    role = RoleFactory(learner=True, person__language="en")
    ask(client, role.person.email)
    assert newest().language == "en"


@pytest.mark.parametrize("who", ["unknown", "without role", "inactive", "school closed"])
def test_the_door_answers_the_same_whoever_knocks(client, who):
    role = RoleFactory(learner=True)
    known, email = Client(), role.person.email
    if who == "unknown":
        email = "nobody@school.example"
    elif who == "without role":
        Role.objects.update(until=role.since)
    elif who == "inactive":
        type(role.person.account).objects.update(is_active=False)
    else:
        type(role.organisation).objects.update(closed_at=role.since)
    other = RoleFactory(learner=True)
    right = ask(known, other.person.email)
    wrong = ask(client, email)
    assert (right.status_code, right["Location"]) == (wrong.status_code, wrong["Location"])
    pages = [
        re.sub(r'value="[^"]{20,}"', "", each.get(CODE).content.decode()).replace(mail, "ADDRESS")
        for each, mail in ((known, other.person.email), (client, email))
    ]
    assert pages[0] == pages[1]
    wrong_codes = [each.post(CODE, {"code": "000000"}) for each in (known, client)]
    assert wrong_codes[0].status_code == wrong_codes[1].status_code == 200
    assert not Letter.objects.filter(address=email, template="people/letters/login_code").exists()


def test_a_code_works_once_and_only_in_its_own_browser(client):
    role = RoleFactory(learner=True)
    ask(client, role.person.email)
    code = code_in(newest())
    assert Client().post(CODE, {"code": code})["Location"].startswith(LOGIN[:10])
    client.post(CODE, {"code": code})
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    client.post(CODE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_codes_a_new_one_is_needed(client):
    role = RoleFactory(learner=True)
    ask(client, role.person.email)
    code = code_in(newest())
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        answer = client.post(CODE, {"code": wrong})
    assert answer.status_code == 302
    client.post(CODE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_100_wrong_codes_lock_the_account_from_all_addresses():
    role = RoleFactory(learner=True)
    email, tried = role.person.email, 0
    while tried < 100:
        client = Client(REMOTE_ADDR=f"192.0.2.{tried % 200}")
        ask(client, email)
        for _ in range(5):
            if tried < 100 and client.post(CODE, {"code": "999999x"}).status_code in {200, 302}:
                tried += 1
        forget_asking(email)
    assert actions.is_locked(email)
    late = Client(REMOTE_ADDR="198.51.100.7")
    answer = ask(late, email)
    assert answer.status_code == 200
    assert "12" in answer.content.decode()
    letters = Letter.objects.filter(template="people/letters/locked")
    assert [letter.address for letter in letters] == [email]


def forget_asking(email: str) -> None:
    """Frees the limit on asking for codes, so that the lock itself is what is seen."""
    request = RequestFactory().get("/")
    key = get_cache_key(
        request, app="allauth.account", action="request_login_code", rate=parse_rate("6/15m/key"), key=email.lower()
    )
    cache.delete(key)


def test_a_right_code_does_not_open_a_locked_account(client):
    role = RoleFactory(learner=True)
    ask(client, role.person.email)
    code = code_in(newest())
    for _ in range(100):
        actions.WRONG_CODES.take(role.person.email)
    answer = client.post(CODE, {"code": code})
    assert answer["Location"] == "/accounts/login/locked/"
    assert client.get(answer["Location"]).status_code == 429
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_locks_in_the_same_way(client):
    for _ in range(100):
        actions.try_counts("nobody@school.example", at=RoleFactory().since)
    assert "12" in ask(client, "nobody@school.example").content.decode()
    assert not Letter.objects.filter(template="people/letters/locked").exists()


def test_a_right_code_is_not_counted(client):
    role = RoleFactory(learner=True)
    come_in(client, role)
    assert actions.WRONG_CODES.used(role.person.email) == 0


def test_30_learners_behind_one_address_come_in_undisturbed():
    """Each mistypes once and asks for a second code; the clock does not help them."""
    roles = RoleFactory.create_batch(30, learner=True)
    for role in roles:
        client = Client(REMOTE_ADDR="203.0.113.5")
        ask(client, role.person.email, REMOTE_ADDR="203.0.113.5")
        assert client.post(CODE, {"code": "x"}, REMOTE_ADDR="203.0.113.5").status_code == 200
        assert come_in(client, role, REMOTE_ADDR="203.0.113.5")["Location"] == "/"


def test_too_many_knocks_from_one_address_are_stopped(client, settings, monkeypatch):
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(views, "KNOCKS", Limit("few", 3, 300))
    for _ in range(3):
        assert views.KNOCKS.take("203.0.113.9")
    assert ask(client, "a@school.example", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9").status_code == 429
    assert ask(client, "a@school.example", HTTP_X_FORWARDED_FOR="203.0.113.9, 1.1.1.1").status_code == 302


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "password/change/", "password/set/", "3rdparty/signup/"]
)
def test_there_are_no_passwords_and_no_signing_up(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "x@school.example"}).status_code == 404


def test_leaving_ends_sessions_at_the_next_request(client, at):
    role = RoleFactory(learner=True)
    come_in(client, role)
    client.get("/accounts/first/notice/")
    assert client.get("/accounts/settings/").status_code in {200, 302}
    Role.objects.update(until=at)
    answer = client.get("/accounts/settings/")
    assert answer["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/inactive/").status_code == 200


def test_one_of_two_roles_ends_and_the_session_goes_on_in_the_other(client, at):
    role = RoleFactory(contact_point=True)
    other = RoleFactory(contact_point=True, person=role.person)
    come_in(client, role)
    client.post("/accounts/role/", {"role": other.pk})
    assert client.session["role"] == other.pk
    Role.objects.filter(pk=other.pk).update(until=at)
    client.get("/privacy/")
    assert "_auth_user_id" in client.session


def test_nobody_switches_to_a_role_of_somebody_else(client):
    role, stranger = RoleFactory(contact_point=True), RoleFactory(coordinator=True)
    come_in(client, role)
    assert client.post("/accounts/role/", {"role": stranger.pk}).status_code == 409
    assert "role" not in client.session


def test_the_notice_comes_first_and_is_recorded(client):
    role = RoleFactory(learner=True)
    come_in(client, role)
    assert client.get("/accounts/settings/")["Location"] == "/accounts/first/notice/"
    page = client.get("/accounts/first/notice/")
    assert page.status_code == 200
    assert not NoticeGiven.objects.exists()
    client.post("/accounts/first/notice/")
    given = NoticeGiven.objects.get()
    assert (given.audience, given.way, given.person) == ("learner", "screen", role.person)
    assert given.read_at
    assert client.get("/accounts/settings/").status_code == 200


def test_another_role_has_its_own_notice(client, at):
    role = RoleFactory(contact_point=True)
    learner = RoleFactory(learner=True, person=role.person)
    actions.give_notice(role.person, "contact_point", "screen", at=at)
    come_in(client, role)
    assert client.get("/accounts/settings/").status_code == 200
    client.post("/accounts/role/", {"role": learner.pk})
    assert client.get("/accounts/settings/")["Location"] == "/accounts/first/notice/"


@pytest.mark.parametrize("kind", ["coordinator", "administrator"])
def test_a_second_factor_comes_before_anything_else_where_it_is_compulsory(client, settings, kind):
    settings.SECOND_FACTOR_ROLES = ("coordinator", "administrator")
    role = RoleFactory(**{kind: True})
    come_in(client, role)
    for path in ("/accounts/settings/", "/accounts/email/", "/accounts/3rdparty/"):
        assert client.get(path)["Location"] == "/accounts/first/second-factor/"
    page = client.get("/accounts/first/second-factor/").content.decode()
    assert "/accounts/2fa/webauthn/add/" in page
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    Authenticator.objects.create(user=role.person.account, type="webauthn", data={})
    assert client.get("/accounts/settings/")["Location"] == "/accounts/first/notice/"


def test_it_is_not_asked_of_others(client, settings):
    settings.SECOND_FACTOR_ROLES = ("coordinator",)
    role = RoleFactory(contact_point=True)
    come_in(client, role)
    assert client.get("/accounts/settings/")["Location"] == "/accounts/first/notice/"


def test_an_app_is_connected_asked_for_and_its_wrong_codes_count(client, django_capture_on_commit_callbacks):
    role = RoleFactory(coordinator=True)
    come_in(client, role)
    client.post("/accounts/first/notice/")
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert "data:image/svg" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    stored = Authenticator.objects.get(type="totp")
    assert secret not in str(stored.data)
    assert newest("people/letters/app_added").address == role.person.email
    client.post("/accounts/logout/")
    assert come_in(client, role)["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/2fa/authenticate/", {"code": "1"}).status_code == 200
    assert actions.WRONG_CODES.used(role.person.email) == 1
    answer = client.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert answer["Location"] == "/", answer.content.decode()
    assert client.session["_auth_user_id"] == str(role.person.account.pk)


def app_code(secret: str) -> str:
    counter = list(auth.yield_hotp_counters_from_time())[1]
    return auth.format_hotp_value(auth.hotp_value(secret, counter))
