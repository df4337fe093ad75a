"""The school's pages: list, one learner, entering, guardians, corrections."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.actions import give_notice
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian
from tests.conftest import AT
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import CompanyFactory, RoleFactory, SchoolFactory
from tests.journey.candidacies.learners import learner_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
As = Callable[[Role], Client]


def school_role(school: object) -> Role:
    role = RoleFactory(organisation=school)
    give_notice(role.person, "contact_point", "screen", at=AT)
    return role


def page_of(candidacy: Candidacy, name: str, *more: str) -> str:
    return reverse(f"candidacies:{name}", args=[candidacy.key, *more])


@pytest.mark.requirement("R04")
def test_the_list_searches_filters_and_says_what_to_do(client_as: As) -> None:
    enrolment = EnrolmentFactory()
    CandidacyFactory(enrolment=enrolment, unconfirmed=True, learner__given_name="Zara")
    CandidacyFactory(enrolment=enrolment, applied=True, learner__given_name="Milan")
    client = client_as(school_role(enrolment.school))
    url = reverse("candidacies:candidates", args=[enrolment.key])
    page = client.get(url).content.decode()
    assert "Zara" in page
    assert "Milan" in page
    assert "Bevestigen of weigeren" in page
    filtered = client.get(url, {"state": "applied"}).content.decode()
    assert "Milan" in filtered
    assert "Zara" not in filtered
    assert "Zara" in client.get(url, {"q": "zar"}).content.decode()


def test_an_empty_list_says_what_to_do_next(client_as: As) -> None:
    enrolment = EnrolmentFactory()
    page = client_as(school_role(enrolment.school)).get(reverse("candidacies:candidates", args=[enrolment.key]))
    assert "Hang de affiche op, of voer je leerlingen in." in page.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_exports(client_as: As, kind: str) -> None:
    enrolment = EnrolmentFactory()
    CandidacyFactory(enrolment=enrolment, complete=True, learner__given_name="=SUM(1)")
    response = client_as(school_role(enrolment.school)).get(
        reverse("candidacies:candidates", args=[enrolment.key]), {"export": kind}
    )
    assert response.status_code == 200
    if kind == "csv":
        assert "'=SUM(1)" in response.content.decode("utf-8-sig")


def test_the_list_costs_the_same_for_one_and_three(client_as: As) -> None:
    enrolment = EnrolmentFactory()
    client = client_as(school_role(enrolment.school))
    url = reverse("candidacies:candidates", args=[enrolment.key])
    spent = []
    for number in (1, 2):
        for _ in range(number):
            GuardianFactory(candidacy=CandidacyFactory(enrolment=enrolment, complete=True, minor=True))
        client.get(url)
        with CaptureQueriesContext(connection) as context:
            client.get(url)
        spent.append(len(context))
    assert spent[0] == spent[1]


def test_another_schools_learners_do_not_exist(client_as: As) -> None:
    row = CandidacyFactory()
    client = client_as(school_role(SchoolFactory()))
    assert client.get(page_of(row, "candidate")).status_code == 404
    assert client.post(page_of(row, "confirm")).status_code == 404
    assert client.get(reverse("candidacies:candidates", args=[row.enrolment.key])).status_code == 404


@pytest.mark.parametrize(
    "traits",
    [
        {},
        {"unconfirmed": True},
        {"applied": True, "eligible": True, "dual": True},
        {"withdrawn": True},
        {"minor": True},
    ],
)
def test_one_learner_in_each_state(client_as: As, traits: dict[str, bool]) -> None:
    row = CandidacyFactory(**traits)
    for role in (school_role(row.school), RoleFactory(coordinator=True)):
        give_notice(role.person, role.kind, "screen", at=AT)
        assert client_as(role).get(page_of(row, "candidate")).status_code == 200


def test_confirming_from_the_page(client_as: As) -> None:
    row = CandidacyFactory(unconfirmed=True)
    client = client_as(school_role(row.school))
    assert client.post(page_of(row, "confirm")).status_code == 302
    row.refresh_from_db()
    assert row.confirmed_at == AT


def test_entering_a_learner(client_as: As) -> None:
    enrolment = EnrolmentFactory()
    client = client_as(school_role(enrolment.school))
    url = reverse("candidacies:enter", args=[enrolment.key])
    typed = {"given_name": "Noor", "family_name": "Peeters", "email": "n@example.org", "birth_date": "2017-05-01"}
    page = client.post(url, typed).content.decode()
    assert "minstens 14 jaar" in page
    assert "Noor" in page  # what was typed stays
    assert client.post(url, {**typed, "birth_date": "2009-05-01"}).status_code == 302
    assert Candidacy.objects.get(enrolment=enrolment).learner.given_name == "Noor"
    assert "al kandidaat" in client.post(url, {**typed, "birth_date": "2009-05-01"}).content.decode()


@pytest.mark.requirement("R04")
def test_confirming_the_conditions_and_two_people_at_once(client_as: As) -> None:
    row = CandidacyFactory()
    company = CompanyFactory()
    client = client_as(school_role(row.school))
    url = page_of(row, "eligibility")
    assert client.get(url).status_code == 200
    typed = {
        "track": "third_grade",
        "enrolled_at_school": "yes",
        "agreement": "oao",
        "training_company": company.pk,
        "revision": 0,
    }
    assert client.post(url, typed).status_code == 302
    row.refresh_from_db()
    assert (row.eligible_at, row.training_company) == (AT, company)
    page = client.post(url, {**typed, "agreement": "sao"}).content.decode()
    assert "Wat nu bewaard is" in page or "both-texts" in page
    row.refresh_from_db()
    assert row.agreement == "oao"


@pytest.mark.requirement("R25")
def test_guardians_one_and_two(client_as: As) -> None:
    row = CandidacyFactory(minor=True)
    client = client_as(school_role(row.school))
    url = page_of(row, "guardians")
    typed = {"given_name_1": "Fatima", "relation_1": "mother", "revision": 0}
    assert "Geef een e-mailadres of een telefoonnummer." in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "email_1": "f@example.org"}).status_code == 302
    assert Guardian.objects.get(candidacy=row).person.email == "f@example.org"
    assert "f@example.org" in client.get(url).content.decode()


def test_the_school_ends_an_application_with_a_reason(client_as: As) -> None:
    for how, traits in (("refuse", {"unconfirmed": True}), ("withdraw", {})):
        row = CandidacyFactory(**traits)
        client = client_as(school_role(row.school))
        assert client.post(page_of(row, "end", how), {"reason": ""}).status_code == 200
        assert client.post(page_of(row, "end", how), {"reason": "Verhuisd"}).status_code == 302
        row.refresh_from_db()
        assert row.withdrawal_reason == "Verhuisd"
    assert client.get(page_of(row, "end", "nothing")).status_code == 404


def test_reopening_and_taking_up_again(client_as: As) -> None:
    row = CandidacyFactory(applied=True)
    client = client_as(school_role(row.school))
    client.post(page_of(row, "reopen"))
    row.refresh_from_db()
    assert row.state == "draft"
    gone = CandidacyFactory(withdrawn=True, enrolment=EnrolmentFactory(school=row.school))
    client.post(page_of(gone, "take_up_again"))
    gone.refresh_from_db()
    assert gone.state == "draft"


@pytest.mark.requirement("R25")
def test_the_school_proposes_better_english_and_the_learner_answers(client_as: As) -> None:
    row = CandidacyFactory(complete=True)
    client = client_as(school_role(row.school))
    url = page_of(row, "correct")
    assert "Why do you want to do an internship abroad?" in client.get(url).content.decode()
    client.post(url, {"texts_en.motivation": "A better sentence for this.", "answers.good_at": "working in a team"})
    correction = Correction.objects.get()
    assert correction.field == "texts_en.motivation"
    mine = client_as(learner_role(row))
    assert "A better sentence for this." in mine.get(page_of(row, "form")).content.decode()
    mine.post(page_of(row, "answer_correction", correction.key), {"said": "yes"})
    row.profile.refresh_from_db()
    assert row.profile.texts_en["motivation"] == "A better sentence for this."


def test_a_teacher_is_asked_and_has_a_page_by_link(client_as: As) -> None:
    row = CandidacyFactory(complete=True)
    teacher = RoleFactory(teacher=True, organisation=row.school)
    client = client_as(school_role(row.school))
    assert client.post(page_of(row, "ask_correction"), {"role": teacher.pk}).status_code == 302
    assert client.post(page_of(row, "ask_correction"), {"role": 0}).status_code == 409
    link = teacher.person.links.get(purpose="candidacies.correct")
    assert Client().get(reverse("candidacies:correct_by_link", args=[link.key])).status_code == 404
    visit = Client()
    session = visit.session
    session["links"] = {link.key: AT.isoformat()}
    session.save()
    give_notice(teacher.person, "teacher", "screen", at=AT)
    url = reverse("candidacies:correct_by_link", args=[link.key])
    assert row.learner.given_name in visit.get(url).content.decode()
    visit.post(url, {"texts_en.later": "One day I want a restaurant of my own."})
    assert Correction.objects.get().by == teacher.person
    assert "wacht" in visit.get(url).content.decode()
