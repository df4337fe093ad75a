"""One press begins the agreements of all learners of a school with what is the same for all, and one sends them."""

import pytest
from django.urls import reverse

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import actions
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.mobilities.models import Party
from tests.factories.hosting import StayFactory
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory
from tests.journey.agreements.planning import HOST, OUTCOMES, SCHOOL, place, ready_plan, school_of
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


def test_a_second_agreement_starts_with_the_texts_of_the_first_and_keeps_them_only_when_saved(client_as, clock) -> None:
    first = ready_plan(clock)
    stay, school = first.mobility, client_as(contact_of(first.mobility))
    other = StayFactory(call=stay.call, sending=stay.sending)
    Party.objects.create(mobility=other, organisation=stay.sending, role="sending", since=clock)
    elsewhere = StayFactory(call=stay.call)
    second, third = (LearningPlan.objects.create(mobility=each, started_at=clock) for each in (other, elsewhere))
    LearningPlan.objects.filter(pk=second.pk).update(guidance="Elke dag een bericht.")
    address = reverse("agreements:edit", args=[second.key, "school"])
    page = school.get(address)
    form = page.context["form"]
    assert [form[name].value() for name in ("evaluation", "recognition", "reintegration", "school_after_hours")] == [
        SCHOOL[name] for name in ("evaluation", "recognition", "reintegration", "school_after_hours")
    ]
    assert form["guidance"].value() == "Elke dag een bericht.", "what stands there stays"
    told = page.content.decode().partition('id="offered"')[2].partition("</ul>")[0]
    assert "nieuwste andere overeenkomst van deze school" in told
    assert "Hoe er geëvalueerd wordt" in told
    assert "Hoe de school opvolgt" not in told
    second.refresh_from_db()
    assert second.evaluation == "", "only what is saved stands there"
    wrong = school.post(address, {"revision": second.revision, "language": "nl", "beside": "nl", "school_mail": "x"})
    assert 'id="offered"' not in wrong.content.decode()
    assert 'id="offered"' not in school.get(reverse("agreements:edit", args=[first.key, "school"])).content.decode()
    office = client_as(RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory()))
    page = office.get(reverse("agreements:edit", args=[third.key, "school"]))
    assert page.context["form"]["evaluation"].value() == "", "another school's texts are not offered"


def test_who_begins_the_rest_starts_with_what_the_newest_agreement_says(client_as, clock) -> None:
    first = ready_plan(clock)
    page = client_as(contact_of(first.mobility)).get(f"/agreements/call/{first.mobility.call.key}/begin/")
    assert page.context["form"]["evaluation"].value() == SCHOOL["evaluation"]


def test_who_cannot_read_theirs_is_told_before_all_are_sent(client_as, clock) -> None:
    plan = ready_plan(clock)
    address, browser = f"/agreements/call/{plan.mobility.call.key}/send/", client_as(contact_of(plan.mobility))
    LearningPlan.objects.filter(pk=plan.pk).update(language="nl", beside="en")
    page = browser.post(address).content.decode()
    assert "Tiago Moreira leest Portugees; het document is in het Nederlands en het Engels." in page
    assert not Job.objects.filter(kind="agreements.send").exists()
    browser.post(address, {"tongues": "choose"})
    plan.refresh_from_db()
    assert (plan.language, plan.beside) == ("nl", "pt")
    assert Job.objects.filter(kind="agreements.send").count() == 1


def test_all_are_sent_as_they_are_by_who_says_so(client_as, clock) -> None:
    plan = ready_plan(clock)
    LearningPlan.objects.filter(pk=plan.pk).update(language="nl", beside="en")
    browser = client_as(contact_of(plan.mobility))
    browser.post(f"/agreements/call/{plan.mobility.call.key}/send/", {"tongues": "as_they_are"})
    plan.refresh_from_db()
    assert plan.beside == "en"
    assert Job.objects.filter(kind="agreements.send").count() == 1


def test_another_school_begins_nothing_there(client_as, clock) -> None:
    stay = stay_of_minor()
    place(stay)
    client_as(RoleFactory()).post(f"/agreements/call/{stay.call.key}/begin/", COMMON)
    assert not LearningPlan.objects.exists()


def test_a_school_sees_how_far_sending_has_come_and_what_was_kept_back(client_as, clock) -> None:
    plan = ready_plan(clock)
    stay, browser = plan.mobility, client_as(contact_of(plan.mobility))
    address, send = (
        reverse("agreements:index", args=[stay.call.key]),
        reverse("agreements:send_all", args=[stay.call.key]),
    )
    assert f'action="{send}"' in browser.get(address).text
    told = {"tongues": "as_they_are"}
    browser.post(send, told)
    browser.post(send, told)
    assert Job.objects.filter(kind="agreements.send").count() == 1, "what waits its turn is not sent a second time"
    running = browser.get(address).text
    assert 'hx-trigger="every 3s"' in running
    assert "0 / 1" in running
    assert f'action="{send}"' not in running
    LearningPlan.objects.filter(pk=plan.pk).update(evaluation="")
    while run_jobs(JOBS, clock=lambda: clock):
        pass
    ended = browser.get(address)
    assert 'hx-trigger="every 3s"' not in ended.text
    assert "Niet verstuurd in de laatste ronde" in ended.text
    assert [each.pk for each, _why in ended.context["batch"].left] == [plan.pk]
    LearningPlan.objects.filter(pk=plan.pk).update(evaluation=SCHOOL["evaluation"])
    browser.post(send, told)
    while run_jobs(JOBS, clock=lambda: clock):
        pass
    assert "Niet verstuurd" not in browser.get(address).text, "it is sent by now"


def test_the_list_of_agreements_says_how_many_could_not_be_sent(client_as, clock) -> None:
    plan = ready_plan(clock)
    browser = client_as(contact_of(plan.mobility))
    browser.post(reverse("agreements:send_all", args=[plan.mobility.call.key]), {"tongues": "as_they_are"})
    Job.objects.filter(kind="agreements.send").update(failed_at=clock)
    assert "1 overeenkomst kon niet" in browser.get(reverse("agreements:index", args=[plan.mobility.call.key])).text
