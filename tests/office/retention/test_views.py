"""The page of retention: counts for coordinator and administrator, nobody else's, and two steps to let go."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.people.models import Person
from erasdu.journey.insurance.models import Cover, Declaration
from erasdu.office.retention.models import Run
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import SelectionFactory

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_first_look_then_let_go(client_as, role: str) -> None:
    candidacy = CandidacyFactory(applied=True, learner__family_name="Kanarie")
    SelectionFactory(enrolment=candidacy.enrolment, told=True)
    client: Client = client_as(RoleFactory(**{role: True}))
    with the_clock.standing_at(LATER):
        early = client.post(reverse("retention:run"))
        assert early.status_code == 409
        assert "Bekijk eerst" in early.content.decode()
        page = client.post(reverse("retention:dry"), follow=True).content.decode()
        assert "Wat weg zou gaan" in page
        assert candidacy.call.title_nl in page
        assert "Kanarie" not in page
        assert Person.objects.get(pk=candidacy.learner_id).family_name == "Kanarie"
        page = client.post(reverse("retention:run"), follow=True).content.decode()
        assert "De gegevens van 1 persoon zijn gewist." in page
    assert Person.objects.get(pk=candidacy.learner_id).family_name == ""


@pytest.mark.parametrize("role", ["contact_point", "learner"])
def test_for_others_the_page_does_not_exist(client_as, role: str) -> None:
    client = client_as(RoleFactory(**{role: True}))
    assert client.get(reverse("retention:index")).status_code == 404
    for name in ("retention:dry", "retention:run"):
        assert client.post(reverse(name)).status_code == 404
    assert not Run.objects.exists()


def test_one_signs_in_first() -> None:
    for answer in (Client().get(reverse("retention:index")), Client().post(reverse("retention:run"))):
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


def test_reading_lets_nothing_go(client_as) -> None:
    client = client_as(RoleFactory(coordinator=True))
    for name in ("retention:dry", "retention:run"):
        assert client.get(reverse(name)).status_code == 405


@pytest.mark.parametrize("runs", [1, 3])
def test_the_history_asks_as_much_for_one_as_for_three(client_as, runs: int, django_assert_max_num_queries) -> None:
    client = client_as(RoleFactory(coordinator=True))
    at = LATER - timedelta(days=1)
    for number in range(runs):
        Run.objects.create(at=at + timedelta(hours=number), dry=False, report={"counts": {}, "persons": 2, "calls": {}})
    with the_clock.standing_at(LATER), django_assert_max_num_queries(12):
        page = client.get(reverse("retention:index")).content.decode()
    assert page.count("2 personen") >= runs


def test_the_page_says_how_long_proof_of_insurance_is_kept(client_as) -> None:
    """As long as the file of the grant (ADR 18); and nothing of an insurance goes sooner or stays longer."""
    page = client_as(RoleFactory(coordinator=True)).get(reverse("retention:index")).text
    row = next(part for part in page.split("<tr>") if "bewijs van verzekering" in part)
    assert "5 jaar" in row
    for model in (Cover, Declaration):
        assert {of.keep for of in model.privacy.columns.values()} == {"row", "grant_file"}
