"""The page of a school's papers: what stands where, one button for all, in the background."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
from erasdu.ground.people.actions import give_notice
from erasdu.journey.admissions import actions, queries
from erasdu.journey.selection.models import Decision
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import decided, school_of
from tests.factories.organisations import RoleFactory
from tests.journey.candidacies.approving import guardian, ready, with_company

pytestmark = pytest.mark.django_db


def school(selected: int = 2, reserves: int = 1):
    made = school_of(selected, reserves)
    for row in (*made.selected, *made.reserves):
        with_company(row)
    for model in (Signature, Signer, Envelope, Document):
        model.objects.all().delete()
    return made


def run_all() -> int:
    done = 0
    while run_jobs({"admissions.papers": actions.papers_job}, clock=clock.now):
        done += 1
    return done


@pytest.mark.requirement("R25")
def test_one_button_asks_for_all_and_shows_how_far_it_is(client_as) -> None:
    made = school()
    client = client_as(made.contact)
    page = reverse("admissions:papers", args=[made.enrolment.key])
    assert client.get(page).content.decode().count("papers/ask/") == 4
    response = client.post(reverse("admissions:ask_all_papers", args=[made.enrolment.key]), follow=True)
    assert 'hx-trigger="every 3s"' in response.content.decode()
    assert Envelope.objects.count() == 0
    assert run_all() == 3
    assert Envelope.objects.count() == 9
    batch = queries.latest_batch(made.enrolment)
    assert batch is not None
    assert (batch.total, batch.done, batch.running) == (3, 3, False)
    body = client.get(page).content.decode()
    assert "hx-trigger" not in body.partition('id="papers"')[2].partition(">")[0]
    assert body.count("papers/ask/") == 0
    client.post(reverse("admissions:remind_all_papers", args=[made.enrolment.key]))
    assert run_all() == 3
    assert Signer.objects.filter(reminders=1).count() == 9


def test_who_was_not_selected_is_asked_for_nothing(at, client_as) -> None:
    made = school(1, 0)
    (row,) = made.selected
    Decision.objects.filter(candidacy=row).update(outcome="not_selected")
    assert queries.papers_of(made.enrolment, at) == []
    with pytest.raises(Refused) as refused:
        actions.ask_papers(row, by=actor_of(made.contact), at=at)
    assert refused.value.verdict.code == "not_selected_yet"
    response = client_as(made.contact).post(reverse("admissions:ask_papers", args=[row.key]), follow=True)
    assert response.status_code < 500
    assert Envelope.objects.count() == 0


def test_a_role_that_ended_in_between_asks_for_nothing(at) -> None:
    made = school(1, 0)
    actions.ask_all(made.enrolment, [made.selected[0].pk], what="ask", by=actor_of(made.contact), at=clock.now())
    Role.objects.filter(pk=made.contact.pk).update(until=at)
    assert run_all() == 1
    assert Envelope.objects.count() == 0
    batch = queries.latest_batch(made.enrolment)
    assert batch is not None
    assert batch.kept_back == {made.selected[0].pk: "not_your_role"}


def test_another_school_sees_and_asks_nothing(client_as) -> None:
    made = school(1, 0)
    stranger = client_as(RoleFactory())
    assert stranger.get(reverse("admissions:papers", args=[made.enrolment.key])).status_code == 404
    assert stranger.post(reverse("admissions:ask_all_papers", args=[made.enrolment.key])).status_code == 404
    assert stranger.post(reverse("admissions:ask_papers", args=[made.selected[0].key])).status_code == 404
    assert Job.objects.filter(kind=actions.papers.KIND).count() == 0


def test_three_hundred_learners_take_one_statement(at, django_assert_max_num_queries) -> None:
    made = school(1, 0)
    with django_assert_max_num_queries(4):
        assert actions.ask_all(made.enrolment, range(300), what="ask", by=actor_of(made.contact), at=at) == 300


def test_the_page_of_one_and_of_three_costs_the_same(at) -> None:
    costs = []
    for number in (1, 3):
        made = school(number, 0)
        for row in made.selected:
            row.birth_date = row.birth_date.replace(year=2010)
            row.save()
            guardian(row)
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.papers_of(made.enrolment, at)) == number
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("name", ["candidacies:guardians", "candidacies:company_signer", "candidacies:objection"])
def test_the_forms_of_the_school_open(name, client_as) -> None:
    row = decided(ready(parents=2))
    contact = Role.objects.get(organisation=row.school, kind="contact_point")
    assert client_as(contact).get(reverse(name, args=[row.key])).status_code == 200
    assert client_as(contact).get(reverse("candidacies:candidate", args=[row.key])).status_code == 200
    assert client_as(RoleFactory()).get(reverse(name, args=[row.key])).status_code == 404


@pytest.mark.requirement("R34")
def test_the_learner_sees_what_to_sign_and_no_name_or_reason_of_a_parent(at, client_as) -> None:
    row = decided(ready(parents=1))
    learner = Role.objects.get(person=row.learner, kind="learner")
    give_notice(learner.person, "learner", "screen", at=at)
    body = client_as(learner).get(reverse("candidacies:form", args=[row.key])).content.decode()
    assert 'id="papers"' in body
    assert "Fatima" not in body.partition('id="papers"')[2].partition("</section>")[0]
