"""Demo mode never holds beside somebody real: then mails go out and nobody reads them on a page."""

import pytest
from django.test import Client
from pytest_django import Settings

from erasdu.ground.people.queries import in_demo, real_accounts
from erasdu.ground.post.queries import kept_here
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["an@demo.invalid", "an@leerling.demo.invalid", "an@school.example", "an@example.org"]
)
def test_addresses_of_nobody_are_invented(address: str) -> None:
    RoleFactory(person__email=address)
    assert not real_accounts()
    assert in_demo()


@pytest.mark.parametrize("address", ["an@school.be", "an@example.org.be", "an@invalid.be", "an@myexample.org"])
def test_somebody_real_ends_the_demo(client: Client, address: str, settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    assert client.get("/post/mailbox/").status_code == 200
    assert kept_here()
    RoleFactory(person__email=address)
    assert not in_demo()
    assert not kept_here(), "a letter to somebody real would never go out"
    assert client.get("/post/mailbox/").status_code == 404
