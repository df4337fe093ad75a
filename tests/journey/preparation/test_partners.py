"""What a partner abroad reads and does of getting ready: of learners whom it sends, and nothing of whom it hosts."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.meetings import actions as meetings
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility, Party, Traveller
from erasdu.journey.preparation import access, actions, queries
from erasdu.journey.readiness.queries import requirements_of
from erasdu.kernel.actor import Actor
from tests.conftest import AT
from tests.factories.meetings import MeetingFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory
from tests.journey.mobilities.staying import LAST, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEEN = {"seen_by": "Zanger Vogel", "seen_on": AT.date(), "by": None, "at": AT}


@pytest.fixture
def office() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


@pytest.fixture
def abroad() -> Role:
    return RoleFactory(organisation=PartnerFactory())


@pytest.fixture
def coming(abroad: Role) -> Mobility:
    """Sent by this partner, received by a school with a contact point."""
    here = RoleFactory(organisation=SchoolFactory())
    made = NominationFactory(partner=abroad.organisation, accepted=True, mobility__receiving=here.organisation)
    Mobility.objects.filter(pk=made.mobility_id).update(planned_from=date(2027, 3, 7), planned_until=LAST)
    return Mobility.objects.get(pk=made.mobility_id)


def test_a_host_abroad_reads_nothing_of_how_ready_a_learner_is(client_as: Any, office: Actor, abroad: Role) -> None:
    stay = stay_of_minor()
    Party.objects.create(mobility=stay, organisation=abroad.organisation, role="receiving", since=AT)
    Mobility.objects.filter(pk=stay.pk).update(receiving=abroad.organisation)
    parent = Guardian.objects.get(candidacy__profile=stay.profile_id).person
    Person.objects.filter(pk=parent.pk).update(given_name="Moedervogel")
    paper = actions.see(stay, kind="visa", valid_until=LAST, **{**SEEN, "by": office})
    actions.decide_entry(stay, outcome="visa", source="Bronvogel", on=AT.date(), by=office, at=AT)
    support = actions.agree_support(stay, what="Steunvogel", by=office, at=AT)
    meeting = MeetingFactory(about_pk=stay.call_id, required=True)
    meetings.invite(meeting, queries.guests_of(office, stay.call, queries.EVERYBODY, AT.date()), by=office, at=AT)
    page, told = reverse("preparation:stay", args=[stay.key]), client_as(RoleFactory(coordinator=True))
    assert all(bird in told.get(page).text for bird in ("Zanger Vogel", "Moedervogel", "Bronvogel", "Steunvogel"))

    client, actor = client_as(abroad), actor_of(abroad)
    assert mobilities.mobilities_for(actor).filter(pk=stay.pk).exists(), "it is a party of the stay itself"
    for name in ("preparation:stay", "mobilities:about", "mobilities:show", "insurance:stay", "readiness:stay"):
        answered = client.get(reverse(name, args=[stay.key]))
        assert (answered.status_code, "vogel" in answered.text.lower()) == (404, False), name
    for name, key in (
        ("preparation:see", stay.key), ("preparation:decide_entry", stay.key), ("preparation:end_paper", paper.key),
        ("preparation:arrange_support", support.key), ("mobilities:describe", stay.key),
    ):  # fmt: skip
        assert client.post(reverse(name, args=[key])).status_code == 404, name
    for rows in (access.papers_for, access.checks_for, access.supports_for, access.stays_for):
        assert not rows(actor).exists()
    assert not mobilities.travellers_for(actor).exists()


def test_a_partner_reads_and_enters_what_its_own_learner_needs(client_as: Any, abroad: Role, coming: Mobility) -> None:
    client, page = client_as(abroad), reverse("preparation:stay", args=[coming.key])
    Traveller.objects.filter(mobility=coming).update(nationality="")
    said = client.get(page).text
    back, about = (reverse("nominations:show", args=[queries.page(actor_of(abroad), coming, AT.date()).nomination]),
                   reverse("mobilities:about", args=[coming.key]))  # fmt: skip
    for address in (back, about):
        assert address in said
        assert client.get(address).status_code == 200, "no link leads nowhere"
    assert page in client.get(about).text
    revision = Traveller.objects.get(mobility=coming).revision
    sent = {"gender": "f", "nationality": "PT", "revision": revision}
    assert client.post(reverse("mobilities:describe", args=[coming.key]), sent).status_code == 302
    assert "PT" in Traveller.objects.get(mobility=coming).nationality
    typed = {"kind": "identity", "seen_by": "Rui Tavares", "seen_on": AT.date(), "valid_until": LAST}
    assert client.post(reverse("preparation:see", args=[coming.key]), typed).status_code == 302
    assert "Rui Tavares" in client.get(page).text


def test_whoever_is_named_may_do_it(office: Actor, abroad: Role, coming: Mobility) -> None:
    """Of every requirement of getting ready, going and coming, the role that must act may act."""
    going = stay_of_minor()
    Traveller.objects.filter(mobility=coming).update(nationality="")
    for stay in (going, coming):
        actions.agree_support(stay, what="Een rustige plek", by=office, at=AT)
    school = Role.objects.filter(kind="contact_point", organisation__in=[going.sending_id, coming.receiving_id])
    by_role = {
        "coordinator": [office],
        "partner": [actor_of(abroad)],
        "contact_point": [actor_of(one) for one in school],
    }
    may = {
        "travel_document": access.may_enter, "support_arranged": access.may_agree_support,
        "health_decision": access.may_check_arrival, "presence_notice": access.may_check_arrival,
    }  # fmt: skip
    entry = {"entry_nationality_unknown": mobilities.may_describe, "entry_undecided": access.may_decide_entry}
    asked = 0
    for stay, items in ((stay, requirements_of([stay], AT.date())[stay.pk]) for stay in (going, coming)):
        for item in items:
            verdict = entry.get(item.why) if item.code == "entry_permit" else may.get(item.code)
            if verdict and not item.met:
                assert any(verdict(actor, stay) for actor in by_role[item.who]), (stay.direction, item.code, item.who)
                asked += 1
    assert asked == 8


def test_support_of_who_comes_here_is_arranged_by_the_school_that_receives(
    client_as: Any, abroad: Role, coming: Mobility
) -> None:
    here = Role.objects.get(organisation=coming.receiving)
    client, page = client_as(here), reverse("preparation:stay", args=[coming.key])
    assert client.post(reverse("preparation:agree_support", args=[coming.key]), {"what": "Een tolk"}).status_code == 302
    assert "Een tolk" in client.get(page).text
    assert "Een tolk" not in client_as(abroad).get(page).text
    sends = actor_of(abroad)
    assert access.may_agree_support(sends, coming).code == "support_not_yours"
    assert not access.may_enter(actor_of(here), coming), "documents are for who sends"
