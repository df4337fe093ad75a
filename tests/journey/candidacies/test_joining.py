"""The school's door: thirty learners behind one address, and the same answer for every address."""

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.people.models import Account
from erasdu.journey.candidacies.models import Candidacy
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock", "cache_table")]
NEW = {"given_name": "Noor", "family_name": "Peeters", "email": "noor.new@example.org", "birth_date": "2008-03-02"}


@pytest.fixture
def cache_table() -> None:
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    cache.clear()


def door(enrolment: object) -> str:
    return reverse("candidacies:join", args=[enrolment.join_code])  # type: ignore[attr-defined]


@pytest.mark.requirement("R04")
def test_the_page_shows_which_school_and_call() -> None:
    enrolment = EnrolmentFactory()
    page = Client().get(door(enrolment)).content.decode()
    assert enrolment.school.name in page
    assert enrolment.call.title_nl in page


def test_thirty_learners_behind_one_address_are_undisturbed() -> None:
    enrolment = EnrolmentFactory()
    for number in range(30):
        response = Client().post(door(enrolment), {**NEW, "email": f"leerling{number}@example.org"})
        assert (response.status_code, response["Location"]) == (302, reverse("account_confirm_login_code"))
    assert Candidacy.objects.filter(enrolment=enrolment, confirmed_at=None).count() == 30


def test_every_address_gets_the_same_answer() -> None:
    enrolment = EnrolmentFactory()
    busy = RoleFactory(coordinator=True).person.email
    answers = set()
    for email in (NEW["email"], NEW["email"], busy):
        visitor = Client()
        response = visitor.post(door(enrolment), {**NEW, "email": email})
        answers.add((response.status_code, response["Location"], visitor.get(response["Location"]).status_code))
    assert len(answers) == 1
    assert Candidacy.objects.count() == 1
    assert Account.objects.filter(email=NEW["email"]).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"birth_date": "2017-03-02"}, "minstens 14 jaar"),
        ({"birth_date": "1927-03-02"}, "hoogstens 25 jaar"),
        ({"birth_date": "2008-02-31"}, "Schrijf een dag die bestaat"),
        ({"given_name": "\u202e\u200b"}, "Vul dit in."),
        ({"given_name": "x" * 81}, "tekens lang"),
        ({"email": "noor"}, "Schrijf een e-mailadres"),
        ({"family_name": "85.07.30-033.28"}, "rijksregisternummer"),
    ],
)
def test_bad_input_is_told_at_the_field_and_nothing_is_made(wrong: dict[str, str], said: str) -> None:
    page = Client().post(door(EnrolmentFactory()), {**NEW, **wrong})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert Candidacy.objects.count() == 0


def test_a_closed_door_explains() -> None:
    enrolment = EnrolmentFactory(call=CallFactory(closed=True))
    page = Client().get(door(enrolment)).content.decode()
    assert "Indienen kon tot en met" in page
    Client().post(door(enrolment), NEW)
    assert Candidacy.objects.count() == 0


def test_a_code_is_looked_up_however_it_is_typed() -> None:
    enrolment = EnrolmentFactory(join_code="KX3PQ7")
    box = reverse("candidacies:join_by_code")
    assert Client().get(box, {"code": "kx3 pq7"})["Location"] == door(enrolment)
    assert "Geen enkele school heeft deze code." in Client().get(box, {"code": "zzz"}).content.decode()
    assert Client().get(reverse("candidacies:join", args=["zzz"])).status_code == 404
