"""An info session: planned, answered on a phone by a learner and a parent, a place that comes free, and who was there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.meetings.queries import door_token
from erasdu.ground.people.models import Person
from erasdu.journey.preparation.queries import facts
from erasdu.journey.preparation.rules import requirements
from tests.browser import axe, shot
from tests.factories.organisations import RoleFactory
from tests.journey.mobilities.staying import stay_of_minor
from tests.stories.hands import Hands, open_link, worker_goes_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.requirement("R06")]


def test_a_learner_and_a_parent_answer_and_are_there(open_page, story_clock) -> None:
    stay, at = stay_of_minor(), the_clock.now()
    Person.objects.filter(pk=stay.person_id).update(email="noor@leerling.example", language="nl")
    office = Hands(open_page(role=RoleFactory(coordinator=True)))
    office.page.goto(reverse("preparation:plan", args=[stay.call.key]))
    start = at + timedelta(minutes=20)
    moments = {"starts_at": f"{start:%Y-%m-%dT}23:00", "ends_at": f"{start:%Y-%m-%dT}23:30"}
    office.fill(title_nl="Infoavond", place="Kerkstraat 1, Mechelen", capacity="1", **moments)
    office.tick("required")
    office.press("Plan it")
    office.press("Invite them")
    office.sees("no answer yet")
    axe(office.page)
    shot(office.page, "info-session-desktop-nl")

    worker_goes_round()
    learner, parent = Hands(open_page(phone=True)), Hands(open_page(phone=True))
    guardian = Invitation.objects.get(reasons__role="guardian").person
    for hands, email in ((learner, "noor@leerling.example"), (parent, guardian.email)):
        open_link(hands, "meeting_invited", email)
        hands.choose("answer", "yes")
        hands.press("Send my answer")
    learner.sees("Noted: you come. Your seat is kept.")
    parent.sees("on the waiting list")
    axe(parent.page)
    shot(learner.page, "info-session-phone-nl")
    learner.choose("answer", "no")
    learner.press("Send my answer")
    parent.page.reload()
    expect(parent.button("Send my answer")).to_be_visible()
    parent.sees("Show this at the door")

    meeting = Meeting.objects.get()
    Meeting.objects.update(starts_at=at, ends_at=at + timedelta(hours=1))
    meeting.refresh_from_db()
    parent.page.goto(reverse("meetings:door", args=[meeting.key, door_token(meeting)]))
    parent.press("I am here")
    parent.sees("You are on the list of who is here. You may close this page.")
    own_code = Invitation.objects.get(reasons__role="learner")
    office.page.goto(reverse("meetings:present", args=[own_code.key]))
    office.press("Is here")
    office.sees("On the list of who was there.")
    found = {item.code: item for item in requirements(facts([stay.pk])[stay.pk], at.date())}
    assert found["session_learner"].met
    assert found["session_guardian"].met
