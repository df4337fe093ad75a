"""Residence and visa follow the stay: another country or other days ask again."""

from datetime import date, timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Destination
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation import actions, queries
from erasdu.kernel.requirement import Requirement
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import FIRST, LAST, stay_abroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def office():
    return actor_of(RoleFactory(coordinator=True))


def entry(stay: Mobility, by) -> Requirement:
    return queries.page(by, stay, AT.date()).items["entry_permit"]


def test_another_country_asks_for_a_visa_and_a_decision_again(office) -> None:
    stay = stay_abroad(country="GB")
    Destination.objects.create(call=stay.call, country="ZA", place="Durban", starts_on=FIRST, ends_on=LAST, places=2)
    actions.decide_entry(stay, outcome="visa", source="Ambassade", on=AT.date(), by=office, at=AT)
    seen = {
        "seen_by": "An Claes",
        "seen_on": AT.date(),
        "valid_until": LAST + timedelta(days=200),
        "by": office,
        "at": AT,
    }
    actions.see(stay, kind="visa", **seen)
    assert entry(stay, office).met
    mobilities.go_to(stay, "ZA", first=FIRST, last=LAST, by=office, at=AT)
    stay = Mobility.objects.get(pk=stay.pk)
    assert (entry(stay, office).why, entry(stay, office).who) == ("entry_decided_for_other", "coordinator")
    actions.decide_entry(stay, outcome="visa", source="Ambassade", on=AT.date(), by=office, at=AT)
    assert entry(stay, office).why == "entry_other_country"
    actions.see(stay, kind="visa", **seen)
    assert entry(stay, office).met


def test_a_longer_stay_asks_for_the_decision_again(office) -> None:
    stay = stay_abroad(country="GB")
    actions.decide_entry(stay, outcome="none", source="Ambassade", on=AT.date(), by=office, at=AT)
    assert entry(stay, office).met
    Mobility.objects.filter(pk=stay.pk).update(planned_until=date(2027, 6, 20))
    assert entry(stay, office).why == "entry_decided_for_other"
    Mobility.objects.filter(pk=stay.pk).update(planned_until=LAST - timedelta(days=1))
    assert entry(stay, office).met
