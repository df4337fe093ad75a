"""The days of many stays are set at once, by where they go."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from tests.factories.calls import CallFactory, DestinationFactory
from tests.factories.hosting import StayFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def call() -> Call:
    return CallFactory(stay_from=date(2027, 3, 1), stay_until=date(2027, 4, 30), min_days=10, max_days=15)


@pytest.fixture
def there(call):
    return DestinationFactory(call=call, place="Porto", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 14))


@pytest.fixture
def office(client_as):
    return client_as(RoleFactory(coordinator=True))


def stays(call, there, number=3):
    return [StayFactory(call=call, destination=there, planned_from=None, planned_until=None) for _ in range(number)]


def address(call) -> str:
    return reverse("mobilities:plan_several", args=[call.key])


def typed(there, rows, first="2027-03-01", last="2027-03-14"):
    key = f"to{there.pk}"
    return {"there": key, f"{key}-first": first, f"{key}-last": last, "stay": [row.key for row in rows]}


def test_the_ticked_stays_get_the_days_and_the_others_keep_none(call, there, office) -> None:
    rows = stays(call, there)
    page = office.get(address(call), headers=ENGLISH).content.decode()
    assert "3 stays without days" in page
    assert 'value="01-03-2027"' in page or 'value="2027-03-01"' in page
    done = office.post(address(call), typed(there, rows[:2]), headers=ENGLISH, follow=True).content.decode()
    assert "The days of 2 stays are set." in done
    assert "1 stay without days" in done
    days = dict(Mobility.objects.values_list("pk", "planned_until"))
    assert days == {rows[0].pk: date(2027, 3, 14), rows[1].pk: date(2027, 3, 14), rows[2].pk: None}
    assert Line.objects.filter(code="mobility.planned").count() == 2


@pytest.mark.parametrize(
    ("last", "says"),
    [
        ("2027-02-14", "The last day comes before the first."),
        ("2027-03-31", "15"),
        ("2027-05-31", "30 Apr"),
        ("", "Fill"),
        ("gisteren", "day"),
    ],
)
def test_days_that_cannot_be_are_said_and_the_ticks_stay(call, there, office, last: str, says: str) -> None:
    rows = stays(call, there)
    answer = office.post(address(call), typed(there, rows[:1], last=last), headers=ENGLISH)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert page.count(" checked") == 1
    assert not Mobility.objects.exclude(planned_from=None).exists()


def test_nobody_ticked_and_days_that_were_set_meanwhile(call, there, office) -> None:
    rows = stays(call, there, 1)
    assert "Tick the stays first." in office.post(address(call), typed(there, []), headers=ENGLISH).content.decode()
    office.post(address(call), typed(there, rows))
    again = office.post(address(call), typed(there, rows), headers=ENGLISH, follow=True).content.decode()
    assert "These stays have their days by now." in again
    assert Line.objects.filter(code="mobility.planned").count() == 1


def test_days_of_a_destination_that_are_too_many_are_not_proposed(call, there, office) -> None:
    stays(call, there, 1)
    type(there).objects.update(ends_on=date(2027, 3, 29))
    page = office.get(address(call)).content.decode()
    assert "2027-03-29" not in page
    assert 'value="29-03-2027"' not in page


def test_only_the_coordinator_and_only_stays_of_that_call(call, there, office, client_as) -> None:
    (row,) = stays(call, there, 1)
    other = StayFactory(planned_from=None, planned_until=None)
    assert client_as(RoleFactory(organisation=row.sending)).get(address(call)).status_code in (302, 403, 404)
    office.post(address(call), typed(there, [row, other]))
    other.refresh_from_db()
    assert other.planned_from is None


def test_as_many_queries_for_one_stay_as_for_twenty(call, there, office) -> None:
    stays(call, there, 1)
    office.get(address(call))
    with CaptureQueriesContext(connection) as few:
        office.get(address(call))
    stays(call, there, 19)
    with CaptureQueriesContext(connection) as many:
        office.get(address(call))
    assert len(many) == len(few)
