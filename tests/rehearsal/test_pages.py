"""The page of rehearsals: the coordinator orders one, and reads its report."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from erasdu.ground.jobs.models import Job
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.readiness import actions as readiness
from erasdu.rehearsal import actions, sandbox
from erasdu.rehearsal.stage import Order
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Role], Client]
REPORT = {
    "roles": [
        {"role": "contact_point", "people": 3, "actions": 90, "mails": 21, "texts": 0, "most_actions": 44, "most_mails": 9}
    ],
    "people": [
        {"role": "contact_point", "name": "Vakschool Het Schip", "learners": 4, "actions": 44, "mails": 9, "texts": 0,
         "busiest": [{"day": "2026-12-18", "actions": 16, "mails": 1}]}
    ],
    "own": {"requirements": 1, "stops": 2, "texts": 0},
    "weeks": [{"week": "2026-12-14", "actions": 20, "mails": 5}],
    "outcome": {
        "ready": 3,
        "missed": [{"learner": "Bo Maes", "school": "Vakschool Het Schip", "why": [{"code": "bed", "who": "coordinator"}]}],
    },
    "mails": [
        {"day": "2026-12-15", "role": "learner", "text": "x", "subject": "Je plaats", "state": "sent", "number": 4},
        {"day": "2026-12-15", "role": "learner", "text": "y", "subject": "Niet verstuurd", "state": "cancelled", "number": 1},
    ],
}  # fmt: skip


def test_a_rehearsal_is_ordered_played_and_read(client_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    call = CallFactory()
    call.files_opening = call.enrolment_deadline + timedelta(days=8)
    call.files_deadline = call.files_opening + timedelta(days=22)
    call.stay_from = call.files_deadline + timedelta(days=60)
    call.stay_until = call.stay_from + timedelta(days=14)
    call.save()
    office = RoleFactory(coordinator=True)
    page, asked = client_as(office), {"title_nl": "Een jas", "title_en": "A coat", "who": "learner", "days_before": 7}
    readiness.add(call, **asked, gates=["depart"], by=actor_of(office), at=AT)
    answer = page.post("/rehearsal/start/", {"call": call.key, "learners": "4"})
    job = Job.objects.get(kind="rehearsal.play")
    assert answer.headers["Location"] == f"/rehearsal/?of={job.key}"
    assert 'hx-trigger="every 3s"' in page.get(answer.headers["Location"]).text
    assert page.post("/rehearsal/start/", {"call": call.key, "learners": "4"}).status_code != 500
    assert Job.objects.filter(kind="rehearsal.play").count() == 1

    def run(order: Order, say: Any) -> dict[str, Any]:
        assert order.dates["stay_from"] == call.stay_from
        assert [row["title_nl"] for row in order.own["requirements"]] == ["Een jas"]
        say(3, 9)
        return REPORT

    monkeypatch.setattr(sandbox, "run", run)
    actions.play_job(job, meanwhile=lambda: None)
    job.refresh_from_db()
    assert (job.progress, job.total) == (3, 9)
    assert job.lease_until is not None  # renewed while it plays
    Job.objects.filter(pk=job.pk).update(done_at=job.due)
    shown = page.get("/rehearsal/").text
    assert "Vakschool Het Schip" in shown
    assert "<rect" in shown
    assert "Bo Maes" in shown
    assert "1 ding dat ze nog vraagt, 2 gestopte berichten." in shown
    assert "Je plaats" in shown
    assert "Niet verstuurd" not in shown
    assert "(nu: de coördinator)" in shown
    assert "4 × leerlingen: bijvoorbeeld “Je plaats”" in shown
    assert call.title_en in page.get("/rehearsal/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("learners", ["", "0", "121", "x", "999999999999", "²"])
def test_a_wrong_number_starts_nothing(client_as: SignIn, learners: str) -> None:
    page = client_as(RoleFactory(coordinator=True))
    CallFactory()
    chosen = CallFactory()
    answer = page.post("/rehearsal/start/", {"call": chosen.key, "learners": learners})
    assert not Job.objects.exists()
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Geef een aantal leerlingen van 1 tot 120." in shown, "at its field"
    assert shown.count('aria-invalid="true"') == 1
    assert f'value="{learners}"' in shown or not learners, "what was typed stays"
    assert f'<option value="{chosen.key}" selected' in shown, "and which call"
    assert page.get("/rehearsal/").status_code == 200


def test_from_the_start_it_says_what_it_does(client_as: SignIn, clock: datetime) -> None:
    call, page = CallFactory(), client_as(RoleFactory(coordinator=True))
    job = Job.objects.create(kind="rehearsal.play", once="r", payload={"call": call.pk, "learners": 4}, due=clock)
    for changed, says in (
        ({}, "Ze wacht tot ander werk klaar is"),
        ({"lease_until": clock}, "worden verzonnen en op hun plaats gezet"),
        ({"progress": 3, "total": 9}, "3 / 9"),
    ):
        Job.objects.filter(pk=job.pk).update(**changed)
        shown = page.get("/rehearsal/").text
        assert says in shown
        assert "0 / 1" not in shown


def test_a_contact_point_rehearses_nothing(client_as: SignIn) -> None:
    assert client_as(RoleFactory()).get("/rehearsal/").status_code in (302, 403, 404)


def test_a_rehearsal_is_stopped_and_does_not_hold_up_other_work(
    client_as: SignIn, monkeypatch: pytest.MonkeyPatch, clock: datetime
) -> None:
    call, page, others = CallFactory(), client_as(RoleFactory(coordinator=True)), []
    job = Job.objects.create(kind="rehearsal.play", once="r", payload={"call": call.pk, "learners": 4}, due=clock)
    monkeypatch.setattr(actions, "PAUSE", -1.0)

    def run(order: Order, say: Any) -> dict[str, Any]:
        say(1, 9)
        page.post(f"/rehearsal/{job.key}/stop/")
        say(2, 9)
        raise AssertionError("it went on")

    monkeypatch.setattr(sandbox, "run", run)
    actions.play_job(job, meanwhile=lambda: others.append(1))
    assert others
    Job.objects.filter(pk=job.pk).update(done_at=job.due)
    job.refresh_from_db()
    assert "report" not in job.payload
    page.post(f"/rehearsal/{job.key}/stop/")
    assert page.get("/rehearsal/").status_code == 200


def test_a_call_is_rehearsed_where_it_goes(client_as: SignIn) -> None:
    call = CallFactory()
    going = [(one.country, one.place) for one in call.destinations.all()]
    assert [place[:2] for place in actions.order_of(call, 4).places] == going
