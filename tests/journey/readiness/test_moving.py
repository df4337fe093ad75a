"""A stay that moves: what it opens again is named before it is saved, and what no longer holds is open afterwards."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.journey.hosting.models import Booking
from erasdu.journey.insurance.models import Cover
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries
from erasdu.kernel.requirement import CONFIRM, DEPART, Requirement
from tests.factories.hosting import BookingFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import insured, stay_abroad
from tests.journey.mobilities.staying import stay_of_minor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ON = AT.date()
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with the_clock.standing_at(AT):
        yield


def item(stay: Mobility, code: str) -> Requirement:
    return next(one for one in queries.requirements_of([stay], ON)[stay.pk] if one.code == code)


@pytest.mark.requirement("R34")
def test_other_dates_name_what_they_open_before_they_are_saved(client_as: Any) -> None:
    stay = stay_abroad()
    insured(stay)
    client, address = client_as(RoleFactory(coordinator=True)), reverse("mobilities:plan", args=[stay.key])
    lines = Line.objects.count()
    typed = {"first": "2027-03-08", "last": "2027-03-21", "revision": stay.revision}  # the card is valid until the 20th
    text = client.post(address, typed, headers=ENGLISH).content.decode()
    assert "With these dates 1 thing must be done again" in text
    assert re.search(r"medical care.*?Now: the learner", text, re.S)
    stay.refresh_from_db()
    assert (stay.planned_until, Line.objects.count()) == (date(2027, 3, 20), lines)

    assert client.post(address, typed | {"sure": "yes"}, headers=ENGLISH).status_code == 302
    stay.refresh_from_db()
    assert stay.planned_until == date(2027, 3, 21)
    assert (
        "no longer in order"
        in client.get(reverse("mobilities:show", args=[stay.key]), headers=ENGLISH).content.decode()
    )
    back = {"first": "2027-03-07", "last": "2027-03-20", "revision": stay.revision}
    assert client.post(address, back).status_code == 302  # nothing opens: nothing is asked


def test_a_place_and_a_bed_for_other_days_are_for_nobody() -> None:
    stay = stay_abroad()
    for where in ({"placement": PlacementFactory()}, {"placement": None, "room": RoomFactory(home=HomeFactory())}):
        days = {"starts_on": stay.planned_from, "ends_on": stay.planned_until, "confirmed": True}
        BookingFactory(mobility=stay, **days, **where)
    assert item(stay, "internship_place").met
    assert item(stay, "bed").met
    Mobility.objects.filter(pk=stay.pk).update(planned_until=stay.planned_until + timedelta(days=1))
    assert not item(stay, "internship_place").met
    assert not item(stay, "bed").met


def test_another_workplace_asks_the_insurer_again(client_as: Any) -> None:
    stay = stay_abroad()
    covers = insured(stay, place=False)
    days = {"starts_on": stay.planned_from, "ends_on": stay.planned_until, "confirmed": True, "mobility": stay}
    first = BookingFactory(placement=PlacementFactory(), **days)
    assert item(stay, "insured_accident").met
    Booking.objects.filter(pk=first.pk).update(released_at=AT)
    BookingFactory(placement=PlacementFactory(company=first.placement.company), **days)
    assert item(stay, "insured_accident").met  # another place at the same company
    Booking.objects.filter(mobility=stay, released_at=None).update(released_at=AT)
    BookingFactory(placement=PlacementFactory(), **days)
    open_again = item(stay, "insured_accident")
    assert (open_again.state, open_again.who, open_again.why) == ("open", "contact_point", "gap_workplace_changed")
    assert item(stay, "insured_liability_work").met  # only the confirmation names a workplace
    Cover.objects.filter(pk=covers["accident"].pk).update(confirmed_on=ON)
    assert item(stay, "insured_accident").met


def test_a_school_cannot_have_confirmed_a_workplace_before_it_was_booked() -> None:
    stay = stay_abroad()
    cover = insured(stay, place=False)["accident"]
    days = {"starts_on": stay.planned_from, "ends_on": stay.planned_until, "confirmed": True, "mobility": stay}
    BookingFactory(placement=PlacementFactory(), at=AT, **days)
    item_of = item(stay, "insured_accident")
    assert (item_of.state, item_of.why) == ("open", "gap_workplace_later")
    Cover.objects.filter(pk=cover.pk).update(organisation=None, mobility=stay)
    assert item(stay, "insured_accident").met, "one of this stay alone was asked for this workplace"
    Cover.objects.filter(pk=cover.pk).update(organisation=stay.sending, mobility=None, confirmed_on=ON)
    assert item(stay, "insured_accident").met


def test_what_must_still_hold_when_a_place_is_promised() -> None:
    found = {one.code: one for one in queries.requirements_of([stay_of_minor()], ON).popitem()[1]}
    promised = {code for code, one in found.items() if CONFIRM in one.blocks}
    assert promised == {"company_approval", "participant_approval", "guardian_approval"}
    assert all(DEPART in found[code].blocks for code in promised)
