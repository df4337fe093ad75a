"""Suggestions are for who is signed in or came by a link; for others the list is empty."""

from datetime import datetime

import pytest
from django.test import Client

from erasdu.ground.links import actions as links
from tests.factories.organisations import RoleFactory
from tests.factories.places import towns
from tests.security.scene import by_links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _here() -> None:
    towns()


def asked(client: Client, **parameters: str) -> str:
    answer = client.get("/towns/", parameters, headers={"accept-language": "nl"})
    assert answer.status_code == 200
    return answer.content.decode().strip()


def test_signed_in(client_as) -> None:
    client = client_as(RoleFactory(contact_point=True))
    assert asked(client, q="gen", country="BE") == '<option value="Gent"></option><option value="Genk"></option>'
    assert asked(client, field="home-town", **{"home-town": "luik"}) == '<option value="Luik, België"></option>'
    assert asked(client, q="g") == asked(client) == asked(client, field="nothing") == ""
    assert asked(client, q='"><b>', country="<>") == ""


def test_by_a_link(at: datetime) -> None:
    teacher = RoleFactory(teacher=True)
    link = links.issue(teacher.person, "selection.input", subject=teacher, role=teacher, at=at)
    assert "Gent" in asked(by_links(link), q="gent")


def test_nobody_gets_none_and_nothing_is_asked(client: Client) -> None:
    assert asked(client, q="gent") == ""


def test_looking_only(client_as) -> None:
    assert client_as(RoleFactory()).post("/towns/").status_code in (403, 405)
