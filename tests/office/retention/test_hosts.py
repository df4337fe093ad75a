"""What is known of companies and families goes a year after it is over with them; strangers at the door after months."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.people.models import Person
from erasdu.journey.hosting.actions import offers, welcome
from erasdu.journey.hosting.models import Company, Home, Interest
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention import rules
from erasdu.office.retention.actions import run
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, HomeFactory, RoomFactory, StayFactory
from tests.factories.organisations import RoleFactory
from tests.journey.hosting.asking_scene import Network, ask_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R04")]
LATER = datetime(2027, 11, 24, 9, 0, tzinfo=UTC)


def test_while_one_goes_on_nothing_goes() -> None:
    assert rules.host_due_on([date(2026, 1, 31), None]) is None
    assert rules.host_due_on([]) is None
    assert rules.host_due_on([date(2026, 1, 31), date(2025, 1, 31)]) == date(2027, 1, 31)
    assert rules.strangers_before(date(2026, 11, 23)) == date(2026, 8, 23)


def test_a_family_that_never_received_is_gone_after_a_year() -> None:
    home = HomeFactory(withdrawn_at=AT, remark="Belt liever na zes uur.")
    other = home.adults.get().person
    dry = run(dry=True, by=SYSTEM, at=LATER)
    assert dry.report["persons"] == 1
    home.refresh_from_db()
    assert home.street == "Kerkstraat 12"
    before = run(dry=False, by=SYSTEM, at=LATER - timedelta(days=3))
    assert before.report["persons"] == 0
    run(dry=False, by=SYSTEM, at=LATER)
    home.refresh_from_db()
    person = Person.objects.get(pk=home.contact_id)
    assert (home.name, home.street, home.remark) == ("", "", "")
    assert (person.given_name, person.email, person.erased_at) == ("", "", LATER)
    assert not home.adults.exists()
    assert other == home.contact


def test_who_received_keeps_the_name_for_the_grant() -> None:
    home = HomeFactory(withdrawn_at=AT)
    stay = StayFactory()
    BookingFactory(placement=None, room=RoomFactory(home=home), mobility=stay, ends_on=date(2027, 1, 24))
    run(dry=False, by=SYSTEM, at=LATER)
    assert Person.objects.get(pk=home.contact_id).email != ""
    run(dry=False, by=SYSTEM, at=datetime(2028, 1, 25, 9, 0, tzinfo=UTC))
    person = Person.objects.get(pk=home.contact_id)
    assert (person.email, person.erased_at) == ("", None)
    assert person.given_name != ""


def test_who_said_stop_is_let_go_and_who_offers_again_is_not(clock: datetime) -> None:
    net = Network()
    stopped, again = net.company(), net.company()
    net.inform()
    for company in (stopped, again):
        offers.say_no(company, answer="stop", reason="", ask=ask_of(company), by=net.actor, at=AT)
    offers.answered(again, ask_of(again), "offered", by=net.actor, at=AT + timedelta(hours=1))
    run(dry=False, by=SYSTEM, at=LATER)
    assert Person.objects.get(pk=stopped.contact_id).erased_at == LATER
    assert Person.objects.get(pk=again.contact_id).erased_at is None


def test_a_colleague_who_also_has_a_role_stays() -> None:
    home = HomeFactory(withdrawn_at=AT, contact=RoleFactory().person)
    run(dry=False, by=SYSTEM, at=LATER)
    assert Person.objects.get(pk=home.contact_id).email != ""
    assert Home.objects.get().street == "Kerkstraat 12"
    assert not Company.objects.exists()


def test_a_stranger_of_whom_nobody_decided_is_let_go() -> None:
    net = Network()
    left = {
        "what": "bed", "given_name": "Lotte", "family_name": "Lindemans", "email": "lotte@lindemans.example", "phone": "",
        "language": "nl", "company": "", "street": "Molenweg 4", "postal_code": "2800", "town": "Mechelen", "text": "",
    }  # fmt: skip
    welcome.come_in(net.school, **left, at=AT)
    run(dry=False, by=SYSTEM, at=AT + timedelta(days=80))
    assert Interest.objects.exists()
    run(dry=False, by=SYSTEM, at=AT + timedelta(days=100))
    assert not Interest.objects.exists()
    assert not Person.objects.filter(email="lotte@lindemans.example").exists()
