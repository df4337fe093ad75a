"""Asking for the papers of many stays at once: a job for each, and each that was kept back is named with its reason."""

from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Document
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import actions, queries
from erasdu.journey.mobilities.actions.papers import HEALTH, PUBLICITY
from erasdu.journey.mobilities.queries.departing import EMERGENCY, PERMISSION
from tests.factories.organisations import RoleFactory
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def stays(clock):
    """Of one call: an adult of whom all can be asked, a minor whose parents the school has not vouched for."""
    adult, minor = stay_of_minor(), stay_of_minor(destination=None)
    Candidacy.objects.filter(pk=candidacy_of(adult).pk).update(birth_date="2006-01-01")
    candidacy_of(minor).guardians.update(attested_how="")
    return adult, minor


def run_all() -> None:
    while run_jobs(JOBS, clock=the_clock.now):
        pass


def kinds_of(stay) -> set[str]:
    rows = Document.objects.filter(subject_kind="mobilities.mobility", subject_pk=stay.pk)
    return set(rows.values_list("kind", flat=True))


def test_one_press_for_the_ticked_stays_with_its_progress(stays, client_as) -> None:
    adult, minor = stays
    client, call = client_as(contact_of(adult)), adult.call
    address = reverse("mobilities:papers", args=[call.key])
    page = client.get(address, headers=ENGLISH).content.decode()
    assert str(adult.person) in page
    assert str(minor.person) not in page  # of another school
    told = client.post(
        reverse("mobilities:ask_all_papers", args=[call.key]),
        {"stay": [adult.key, minor.key], "kinds": [EMERGENCY, HEALTH], "who": "ticked"}, headers=ENGLISH, follow=True,
    ).content.decode()  # fmt: skip
    assert "We are busy for 1 stay." in told
    assert "hx-get" in told
    run_all()
    assert "hx-get" not in client.get(address).content.decode().split('id="bulk"')[0].split('id="batch"')[1]
    assert kinds_of(adult) == {EMERGENCY, HEALTH}
    assert kinds_of(minor) == set()


def test_the_coordinator_asks_all_and_reads_who_was_kept_back_and_why(stays, client_as) -> None:
    adult, minor = stays
    Call.objects.filter(pk=adult.call_id).exclude(pk=minor.call_id)
    type(minor).objects.filter(pk=minor.pk).update(call=adult.call)
    office = RoleFactory(coordinator=True)
    client = client_as(office)
    client.post(
        reverse("mobilities:ask_all_papers", args=[adult.call.key]),
        {"kinds": [PUBLICITY, PERMISSION], "who": "all"},
    )  # fmt: skip
    run_all()
    assert kinds_of(adult) == {PUBLICITY}
    batch = queries.latest_batch(actor_of(office), adult.call)
    assert batch
    assert (batch.total, batch.done, batch.failed) == (2, 2, 0)
    found = {(each.mobility.pk, each.kind): each.code for each in batch.kept_back}
    assert found == {
        (adult.pk, PERMISSION): "of_age_when_leaving",
        (minor.pk, PUBLICITY): "guardian_to_vouch_for",
        (minor.pk, PERMISSION): "stay_destination_unknown",
    }
    page = client.get(reverse("mobilities:papers", args=[adult.call.key]), headers=ENGLISH).content.decode()
    assert "Travel permission: The learner is of age on the day of leaving" in page
    assert queries.latest_batch(actor_of(contact_of(adult)), adult.call) is None  # each side has its own round


def test_a_school_asks_for_its_own_stays_only_and_without_a_kind_for_none(stays, client_as) -> None:
    adult, minor = stays
    address = reverse("mobilities:ask_all_papers", args=[adult.call.key])
    client_as(contact_of(minor)).post(address, {"stay": [adult.key], "kinds": [EMERGENCY], "who": "ticked"})
    assert not Job.objects.filter(kind="mobilities.papers").exists()
    answer = client_as(contact_of(adult)).post(address, {"stay": [adult.key], "who": "all"})
    assert answer.status_code == 422


def test_whose_role_ended_meanwhile_asks_for_nothing(stays, at) -> None:
    adult, _minor = stays
    role = contact_of(adult)
    actions.ask_all(adult.call, [adult.pk], kinds=[EMERGENCY], by=actor_of(role), at=at)
    Role.objects.filter(pk=role.pk).update(until=at)
    run_all()
    assert kinds_of(adult) == set()
    assert Job.objects.get(kind="mobilities.papers").payload["refused"] == {EMERGENCY: "papers_not_yours"}


def test_three_hundred_are_put_on_the_list_in_one_statement(stays, at) -> None:
    by = actor_of(contact_of(stays[0]))
    began = process_time()
    with CaptureQueriesContext(connection) as asked:
        assert actions.ask_all(stays[0].call, range(300), kinds=actions.KINDS, by=by, at=at) == 300
    assert len(asked) <= 6
    assert process_time() - began < 1


def test_the_list_costs_the_same_for_one_and_three(stays, at) -> None:
    office, call = actor_of(RoleFactory(coordinator=True)), stays[0].call
    costs = []
    for more in (0, 2):
        for _ in range(more):
            stay = stay_of_minor()
            type(stay).objects.filter(pk=stay.pk).update(call=call)
        with CaptureQueriesContext(connection) as asked:
            rows = queries.papers_of_call(office, call, at)
        costs.append((len(rows), len(asked)))
    assert [number for number, _cost in costs] == [1, 3]
    assert costs[0][1] <= costs[1][1] <= 4
