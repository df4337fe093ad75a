"""Whoever comes in by a personal link reads on one page what waits behind all of their links, and opens it there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import target
from erasdu.ground.meetings import actions as meetings
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.models import Edit
from erasdu.journey.hosting.models import PlacementPeriod
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Answer
from erasdu.journey.nominations import actions as nominations
from erasdu.journey.preparation import queries as preparation
from erasdu.journey.preparation.queries import Group
from erasdu.journey.readiness.models import OwnRequirement
from erasdu.journey.readiness.queries import asked_besides
from tests.conftest import AT
from tests.factories.meetings import InvitationFactory, MeetingFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import place
from tests.journey.matching.scene import Scene
from tests.journey.mobilities.staying import LAST, candidacy_of, contact_of, stay_of_minor
from tests.journey.selection.test_access import by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R34")]


def door(person: Any, purpose: str, subject: Any) -> Link:
    return links.issue(person, purpose, subject=subject, at=AT, days=200)


def link_to(person: Any, purpose: str) -> Link:
    return Link.objects.get(person=person, purpose=purpose)


def opens(client: Client, page: str, link: Link) -> bool:
    """It stands on that page, and opens from there without another code."""
    assert target(link) in client.get(page).text
    return client.get(target(link), follow=True).status_code == 200


def test_a_host_reads_on_its_own_page_what_is_proposed_and_opens_it_there() -> None:
    scene = Scene()
    match = scene.asked()
    company, family = scene.company, scene.home
    for host in (company, family):
        own, asked = door(host.contact, "hosting.offer", host), link_to(host.contact, "matching.answer")
        client, page = by_link(own, AT), reverse("hosting:own", args=[own.key])
        assert opens(client, page, asked)
        name = match.mobility.person.given_name
        assert name not in "".join(one.title + one.name for one in asked_besides(host.contact_id, AT))
        Link.objects.filter(pk=asked.pk).update(channel="text")  # a code by mail opens nothing that asks for another
        assert target(asked) not in by_link(own, AT).get(page).text
        Link.objects.filter(pk=asked.pk).update(channel="mail")
        Answer.objects.filter(pk=asked.subject_pk).update(what="yes")
        assert target(asked) not in client.get(page).text


def test_a_host_reads_which_agreement_it_fills_in_and_at_the_end_what_was_reached() -> None:
    stay = stay_of_minor()
    host = place(stay).company
    plan = agreements.start(stay, by=actor_of(contact_of(stay)), at=AT)
    own = door(host.contact, "hosting.offer", host)
    fill_in = door(host.contact, "agreements.host", plan)
    client, page = by_link(own, AT), reverse("hosting:own", args=[own.key])
    assert opens(client, page, fill_in)
    Edit.objects.create(plan=plan, side="host", at=AT, changed={})
    assert target(fill_in) not in client.get(page).text
    assess = door(host.contact, "agreements.assess", plan)
    assert not asked_besides(host.contact_id, AT)
    (late,) = asked_besides(host.contact_id, AT + (LAST - AT.date()))
    assert (late.link, late.by) == (assess, LAST)


def test_a_parent_reads_beside_the_papers_to_which_meeting_they_are_invited() -> None:
    stay, office = stay_of_minor(), actor_of(RoleFactory(coordinator=True))
    parent = candidacy_of(stay).guardians.get().person
    moments = [MeetingFactory(about_pk=stay.call_id, series="same") for _ in range(2)]
    for meeting in moments:
        guests = preparation.guests_of(office, stay.call, Group(("guardian",), stays=[stay.pk]), AT.date())
        meetings.invite(meeting, guests, by=office, at=AT)
    own = door(parent, "paperwork.own", parent)
    client, page = by_link(own, AT), reverse("paperwork:own_by_link", args=[own.key])
    invited = list(Link.objects.filter(person=parent, purpose="meetings.answer").order_by("pk"))
    assert [opens(client, page, link) for link in invited] == [True, True]
    row = moments[0].invitations.get()
    type(row).objects.filter(pk=row.pk).update(answer="yes")  # one moment is enough
    assert not [link for link in invited if target(link) in client.get(page).text]
    type(row).objects.filter(pk=row.pk).update(answer="")
    after = moments[0].ends_at + timedelta(hours=1)
    with the_clock.standing_at(after):
        assert not asked_besides(parent.pk, after)


def test_a_guest_of_a_meeting_reads_there_what_waits_behind_other_links() -> None:
    """Invitations stand on that page already; what a call asks is said from there as well."""
    stay, office = stay_of_minor(), actor_of(RoleFactory(coordinator=True))
    parent = candidacy_of(stay).guardians.get().person
    meeting = MeetingFactory(about_pk=stay.call_id)
    guests = preparation.guests_of(office, stay.call, Group(("guardian",), stays=[stay.pk]), AT.date())
    meetings.invite(meeting, guests, by=office, at=AT)
    link = link_to(parent, "meetings.answer")
    client, page = by_link(link, AT), reverse("meetings:mine_by_link", args=[link.key])
    assert "Wat er nog gevraagd wordt" not in client.get(page).text, "the invitation itself stands there already"
    asked = OwnRequirement.objects.create(
        call=stay.call, title_nl="Gesprek", title_en="Talk", who="guardian", days_before=2, gates=["depart"],
        added_at=AT,
    )  # fmt: skip
    say = reverse("readiness:asked_by_link", args=[link.key])
    shown = client.get(page).text
    assert asked.title_nl in shown
    assert say in shown
    assert page in client.get(say).text, "the way back"
    plan = agreements.start(stay, by=actor_of(contact_of(stay)), at=AT)
    assert opens(client, page, door(parent, "agreements.school", plan))
    Edit.objects.create(plan=plan, side="school", at=AT, changed={})
    assert "agreements" not in client.get(page).text


def test_who_comes_from_abroad_reads_on_the_form_what_else_is_asked() -> None:
    nomination, office = NominationFactory(), actor_of(RoleFactory(coordinator=True))
    nominations.accept(nomination, by=office, at=AT)
    learner = nomination.mobility.person
    link = Link.objects.get(person=learner, purpose="nominations.profile")
    client, page = by_link(link, AT), reverse("nominations:profile_by_link", args=[link.key])
    assert "What else is asked of you" not in client.get(page).text
    meeting = MeetingFactory(about_pk=nomination.call_id)
    invited = InvitationFactory(meeting=meeting, person=learner)
    assert opens(client, page, door(learner, "meetings.answer", invited))


def test_many_cost_no_more_than_one() -> None:
    scene = Scene()
    PlacementPeriod.objects.update(places=2)
    counts = []
    for number in (0, 1):
        match = scene.place(number, number)
        matching.ask(scene.board, match, by=scene.by, at=AT)
        with CaptureQueriesContext(connection) as asked:
            found = asked_besides(scene.home.contact_id, AT)
        assert len(found) == number + 1
        counts.append(len(asked))
    assert counts[0] == counts[1]
