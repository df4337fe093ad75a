"""Who acts when nobody was invited, or a session of the school's own went wrong."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.meetings import actions as meetings
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import queries
from erasdu.journey.preparation.queries import Group
from erasdu.journey.readiness.queries import requirements_of
from erasdu.kernel.requirement import Requirement
from tests.conftest import AT
from tests.factories.meetings import MeetingFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import BoardFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ON = AT.date()


def asked(stay: Mobility, role: str, at: datetime = AT) -> Requirement:
    found = requirements_of([stay], at.date())[stay.pk]
    return next(item for item in found if item.code == f"session_{role}")


@pytest.fixture
def office():
    return actor_of(RoleFactory(coordinator=True))


@pytest.fixture
def late(office) -> Mobility:
    """Nobody invited this learner's parents to what the parents of another had to be at."""
    first, stay = stay_of_minor(), stay_of_minor()
    Mobility.objects.filter(pk=stay.pk).update(call=first.call, sending=first.sending, destination=first.destination)
    stay.parties.filter(role="sending").update(organisation=first.sending)
    stay = Mobility.objects.get(pk=stay.pk)
    meeting = MeetingFactory(about_pk=first.call_id, required=True)
    only = Group(("guardian",), stays=[first.pk])
    meetings.invite(meeting, queries.guests_of(office, first.call, only, ON), by=office, at=AT)
    return stay


def test_a_parent_who_cannot_be_invited_is_put_with_the_school(client_as: Any, office, late) -> None:
    stay, role = late, contact_of(late)
    assert (asked(stay, "guardian").why, asked(stay, "guardian").who) == ("session_not_invited", "coordinator")
    mine = Guardian.objects.filter(candidacy__profile=stay.profile_id)
    mine.update(changed_by=PersonFactory())
    assert (asked(stay, "guardian").why, asked(stay, "guardian").who) == ("session_parent_unconfirmed", "contact_point")
    group = Group(("learner", "guardian"), stays=[stay.pk])
    meeting = MeetingFactory(about_pk=stay.call_id)
    assert queries.reach(office, meeting, stay.call, group, ON).without == [stay]
    page = client_as(role).get(reverse("preparation:stay", args=[stay.key])).text
    assert reverse("candidacies:guardians", args=[candidacy_of(stay).key]) in page
    mine.update(confirmed_by=PersonFactory())
    assert asked(stay, "guardian").why == "session_not_invited"
    assert queries.reach(office, meeting, stay.call, group, ON).without == []
    mine.delete()
    assert (asked(stay, "guardian").why, asked(stay, "guardian").who) == ("session_no_parent", "contact_point")


def test_the_invitation_says_of_whom_no_parent_can_be_invited(client_as: Any, late) -> None:
    Guardian.objects.filter(candidacy__profile=late.profile_id).delete()
    meeting = MeetingFactory(about_pk=late.call_id)
    page = client_as(RoleFactory(coordinator=True)).get(
        reverse("preparation:invite", args=[meeting.key]), {"chosen": "yes", "whom": "guardian", "stays": late.pk}
    )
    assert f"{reverse('preparation:stay', args=[late.key])}#sessions" in page.text


def test_problems_of_a_schools_own_session_are_for_the_school() -> None:
    stay = stay_of_minor()
    role = contact_of(stay)
    school = actor_of(role)
    meeting = MeetingFactory(about_pk=stay.call_id, required=True, organiser=role.organisation)
    meetings.invite(meeting, queries.guests_of(school, stay.call, Group(("learner",)), ON), by=school, at=AT)
    after = meeting.ends_at + timedelta(days=1)
    item = asked(stay, "learner", after)
    assert (item.why, item.state, item.who) == ("session_missed", "open", "contact_point")
    other = stay_of_minor()
    Mobility.objects.filter(pk=other.pk).update(call=stay.call, sending=stay.sending, destination=stay.destination)
    forgotten = asked(Mobility.objects.get(pk=other.pk), "learner")
    assert (forgotten.why, forgotten.who) == ("session_not_invited", "contact_point")


def test_a_partner_fills_in_the_parents_of_its_minor(client_as: Any, office) -> None:
    coming = NominationFactory(minor=True, accepted=True, mobility__receiving=SchoolFactory())
    lone = NominationFactory(
        born=coming.mobility.traveller.birth_date, call=coming.call, partner=coming.partner, accepted=True,
        mobility__receiving=coming.mobility.receiving,
    )  # fmt: skip
    meeting = MeetingFactory(about_pk=coming.call_id, required=True)
    only = Group(("guardian",), stays=[coming.mobility_id])
    meetings.invite(meeting, queries.guests_of(office, coming.call, only, ON), by=office, at=AT)
    assert (asked(lone.mobility, "guardian").why, asked(lone.mobility, "guardian").who) == (
        "session_no_parent",
        "partner",
    )
    page = client_as(RoleFactory(organisation=coming.partner)).get(
        reverse("preparation:stay", args=[lone.mobility.key])
    )
    assert reverse("nominations:correct", args=[lone.key]) in page.text


@pytest.mark.parametrize("above", [False, True])
def test_a_school_that_receives_forgets_none_of_who_comes_to_it(above: bool) -> None:
    """Its own session holds for all whom it receives, also when the board that stands above it invites."""
    school = SchoolFactory(board=BoardFactory())
    invited = NominationFactory(accepted=True, mobility__receiving=school)
    of = {"call": invited.call, "partner": invited.partner, "accepted": True}
    forgotten = NominationFactory(mobility__receiving=school, **of)
    elsewhere = NominationFactory(mobility__receiving=SchoolFactory(), **of)
    organiser = school.board if above else school
    by = actor_of(RoleFactory(organisation=organiser))
    meeting = MeetingFactory(about_pk=invited.call_id, required=True, organiser=organiser)
    assert (asked(forgotten.mobility, "learner").state, asked(elsewhere.mobility, "learner").state) == (
        "open", "not_applicable",
    )  # fmt: skip
    only = Group(("learner",), stays=[invited.mobility_id])
    meetings.invite(meeting, queries.guests_of(by, invited.call, only, ON), by=by, at=AT)
    item = asked(forgotten.mobility, "learner")
    assert (item.why, item.who, item.state) == ("session_not_invited", "contact_point", "open")
    assert asked(elsewhere.mobility, "learner").state == "not_applicable"
