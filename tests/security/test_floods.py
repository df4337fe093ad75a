"""A class that applies at once is not disturbed; who guesses codes or asks for mails is."""

import secrets
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.look.limits import Limit
from erasdu.ground.people.models import Account
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.views import joining
from tests.conftest import AT
from tests.factories.calls import EnrolmentFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WRONG = 200


@pytest.fixture
def enrolment() -> Enrolment:
    cache.clear()
    return EnrolmentFactory()


def door(enrolment: Enrolment) -> str:
    return reverse("candidacies:join", args=[enrolment.join_code])


def someone(email: str) -> dict[str, str]:
    return {"given_name": "Noor", "family_name": "Peeters", "email": email, "birth_date": "2008-03-02"}


@pytest.mark.requirement("R04")
def test_thirty_learners_behind_one_address_within_five_minutes(enrolment: Enrolment) -> None:
    """Each types the code wrong twice, forgets a field once, joins, and gets a code by mail."""
    for number in range(30):
        with the_clock.standing_at(AT + timedelta(seconds=9 * number)):
            client = Client()
            for _ in range(2):
                assert (
                    client.get(reverse("candidacies:join_by_code"), {"code": secrets.token_hex(4)}).status_code == 200
                )
            assert (
                client.get(reverse("candidacies:join_by_code"), {"code": enrolment.join_code.lower()}).status_code
                == 302
            )
            assert client.post(door(enrolment), {"given_name": "Noor"}).status_code == 200
            joined = client.post(door(enrolment), someone(f"leerling{number}@school.example"))
            assert (joined.status_code, joined["Location"]) == (302, reverse("account_confirm_login_code"))
            assert client.get(joined["Location"]).status_code == 200
    assert Candidacy.objects.filter(enrolment=enrolment).count() == 30
    assert Letter.objects.filter(template="people/letters/login_code").count() == 30


def test_wrong_codes_without_end_are_slowed_down(enrolment: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all guesses in five minutes at most as many are looked at as the limit says; a smaller limit here."""
    monkeypatch.setattr(joining, "WRONG", Limit("join-wrong", 20, 300))
    client, looked = Client(), 0
    for number in range(WRONG // 2):
        looked += client.get(reverse("candidacies:join_by_code"), {"code": f"ZZZZ{number:04}"}).status_code != 429
        looked += client.get(reverse("candidacies:join", args=[f"YYYY{number:04}"])).status_code != 429
    assert looked == 20
    # A right one after that tells a guesser no more than a wrong one.
    assert client.get(door(enrolment)).status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.7").get(door(enrolment)).status_code == 200


def test_the_real_limit_lets_a_school_mistype_and_stops_a_guesser() -> None:
    """Eight signs of thirty: at 200 in five minutes a school's code is found by chance after millions of years."""
    assert 100 <= joining.WRONG.amount * 300 / joining.WRONG.seconds <= 300


def test_the_page_says_the_same_for_every_address(enrolment: Enrolment) -> None:
    known = RoleFactory(coordinator=True).person.email
    applied = "eva@school.example"
    Client().post(door(enrolment), someone(applied))
    accounts, pages = Account.objects.count(), set()
    for email in ("new@school.example", known, applied, known.upper()):
        client = Client()
        answer = client.post(door(enrolment), someone(email))
        page = client.get(answer["Location"])
        text = page.content.decode().replace(email, "ADDRESS").replace(email.lower(), "ADDRESS")
        pages.add((answer.status_code, answer["Location"], page.status_code, len(text)))
    assert len({page[:3] for page in pages}) == 1
    assert max(page[3] for page in pages) - min(page[3] for page in pages) < 20
    assert Account.objects.count() == accounts + 1, "only the new one"


def test_nobody_fills_an_inbox_with_codes(enrolment: Enrolment) -> None:
    for _ in range(15):
        Client().post(door(enrolment), someone("doelwit@school.example"))
        Client().post(reverse("account_login"), {"email": "doelwit@school.example"})
    assert Letter.objects.filter(address="doelwit@school.example", template="people/letters/login_code").count() <= 12


def test_another_learners_data_is_not_written_over_by_joining(enrolment: Enrolment) -> None:
    """Who types somebody else's address changes nothing about them, and is not in."""
    Client().post(door(enrolment), someone("eva@school.example"))
    attacker = Client()
    attacker.post(
        door(enrolment), someone("eva@school.example") | {"given_name": "Mallory", "birth_date": "2001-01-01"}
    )
    row = Candidacy.objects.get(learner__email="eva@school.example")
    assert (row.learner.given_name, str(row.birth_date)) == ("Noor", "2008-03-02")
    assert attacker.get(reverse("candidacies:mine")).status_code == 302
