"""One press begins the agreements of all learners of a school with what is the same for all, and one sends them."""

import pytest

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import actions
from erasdu.journey.agreements.models import LearningPlan
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import HOST, OUTCOMES, SCHOOL, place, school_of
from tests.journey.mobilities.staying import contact_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R33")]
COMMON = {
    "school_after_hours": "+32470000019", "guidance": "Elke week een videogesprek.",
    "qualification_level": "3", "reintegration": "Op maandag bespreekt de klas de stage.",
    "evaluation": "De mentor en de leraar, op de laatste dag.", "recognition": "Europass Mobility.",
}  # fmt: skip


def test_a_school_begins_all_its_agreements_at_once_and_sends_those_that_are_whole(client_as, clock) -> None:
    stay = stay_of_minor()
    place(stay)
    browser, call = client_as(contact_of(stay)), stay.call.key
    shown = browser.get(f"/agreements/call/{call}/").text
    assert f"/agreements/call/{call}/begin/" in shown
    assert browser.post(f"/agreements/call/{call}/begin/", {**COMMON, "guidance": ""}).status_code == 422
    assert not LearningPlan.objects.exists()
    browser.post(f"/agreements/call/{call}/begin/", COMMON)
    plan = LearningPlan.objects.get(mobility=stay)
    assert plan.evaluation == COMMON["evaluation"]
    assert plan.mentor_name == "Tiago Moreira"
    asked = Letter.objects.filter(template="agreements/letters/host")
    assert asked.count() == 1
    browser.post(f"/agreements/call/{call}/begin/", {**COMMON, "guidance": "Anders."})
    plan.refresh_from_db()
    assert plan.guidance == COMMON["guidance"]  # what stands there stays
    assert asked.count() == 1

    browser.post(f"/agreements/call/{call}/send/")
    while run_jobs(JOBS, clock=lambda: clock):
        pass
    sent = Envelope.objects.filter(document__kind="agreements.learning")
    assert not sent.exists()  # the mentor's telephone outside hours lacks
    whole = {**SCHOOL, **HOST}
    actions.save(plan, "school", whole, outcomes=OUTCOMES, revision=plan.revision, by=school_of(stay), at=clock)
    browser.post(f"/agreements/call/{call}/send/")
    while run_jobs(JOBS, clock=lambda: clock):
        pass
    assert sent.count() == 1
    assert not Letter.objects.filter(template="paperwork/letters/sign", person=contact_of(stay).person).exists()


def test_another_school_begins_nothing_there(client_as, clock) -> None:
    stay = stay_of_minor()
    place(stay)
    client_as(RoleFactory()).post(f"/agreements/call/{stay.call.key}/begin/", COMMON)
    assert not LearningPlan.objects.exists()
