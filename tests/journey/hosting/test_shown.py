"""What pages of hosting say: free nights, boards, languages and countries, and what parents read."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.organisations.words import country_choices
from erasdu.journey.hosting.actions import move_bookings
from erasdu.journey.hosting.forms.homes import WhoForm
from erasdu.journey.hosting.queries import pages
from erasdu.journey.matching import queries as matching
from erasdu.journey.matching.actions import confirm
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.organisations import RoleFactory
from tests.journey.hosting.asking_scene import Network
from tests.journey.matching.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MARCH = {"starts_on": date(2027, 3, 14), "ends_on": date(2027, 3, 28)}  # a Sunday to a Sunday


@pytest.fixture
def net() -> Network:
    return Network()


def test_free_beds_are_true_in_every_night(net: Network) -> None:
    home = net.home(beds=2, nights=0)
    home.periods.all().delete()
    home.periods.create(**MARCH)
    stay = {"starts_on": date(2027, 3, 17), "ends_on": date(2027, 3, 20)}
    BookingFactory(placement=None, room=home.rooms.get(), mobility=StayFactory(call=net.call), **stay)
    shown = [(each.first, each.last, each.free) for each in pages.weeks_of_beds(home, date(2027, 2, 3))]
    assert shown == [
        (date(2027, 3, 14), date(2027, 3, 16), 2),
        (date(2027, 3, 17), date(2027, 3, 19), 1),
        (date(2027, 3, 20), date(2027, 3, 27), 2),
    ]


def test_a_booking_that_a_match_joins_leads_to_its_board(client_as: Any) -> None:
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    confirm(scene.board, match, by=scene.by, at=AT)
    page = client_as(scene.role).get("/hosting/bookings/").content.decode()
    assert f"/matching/stay/{scene.stays[0].key}/" in page
    assert "Vastgelegd" not in page


def test_a_room_goes_by_its_name_on_the_pages_of_matching() -> None:
    scene = Scene(0)
    for room, name in zip(scene.rooms, ("Zolder", "Gastenkamer"), strict=True):
        type(room).objects.filter(pk=room.pk).update(name=name)
    called = matching.world(scene.board).room_choices()
    assert [name for _room, name in called] == [f"{scene.home.name} (Zolder)", f"{scene.home.name} (Gastenkamer)"]


def test_who_has_the_place_is_said_when_a_stay_cannot_move(net: Network) -> None:
    place, room = PlacementFactory(company=net.company()), RoomFactory(home=net.home())
    coordinator = actor_of(RoleFactory(coordinator=True))
    before = Period(date(2027, 1, 4), date(2027, 1, 8))
    after = Period(before.start, before.end + timedelta(days=7))
    for what in ({"placement": place}, {"placement": None, "room": room}):
        stay, other = StayFactory(call=net.call), StayFactory(call=net.call)
        days = {"starts_on": before.start, "ends_on": before.end, "state": "confirmed"}
        BookingFactory(mobility=stay, **what, **days)
        BookingFactory(mobility=other, **what, starts_on=date(2027, 1, 11), ends_on=date(2027, 1, 15))
        type(stay).objects.filter(pk=stay.pk).update(planned_from=after.start, planned_until=after.end)
        stay.refresh_from_db()
        for by, said in ((SYSTEM, "een leerling van een andere school"), (coordinator, str(other.person))):
            with pytest.raises(Refused) as refused:
                move_bookings(stay, before, by=by, at=AT)
            verdict = refused.value.verdict
            assert verdict.code in ("place_taken_by", "bed_taken_by")
            assert dict(verdict.params)["who"] == said


def test_the_languages_that_mails_have_come_first_and_what_the_others_get_is_said() -> None:
    with override("en"):
        own, others = (list(rows) for rows in _halves(WhoForm().fields["contact_language"].choices))
    assert [code for code, _name in own] == list(EVERYWHERE)
    [(said, rest)] = others
    assert "English" in said
    assert {"pl", "bg"} <= {code for code, _name in rest}
    assert WhoForm({"contact_language": "bg"}).fields["contact_language"].clean("bg") == "bg"


def _halves(choices: Any) -> tuple[list[Any], list[Any]]:
    rows = list(choices)
    return [each for each in rows if isinstance(each[1], str)], [each for each in rows if not isinstance(each[1], str)]


def test_countries_begin_near() -> None:
    with override("nl"):
        codes = [code for code, _name in country_choices()]
    assert codes[:5] == ["BE", "NL", "FR", "DE", "LU"]
    assert len(codes) == len(set(codes)) > 240
    assert codes.index("AF") > codes.index("PT")


@pytest.mark.parametrize(("language", "said"), [("nl", "18.30"), ("en", "18:30"), ("es", "18:30")])
def test_hours_are_written_as_the_reader_does(language: str, said: str) -> None:
    with override(language):
        assert Template("{% load receiving %}{{ at|hour }}").render(Context({"at": time(18, 30)})) == said
