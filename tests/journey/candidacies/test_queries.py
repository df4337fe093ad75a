"""Lists cost the same for one row and for many."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.organisations.rules import SECTORS
from erasdu.journey.candidacies import queries
from erasdu.journey.candidacies.words.content import CAN_DO, OCCUPATIONS, SKILLS, STARTERS, TEXTS, TICKS
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_facts_of_any_number_in_four_queries(number: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    made = [CandidacyFactory(applied=True, eligible=True, minor=True) for _ in range(number)]
    GuardianFactory(candidacy=made[0])
    with django_assert_num_queries(4):
        facts = queries.facts([row.pk for row in made])
    first = facts[made[0].pk]
    assert (first.cv_complete, first.confirmed_by_school, first.eligibility_confirmed, first.guardians) == (
        True,
        True,
        True,
        1,
    )
    assert len(facts) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_rows_of_a_call_in_one_query(number: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    enrolment = EnrolmentFactory()
    for _ in range(number):
        CandidacyFactory(enrolment=enrolment, complete=True, minor=True)
    actor = actor_of(RoleFactory(coordinator=True))
    with django_assert_num_queries(1):
        read = [
            (str(row.learner), row.school.name, row.first_choice.place, row.minor)
            for row in queries.rows(actor, enrolment.call)
        ]
    assert len(read) == number
    assert all(row[3] for row in read)


def test_the_rows_of_a_call_use_an_index() -> None:
    enrolment = EnrolmentFactory()
    CandidacyFactory(enrolment=enrolment)
    found = queries.rows(actor_of(RoleFactory(coordinator=True)), enrolment.call)
    assert "SCAN candidacies_candidacy" not in found.order_by("applied_at").explain()


def test_minor_is_counted_on_the_first_day_of_the_window() -> None:
    enrolment = EnrolmentFactory()  # the window opens on 7 March 2027
    CandidacyFactory(enrolment=enrolment, birth_date=date(2009, 3, 7))
    CandidacyFactory(enrolment=enrolment, birth_date=date(2009, 3, 8))
    found = queries.rows(actor_of(RoleFactory(coordinator=True)), enrolment.call).order_by("birth_date")
    assert [row.minor for row in found] == [False, True]


def test_what_waits_for_a_school_in_two_queries(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    CandidacyFactory(enrolment=enrolment, unconfirmed=True)
    CandidacyFactory(enrolment=enrolment, applied=True)
    actor = actor_of(RoleFactory(organisation=enrolment.school))
    with CaptureQueriesContext(
        connection,
    ) as context:
        waiting = queries.waits_for_school(actor, at)
    assert len(context) == 2
    assert [(each, counts.unconfirmed, counts.to_check) for each, counts in waiting] == [(enrolment, 1, 1)]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_the_code_of_a_school_however_it_is_typed(typed: str) -> None:
    enrolment = EnrolmentFactory(join_code="KX3PQ7")
    assert queries.enrolment_by_code(typed.format("kx3-pq7")) == enrolment
    assert queries.enrolment_by_code(typed.format("nothing")) is None
    assert queries.enrolment_by_code("") is None


@pytest.mark.requirement("R25")
def test_an_empty_cv_and_a_full_one() -> None:
    assert queries.cv(CandidacyFactory()).tasks_can == []
    cv = queries.cv(CandidacyFactory(complete=True))
    assert cv.tasks_can == [
        "wash and cut vegetables",
        "weigh and measure ingredients",
        "plate dishes",
        "clean the kitchen",
    ]
    assert ("English", ["A2", "A2", "A2", "A1", "A1"]) in cv.languages


# -- the content files -----------------------------------------------------------------------------


@pytest.mark.requirement("R25")
def test_every_occupation_has_ten_to_fourteen_tasks_in_both_languages() -> None:
    assert len(OCCUPATIONS) >= 16
    for each in OCCUPATIONS.values():
        assert each.sector in SECTORS
        assert 10 <= len(each.tasks) <= 14
        for nl, en in each.tasks.values():
            assert nl
            assert en
            assert nl != en
            assert nl[0].islower() or nl.isupper() or nl[0] in "I"


@pytest.mark.requirement("R25")
def test_the_words_of_the_form_are_complete() -> None:
    assert set(CAN_DO) == set(SKILLS)
    assert all(len(set(examples)) == 6 for examples in CAN_DO.values())
    assert len(TEXTS) == 3
    assert all("…" in starter.en and "…" in starter.nl for starter in STARTERS.values())
    assert {"character", "hobbies", "digital", "transport", "expectations"} == set(TICKS)
