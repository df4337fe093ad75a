"""What the receiving school looks at for who comes here: risks, health, and the municipality."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.hosting.models import Booking, Company
from erasdu.journey.preparation import actions
from erasdu.journey.preparation.models import ArrivalCheck
from erasdu.journey.preparation.rules import CHECKS, CODES_HERE, Arrival, Facts, requirements
from erasdu.journey.readiness.queries import departures_of, requirements_of
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART
from erasdu.kernel.requirement import STAY as AWAY
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, PlacementFactory
from tests.factories.nominations import IncomingFactory
from tests.factories.organisations import RoleFactory, SchoolFactory

STAY = Period(date(2027, 1, 10), date(2027, 1, 24))
DAYS = st.dates(date(2026, 12, 1), date(2027, 3, 1))


@given(st.booleans(), st.none() | DAYS, st.none() | DAYS, st.dictionaries(st.sampled_from(CHECKS), DAYS), DAYS)
def test_each_is_met_by_what_was_looked_at_and_by_nothing_else(works, since, risk_on, checks, on) -> None:
    facts = Facts(stay=STAY, incoming=True, arrival=Arrival(works, since, risk_on, checks))
    found = {item.code: item for item in requirements(facts, on) if item.code in CODES_HERE}
    assert tuple(found) == CODES_HERE
    met = {code for code, item in found.items() if item.met}
    stale = "health_decision" in checks and (not works or (since is not None and checks["health_decision"] < since))
    assert met == set(checks) - ({"health_decision"} if stale else set()) | (
        {"risk_analysis"} if works and risk_on else set()
    )
    assert (found["health_decision"].why == "health_of_other_workplace") == (stale and works)
    assert [found[code].blocks for code in CODES_HERE] == [{DEPART, AWAY}, {DEPART, AWAY}, {CLOSING}]
    assert (found["presence_notice"].state == "overdue") == ("presence_notice" not in checks and on > date(2027, 1, 20))
    assert [code for code in CODES_HERE if found[code].unverified] == ["presence_notice"]


def test_of_who_leaves_nothing_of_this_is_asked() -> None:
    assert {item.code for item in requirements(Facts(stay=STAY), STAY.start)}.isdisjoint(CODES_HERE)


@pytest.fixture
def school(db):
    return RoleFactory(organisation=SchoolFactory())


@pytest.fixture
def stay(school):
    made = IncomingFactory(
        receiving=school.organisation, planned_from=STAY.start, planned_until=STAY.end, state="planned"
    )
    place = PlacementFactory(company__keeper=school.organisation)
    BookingFactory(mobility=made, placement=place, starts_on=STAY.start, ends_on=STAY.end, confirmed=True)
    return made


def lacking(stay) -> set[str]:
    found = requirements_of([stay], AT.date())[stay.pk]
    return {item.code for item in found if item.code in CODES_HERE and not item.met}


def test_the_receiving_school_writes_it_down_and_readiness_says_so(school, stay, at: datetime, clock) -> None:
    by, said = actor_of(school), {"seen_by": "Mila Aerts", "seen_on": AT.date(), "at": at}
    assert lacking(stay) == set(CODES_HERE)
    assert {"risk_analysis", "health_decision"} <= {
        item.code for item in departures_of([stay], AT.date())[stay.pk] if item.holds(DEPART)
    }
    Company.objects.update(risk_seen_by="Mila Aerts", risk_seen_on=AT.date())
    actions.check_arrival(stay, kind="health_decision", by=by, **said)
    assert lacking(stay) == {"presence_notice"}
    with pytest.raises(Refused, match="arrival_check_there"):
        actions.check_arrival(stay, kind="health_decision", by=by, **said)
    actions.check_arrival(stay, kind="presence_notice", by=by, **said)
    assert lacking(stay) == set()
    check = ArrivalCheck.objects.get(kind="presence_notice")
    actions.end_check(check, by=by, at=at)
    with pytest.raises(Refused, match="arrival_check_ended"):
        actions.end_check(check, by=by, at=at)
    assert lacking(stay) == {"presence_notice"}


def test_another_workplace_asks_for_the_health_decision_again(client_as, school, stay, at: datetime, clock) -> None:
    by, said = actor_of(school), {"kind": "health_decision", "seen_by": "Mila Aerts", "at": at}
    Company.objects.update(risk_seen_by="Mila Aerts", risk_seen_on=AT.date())
    Booking.objects.filter(mobility=stay).update(at=at)
    actions.check_arrival(stay, seen_on=AT.date(), by=by, **said)
    assert "health_decision" not in lacking(stay)
    moved = at + timedelta(days=7)
    Booking.objects.filter(mobility=stay).update(released_at=moved)
    assert "health_decision" in lacking(stay), "nobody knows the risks of no workplace"
    place = PlacementFactory(company__keeper=school.organisation)
    days = {"starts_on": STAY.start, "ends_on": STAY.end, "confirmed": True}
    Booking.objects.filter(pk=BookingFactory(mobility=stay, placement=place, **days).pk).update(at=moved)
    Company.objects.update(risk_seen_by="Mila Aerts", risk_seen_on=moved.date())
    assert lacking(stay) == {"health_decision", "presence_notice"}
    page = client_as(school).get(reverse("preparation:stay", args=[stay.key])).text
    assert "beslist voor het zeker was" in page
    actions.check_arrival(stay, seen_on=moved.date(), by=by, **said)
    assert "health_decision" not in lacking(stay)


def test_only_who_receives_and_the_coordinator(school, stay, at: datetime, clock) -> None:
    said = {"kind": "presence_notice", "seen_by": "Mila Aerts", "seen_on": AT.date(), "at": at}
    partner, other = RoleFactory(organisation=stay.sending), RoleFactory(organisation=SchoolFactory())
    for role in (partner, other):
        with pytest.raises(Refused, match="arrival_not_yours"):
            actions.check_arrival(stay, by=actor_of(role), **said)
    actions.check_arrival(stay, by=actor_of(RoleFactory(coordinator=True)), **said)


def test_on_the_page_with_a_day_to_come_refused_at_its_field(client_as, school, stay, clock) -> None:
    client = client_as(school)
    address, page = reverse("preparation:check_arrival", args=[stay.key]), reverse("preparation:stay", args=[stay.key])
    given_ = {"kind": "health_decision", "seen_by": "Mila Aerts", "seen_on": AT.date() + timedelta(days=2)}
    refused = client.post(address, given_)
    assert refused.status_code == 422
    assert "Mila Aerts" in refused.content.decode()
    client.post(address, {**given_, "seen_on": AT.date()})
    assert "Mila Aerts" in client.get(page).content.decode()
    client.post(reverse("preparation:end_check", args=[ArrivalCheck.objects.get(ended_at=None).key]))
    assert not ArrivalCheck.objects.filter(ended_at=None).exists()
