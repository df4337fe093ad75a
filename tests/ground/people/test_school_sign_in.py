"""A school's own sign-in: Smartschool and OpenID Connect, against a server on the loopback."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client

from erasdu.ground.organisations.models import Role
from erasdu.ground.people import actions
from erasdu.ground.people.models import Account
from tests.factories.organisations import RoleFactory
from tests.ground.people.school_server import school_server
from tests.ground.people.test_views import come_in

pytestmark = pytest.mark.django_db
KINDS = ("smartschool", "openid")


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def school(settings):
    with school_server() as server:
        own = {"client_id": "erasdu", "secret": "s3cret", "name": "Atheneum De Brug"}
        smart = {
            "authorize_url": f"{server.url}/authorize", "token_url": f"{server.url}/token",
            "userinfo_url": f"{server.url}/userinfo", "domains": ["school.example"],
            "addresses_are_given_by_school": True,
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {
            "smartschool": {"APPS": [own | {"provider_id": "de-brug", "settings": smart}]},
            "openid_connect": {
                "APPS": [own | {"provider_id": "de-brug-oidc", "settings": {"server_url": server.url, "domains": ["school.example"]}}],
                "OAUTH_PKCE_ENABLED": True,
            },
        }  # fmt: skip
        yield server


def tells(school, kind: str, email: str, *, proved: bool = True) -> None:
    if kind == "smartschool":
        school.who = {"userID": 42, "platform": "debrug.smartschool.be", "name": "Mia", "surname": "P", "email": email}
    else:
        school.who = {"sub": "42", "email": email, "email_verified": proved, "given_name": "Mia"}


def address(kind: str) -> str:
    return "/accounts/smartschool/de-brug/login/" if kind == "smartschool" else "/accounts/oidc/de-brug-oidc/login/"


def round_trip(client: Client, kind: str, process: str = "login"):
    out = client.post(f"{address(kind)}?process={process}")
    assert out.status_code == 302
    asked = parse_qs(urlsplit(out["Location"]).query)
    assert asked["redirect_uri"][0].endswith(f"{address(kind)}callback/")
    return client.get(f"{address(kind)}callback/", {"code": "abc", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_an_account_with_this_proved_address_comes_in(client, school, kind):
    role = RoleFactory(contact_point=True, person__email="mia@school.example")
    tells(school, kind, "mia@school.example")
    assert round_trip(client, kind)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(role.person.account.pk)
    token = next(body for path, body, _ in school.asked if path == "/token")
    assert token["client_secret"] == ["s3cret"]
    assert any(header == "Bearer tok-123" for path, _, header in school.asked if path == "/userinfo")
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_time_it_is_known_by_its_number(client, school, kind):
    RoleFactory(contact_point=True, person__email="mia@school.example")
    tells(school, kind, "mia@school.example")
    round_trip(client, kind)
    tells(school, kind, "other.address@elsewhere.example")
    again = Client()
    assert round_trip(again, kind)["Location"] == "/"
    assert is_in(again)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_unknown_comes_in_and_no_account_is_made(client, school, kind):
    tells(school, kind, "stranger@school.example")
    answer = round_trip(client, kind)
    assert answer.status_code == 403
    assert not is_in(client)
    assert not Account.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_school_vouches_for_its_own_addresses_alone(client, school, kind):
    RoleFactory(coordinator=True, person__email="chief@erasdu.example")
    tells(school, kind, "chief@erasdu.example")
    assert round_trip(client, kind).status_code == 403
    assert not is_in(client)


def test_an_address_that_is_not_proved_opens_nothing(client, school, settings):
    RoleFactory(contact_point=True, person__email="mia@school.example")
    tells(school, "openid", "mia@school.example", proved=False)
    assert round_trip(client, "openid").status_code == 403
    apps = settings.SOCIALACCOUNT_PROVIDERS["smartschool"]["APPS"]
    del apps[0]["settings"]["addresses_are_given_by_school"]
    tells(school, "smartschool", "mia@school.example")
    assert round_trip(client, "smartschool").status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_role_any_more_stays_out(client, school, kind, at):
    RoleFactory(contact_point=True, person__email="mia@school.example")
    Role.objects.update(until=at)
    tells(school, kind, "mia@school.example")
    assert round_trip(client, kind)["Location"] == "/accounts/inactive/"
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_it_does_not_replace_the_second_factor(client, school, kind):
    role = RoleFactory(coordinator=True, person__email="mia@school.example")
    Authenticator.objects.create(user=role.person.account, type="webauthn", data={})
    tells(school, kind, "mia@school.example")
    assert round_trip(client, kind)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_signed_in_connects_it_with_whatever_address(client, school, kind, at):
    role = RoleFactory(contact_point=True, person__email="mia@school.example")
    actions.give_notice(role.person, "contact_point", "screen", at=at)
    come_in(client, role)
    client.get("/accounts/settings/")
    tells(school, kind, "private@elsewhere.example")
    assert round_trip(client, kind, "connect")["Location"] == "/accounts/3rdparty/"
    page = client.get("/accounts/3rdparty/").content.decode()
    assert "Atheneum De Brug" in page
    other = Client()
    assert round_trip(other, kind)["Location"] == "/"
    assert is_in(other)
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_forged_return_and_a_broken_school_get_a_page(client, school, kind):
    assert client.get(f"{address(kind)}callback/", {"code": "abc", "state": "forged"}).status_code == 401
    tells(school, kind, "mia@school.example")
    out = client.post(f"{address(kind)}?process=login")
    state = parse_qs(urlsplit(out["Location"]).query)["state"][0]
    school.broken = True
    answer = client.get(f"{address(kind)}callback/", {"code": "abc", "state": state})
    assert answer.status_code == 401
    assert 'id="main"' in answer.content.decode()


def test_smartschool_that_does_not_say_who_gets_a_page(client, school):
    school.who = {"userID": 42}
    assert round_trip(client, "smartschool").status_code == 401


@pytest.mark.parametrize("path", ["/accounts/smartschool/nowhere/login/", "/accounts/oidc/nowhere/login/"])
def test_an_unknown_school_does_not_exist(client, school, path):
    assert client.get(path).status_code == 404
    assert client.get(f"{path}callback/").status_code == 404


def test_the_door_names_the_schools(client, school):
    page = client.get("/accounts/login/").content.decode()
    assert page.count("Atheneum De Brug") == 2


def test_looking_at_the_sign_in_address_starts_nothing(client, school):
    assert client.get(address("smartschool")).status_code == 200
    assert school.asked == []
