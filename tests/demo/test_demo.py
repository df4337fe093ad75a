"""The demo: closed beside real accounts and in production; its doors open for one click."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from erasdu.demo import access
from erasdu.demo.cast import CAST, MAIL_DOMAIN, Learners, address
from erasdu.demo.hosting import NETWORK
from erasdu.demo.passing import ASKED
from erasdu.demo.queries import doors
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db


def demo_role(**traits: object) -> object:
    return RoleFactory(person__email=f"iemand@{MAIL_DOMAIN}", **traits)


def test_beside_a_real_account_the_demo_is_closed(client: Client) -> None:
    role = demo_role(coordinator=True)
    assert [door.role for door in doors()] == [role]
    RoleFactory(coordinator=True, person__email="echt@vakschool-gent.be")
    assert not access.may_demo()
    assert doors() == []
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/enter/{role.pk}/").status_code == 404


def test_in_production_the_demo_is_closed(settings: Settings, client: Client) -> None:
    demo_role(coordinator=True)
    settings.PRODUCTION, settings.DEMO = True, False
    assert access.may_demo().code == "demo_in_production"
    settings.PRODUCTION = False
    assert access.may_demo().code == "demo_off"
    assert client.get("/demo/").status_code == 404


def test_the_command_does_not_load_beside_accounts() -> None:
    RoleFactory(coordinator=True)
    with pytest.raises(CommandError):
        call_command("demo")


def test_a_door_opens_with_one_press_and_never_by_looking(client: Client) -> None:
    role = demo_role()
    assert client.get(f"/demo/enter/{role.pk}/").status_code == 405
    assert client.post(f"/demo/enter/{role.pk}/").headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert client.session["role"] == role.pk


def test_no_call_of_the_demo_asks_for_a_copy_of_an_identity_document() -> None:
    said = " ".join(str(value) for value in ASKED.values())
    assert not re.search("kop(ie|y)|copy|identi", said, re.IGNORECASE)


def test_names_are_many_and_never_used_twice() -> None:
    sectors = {occupation.sector: [occupation.code] for occupation in OCCUPATIONS.values()}
    from datetime import date

    made = Learners(sectors)
    people = [made.one(list(sectors), date(2027, 3, 1)) for _ in range(150)]
    names = {(one.given_name, one.family_name) for one in people}
    staff = {tuple(row["contact"]) for row in CAST["schools"]} | {tuple(row["name"]) for row in CAST["people"]}
    assert len(names) == 150
    assert len({one.email for one in people}) == 150
    assert not names & staff
    assert all(address(*name).endswith(MAIL_DOMAIN) for name in names)
    assert {(date(2027, 3, 1) - one.birth_date).days // 365 for one in people} <= set(range(15, 22))


def test_each_household_speaks_of_itself_in_its_own_language() -> None:
    told = {country: each["at_home"] for country, each in NETWORK.items()}
    for name in ("room", "ways", "chores", "house_rules"):
        assert len({str(each[name]) for each in told.values()}) == len(told)
