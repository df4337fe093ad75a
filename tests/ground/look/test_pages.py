"""Pages that explain: they say what is the matter and what to do, and never lose what was typed."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from erasdu.ground.organisations.models import Role
from erasdu.kernel.actor import NOBODY
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.ground.look.urls import anybody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.look.urls")]
ClientAs = Callable[[Role], Client]
HOST = "http://testserver"


def test_a_refused_action_says_why(client: Client) -> None:
    answer = client.post("/refuse/", headers={"Referer": f"{HOST}/schools/?q=a"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Dit hoort niet bij je rol." in page
    assert 'href="/schools/?q=a"' in page


def test_the_way_back_stays_on_this_site(client: Client) -> None:
    answer = client.post("/refuse/", headers={"Referer": "https://elsewhere.example/"})
    assert "elsewhere.example" not in answer.content.decode()


def test_what_was_typed_stays_in_sight_when_somebody_else_was_first(client: Client) -> None:
    answer = client.post(
        "/stale/", {"motivation": "Ik wil <b>leren</b>", "revision": "3", "password": "geheim", "empty": ""}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ik wil &lt;b&gt;leren&lt;/b&gt;" in page
    assert "geheim" not in page


def test_a_page_that_was_open_too_long_shows_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/refuse/",
        {"motivation": "een lange tekst", "csrfmiddlewaretoken": "oud"},
        headers={"Referer": f"{HOST}/schools/"},
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "stond te lang open" in page
    assert "een lange tekst" in page
    assert "oud" not in page.partition("<main")[2]
    assert "data-keep-typed" in page


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["bad_request", "forbidden", "not_found", "sent_already"])
def test_every_page_that_explains_has_one_heading_and_a_way_on(name: str, language: str, client: Client) -> None:
    client.cookies["django_language"] = language
    request = client.get("/nowhere/").wsgi_request
    page = render_to_string(f"look/{name}.html", request=request)
    assert page.count("<h1>") == 1
    assert "<h1></h1>" not in page
    assert 'href="/"' in page


def test_a_crash_shows_a_page_without_the_database(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        answer = client.get("/crash/")
    assert answer.status_code == 500
    assert "Dit is niet gelukt" in answer.content.decode()
    assert "This did not work" in answer.content.decode()


def test_who_is_not_signed_in_signs_in_and_comes_back(client: Client) -> None:
    assert client.get("/anybody/?a=1")["Location"] == "/accounts/login/?next=/anybody/%3Fa%3D1"


def test_after_a_form_one_comes_back_to_the_page_that_held_it(client: Client) -> None:
    answer = client.post("/send/", headers={"Referer": f"{HOST}/schools/"})
    assert answer["Location"] == "/accounts/login/?next=/schools/"
    answer = client.post("/send/", headers={"Referer": "https://elsewhere.example/"})
    assert answer["Location"] == "/accounts/login/?next=/send/"


def test_a_fragment_sends_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/anybody/", headers={"HX-Request": "true", "HX-Current-URL": f"{HOST}/schools/"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=/schools/"


def test_a_page_of_another_role_does_not_exist(client_as: ClientAs) -> None:
    learner = client_as(RoleFactory(kind=Role.Kind.LEARNER))
    assert learner.get("/anybody/").content == b"in"
    assert learner.get("/staff/").status_code == 404
    assert client_as(RoleFactory(kind=Role.Kind.COORDINATOR)).get("/staff/").content == b"in"


def test_an_account_without_a_role_gets_no_page(rf: RequestFactory) -> None:
    request = rf.get("/anybody/")
    request.user, request.actor = AccountFactory(), NOBODY  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        anybody(request)


@pytest.mark.urls("erasdu.config.urls")
def test_an_address_that_takes_a_form_alone_leads_back_to_its_page(client: Client) -> None:
    """Opened by who reloads it, or changes the language after a fault."""
    page = {"headers": {"accept": "text/html"}}
    assert client.get("/insurance/stay/abcdefgh/seen/", **page).headers["Location"] == "/insurance/stay/abcdefgh/"
    assert (
        client.get("/readiness/call/abcdefgh/own/add/", **page).headers["Location"] == "/readiness/call/abcdefgh/own/"
    )
    assert client.get("/insurance/stay/abcdefgh/seen/").status_code == 405, "a program reads what is the matter"
