"""A host answers by itself: by link on a phone, without account, in its own language."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q

from erasdu.journey.agreements.rules import first_draft
from erasdu.journey.hosting.actions import move_bookings, release
from erasdu.journey.hosting.actions.parts import release_all
from erasdu.journey.hosting.models import Booking, HomePeriod, Placement
from erasdu.journey.hosting.queries import what_learner_sees
from erasdu.journey.hosting.queries.changes import changes_of
from erasdu.journey.hosting.queries.facts import schedule_of
from erasdu.journey.mobilities import actions as mobilities
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.places import towns
from tests.journey.hosting.asking_scene import WINDOW, Network, ask_of, host_client

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PLACE = {
    "occupation": "baker", "places": "2", "weeks": ["0"], "tasks": ["bread"], "own_tasks": "", "mentor_given": "Carmen",
    "mentor_family": "Ruiz", "mentor_languages": ["es"], "language": "en", "level": "A2", "min_age": "16",
}  # fmt: skip


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.mark.requirement("R10")
class TestPlace:
    def test_a_bakery_offers_a_place_in_its_language(self, net: Network) -> None:
        bakery = net.company(contact=net.reader("es", given_name="Carmen", family_name="Ruiz"), sector="food")
        net.inform()
        client, own = host_client(bakery)
        page = client.get(own).content.decode()
        assert 'lang="es"' in page
        assert "¿Puede recibir a un joven?" in page
        choose = client.get(f"{own}place/").content.decode()
        assert choose.index("occupation=baker") < choose.index("occupation=hairdresser")
        form = client.get(f"{own}place/?occupation=baker").content.decode()
        assert 'value="Carmen"' in form
        done = client.post(f"{own}place/", PLACE)
        assert done.status_code == 302, done.content.decode()
        placement = Placement.objects.get(company=bakery)
        period = placement.periods.get()
        assert (period.starts_on, period.ends_on, period.places) == (WINDOW[0], date(2027, 4, 18), 2)
        assert placement.languages == {"en": "A2"}
        assert placement.mentor == bakery.contact
        ask = ask_of(bakery)
        assert ask.answer == "offered"
        assert ask.answered_at == AT
        client.post(f"{own}place/", PLACE)
        assert bakery.placements.count() == 1

    def test_the_hours_of_a_place_are_those_of_the_draft_of_the_learning_agreement(self, net: Network) -> None:
        bakery = net.company(contact=net.reader("nl", given_name="Carmen", family_name="Ruiz"))
        net.inform()
        client, own = host_client(bakery)
        told = {"starts_at": "04:00", "ends_at": "11:30", "break_minutes": "45", "days": ["2", "3", "4", "5", "6"]}
        assert client.post(f"{own}place/", {**PLACE, **told, "mentor_phone": "0470 12 34 56"}).status_code == 302
        placement = Placement.objects.get(company=bakery)
        assert (placement.starts_at, placement.ends_at, placement.break_minutes) == (time(4), time(11, 30), 45)
        assert (placement.days, placement.hours_a_week) == ([2, 3, 4, 5, 6], Decimal("33.8"))
        schedule = schedule_of(placement)
        draft = first_draft(
            Period(date(2027, 4, 12), date(2027, 4, 18)), days=schedule.days, starts=schedule.starts_at,
            ends=schedule.ends_at, pause=schedule.pause,
        )  # fmt: skip
        assert {(day.starts, day.ends, day.minutes) for day in draft if not day.is_idle} == {
            (time(4), time(11, 30), 405)
        }
        assert {day.on.isoweekday() for day in draft if not day.is_idle} == {2, 3, 4, 5, 6}

    def test_half_of_the_hours_or_a_break_longer_than_the_work_is_told_at_its_field(self, net: Network) -> None:
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        half = client.post(f"{own}place/", {**PLACE, "starts_at": "04:00", "own_tasks": "IJs"}).content.decode()
        assert 'id="id_ends_at_error"' in half
        assert "IJs" in half
        long = {**PLACE, "starts_at": "04:00", "ends_at": "05:00", "break_minutes": "90"}
        assert 'id="id_break_minutes_error"' in client.post(f"{own}place/", long).content.decode()
        assert not Placement.objects.exists()

    def test_what_can_wait_is_folded_away_until_it_is_wrong(self, net: Network) -> None:
        bakery = net.company(town=towns()["Mechelen"])
        net.inform()
        client, own = host_client(bakery)
        form = client.get(f"{own}place/?occupation=baker").content.decode()
        in_sight = form.partition(f'action="{own}place/')[2].partition("<details")[0]
        asked = set(re.findall(r'name="([a-z_]+)"', in_sight)) - {"csrfmiddlewaretoken", "form_key"}
        assert asked == {
            "occupation", "places", "weeks", "starts_at", "ends_at", "break_minutes", "mentor_given", "mentor_phone",
        }  # fmt: skip
        wrong = client.post(f"{own}place/", {**PLACE, "min_age": "7"}).content.decode()
        assert wrong.count('<details class="fold-of-form" open') == 1

    def test_who_has_a_question_presses_the_number_of_the_school(self, net: Network) -> None:
        net.school.phone, net.school.email = "+3292000000", "school@brug.example"
        net.school.save()
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        page = client.get(own).content.decode()
        assert 'href="tel:+3292000000"' in page
        assert 'href="mailto:school@brug.example"' in page

    def test_another_number_for_the_mentor_does_not_change_where_codes_go(self, net: Network) -> None:
        contact = net.reader("nl", given_name="Carmen", family_name="Ruiz", phone="+32470000001")
        bakery = net.company(contact=contact)
        net.inform()
        client, own = host_client(bakery)
        client.post(f"{own}place/", {**PLACE, "mentor_phone": "0470 12 34 56"})
        placement = Placement.objects.select_related("mentor").get(company=bakery)
        contact.refresh_from_db()
        assert contact.phone == "+32470000001"
        assert placement.mentor != contact
        assert placement.mentor.phone == "+32470123456"

    def test_what_was_typed_stays_when_something_is_wrong(self, net: Network) -> None:
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        wrong = client.post(f"{own}place/", {**PLACE, "places": "0", "own_tasks": "IJstaarten maken"})
        assert wrong.status_code == 200
        page = wrong.content.decode()
        assert "IJstaarten maken" in page
        assert 'id="id_places_error"' in page
        assert not Placement.objects.exists()

    def test_the_same_as_last_year_in_one_press(self, net: Network) -> None:
        bakery = net.company()
        before = PlacementFactory(company=bakery, occupation="baker", tasks=["bread"])
        net.inform()
        client, own = host_client(bakery)
        assert f"places/{before.key}/again/" in client.get(own).content.decode()
        client.post(f"{own}places/{before.key}/again/")
        new = bakery.placements.exclude(pk=before.pk).get()
        assert new.tasks == ["bread"]
        assert new.periods.get().starts_on == WINDOW[0]
        assert ask_of(bakery).answer == "offered"

    def test_taking_back_says_who_counted_on_it_and_frees_them(self, net: Network) -> None:
        bakery = net.company()
        place = PlacementFactory(company=bakery, occupation="baker", places=0)
        place.periods.create(starts_on=WINDOW[0], ends_on=WINDOW[1], places=1)
        net.inform()
        stay = StayFactory(call=net.call)
        booking = BookingFactory(placement=place, mobility=stay, starts_on=date(2027, 4, 12), ends_on=date(2027, 4, 23))
        client, own = host_client(bakery)
        first = client.get(f"{own}places/{place.key}/back/").content.decode()
        assert "1 leerling rekent op u" in first or "1 learner counts on you" in first
        assert str(stay.person) not in first
        client.post(f"{own}places/{place.key}/back/", {"reason": "De oven is stuk."})
        place.refresh_from_db()
        booking.refresh_from_db()
        assert place.state == "withdrawn"
        assert booking.released_at == AT
        assert ask_of(bakery).answer == "declined"

    def test_a_place_of_another_company_is_not_there(self, net: Network) -> None:
        bakery, other = net.company(), net.company()
        place = PlacementFactory(company=other)
        client, own = host_client(bakery)
        assert client.post(f"{own}places/{place.key}/again/").status_code == 404
        assert client.get(f"{own}places/{place.key}/back/").status_code == 404
        assert client.get(f"{own}beds/").status_code == 404


@pytest.mark.requirement("R11")
class TestBeds:
    def test_a_family_offers_two_beds(self, net: Network) -> None:
        home = net.home(nights=0)
        net.inform("bed")
        client, own = host_client(home)
        page = client.get(f"{own}beds/").content.decode()
        assert 'name="room_0"' in page
        given = {
            "first": "2027-04-11", "last": "2027-04-25", "room_0": "1", "room_1": "1", "pets": ["dog"], "smoking": "outside",
            "diets": ["vegetarian"], "languages": ["nl", "fr"], "revision": str(home.revision), "house_rules": "",
        }  # fmt: skip
        done = client.post(f"{own}beds/", given)
        assert done.status_code == 302, done.content.decode()
        home.refresh_from_db()
        assert (home.pets, home.smoking, home.diets) == (["dog"], "outside", ["vegetarian"])
        assert sum(room.beds for room in home.rooms.all()) == 2
        assert HomePeriod.objects.get(home=home).ends_on == WINDOW[1]
        assert ask_of(home).answer == "offered"
        after = client.get(own).content.decode()
        assert "bezoek" in after.lower() or "visit" in after.lower()

    def test_nights_outside_the_window_and_no_bed_at_all(self, net: Network) -> None:
        home = net.home(nights=0)
        net.inform("bed")
        client, own = host_client(home)
        given = {
            "first": "2027-05-11",
            "last": "2027-05-01",
            "room_0": "0",
            "room_1": "0",
            "smoking": "no",
            "revision": "0",
        }
        page = client.post(f"{own}beds/", given).content.decode()
        assert 'id="id_first_error"' in page
        assert 'id="id_room_0_error"' in page
        assert not home.rooms.exists()

    def test_what_a_home_tells_besides_reaches_its_keeper_and_the_learner_after_yes(self, net: Network) -> None:
        home = net.home(nights=0)
        net.inform("bed")
        client, own = host_client(home)
        page = client.get(f"{own}beds/").content.decode()
        assert 'name="emergency_phone"' in page
        given = {
            "first": "2027-04-11", "last": "2027-04-25", "room_0": "1", "room_1": "0", "smoking": "no",
            "revision": str(home.revision), "chores": "tafel afruimen", "transport": "tram 4", "insurance": "Zekerhuis",
            "emergency_name": "Oma Rosa", "emergency_phone": "0470 12 34 57",
        }  # fmt: skip
        client.post(f"{own}beds/", given)
        home.refresh_from_db()
        assert (home.emergency_name, home.emergency_phone) == ("Oma Rosa", "+32470123457")
        assert (home.chores, home.transport, home.insurance) == ("tafel afruimen", "tram 4", "Zekerhuis")
        stay = StayFactory(call=net.call)
        booking = BookingFactory(
            placement=None, room=home.rooms.get(), mobility=stay, starts_on=WINDOW[0], ends_on=WINDOW[1]
        )
        assert what_learner_sees(stay).beds == ()
        type(booking).objects.filter(pk=booking.pk).update(state="confirmed")
        [bed] = what_learner_sees(stay).beds
        assert (bed.chores, bed.transport) == ("tafel afruimen", "tram 4")
        assert "Oma Rosa" not in str(bed)

    def test_somebody_changed_it_meanwhile(self, net: Network) -> None:
        home = net.home(nights=0)
        net.inform("bed")
        client, own = host_client(home)
        given = {
            "first": "2027-04-11", "last": "2027-04-25", "room_0": "1", "room_1": "0", "smoking": "no",
            "revision": str(home.revision), "house_rules": "Schoenen uit.",
        }  # fmt: skip
        type(home).objects.filter(pk=home.pk).update(revision=home.revision + 1)
        answer = client.post(f"{own}beds/", given)
        assert answer.status_code == 409
        assert "Schoenen uit." in answer.content.decode()

    def test_the_same_beds_and_then_taken_back_around_what_stays(self, net: Network) -> None:
        home = net.home(beds=2)
        net.inform("bed")
        client, own = host_client(home)
        client.post(f"{own}beds/again/")
        assert home.periods.count() == 2
        room = home.rooms.get()
        booking = BookingFactory(
            placement=None, room=room, mobility=StayFactory(call=net.call), starts_on=WINDOW[0], ends_on=WINDOW[1]
        )
        assert "1 " in client.get(f"{own}beds/back/").content.decode()
        client.post(f"{own}beds/back/", {"reason": ""})
        booking.refresh_from_db()
        assert booking.released_at == AT
        assert [period.starts_on for period in home.periods.all()] == [date(2027, 1, 1)]
        assert ask_of(home).answer == "declined"
        assert Booking.objects.filter(released_at=None).count() == 0


class TestNo:
    @pytest.mark.parametrize(("answer", "paused"), [("declined", False), ("later", True), ("stop", True)])
    def test_each_way_to_say_no(self, net: Network, answer: str, paused: bool) -> None:
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        client.post(f"{own}no/", {"answer": answer, "reason": "We verhuizen."})
        bakery.refresh_from_db()
        ask = ask_of(bakery)
        assert (ask.answer, ask.reason) == (answer, "We verhuizen.")
        assert (bakery.paused_at is not None) is paused

    def test_an_answer_that_does_not_exist_asks_again(self, net: Network) -> None:
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        assert client.post(f"{own}no/", {"answer": "perhaps"}).status_code == 200
        assert ask_of(bakery).answer == ""

    def test_who_said_stop_may_change_their_mind(self, net: Network) -> None:
        bakery = net.company()
        net.inform()
        client, own = host_client(bakery)
        client.post(f"{own}no/", {"answer": "stop"})
        client.post(f"{own}place/", PLACE)
        bakery.refresh_from_db()
        assert ask_of(bakery).answer == "offered"
        assert bakery.paused_at is None


class TestDoor:
    def test_first_the_privacy_notice_in_spanish(self, net: Network) -> None:
        bakery = net.company(contact=net.reader("es"))
        client, own = host_client(bakery, notice=False)
        there = client.get(own)
        assert there.status_code == 302
        assert "¿Qué pasa con sus datos?" in client.get(there["Location"]).content.decode()

    def test_the_link_is_dead_for_who_is_no_longer_the_contact(self, net: Network) -> None:
        bakery = net.company()
        client, own = host_client(bakery)
        type(bakery).objects.filter(pk=bakery.pk).update(contact=net.reader("nl"))
        assert client.get(own).status_code == 404

    def test_a_withdrawn_company_has_no_page(self, net: Network) -> None:
        bakery = net.company()
        client, own = host_client(bakery)
        type(bakery).objects.filter(pk=bakery.pk).update(withdrawn_at=AT)
        assert client.get(own).status_code == 404


class TestByTelephone:
    def test_the_contact_point_answers_for_them(self, net: Network, client_as: object) -> None:
        bakery = net.company(contact=net.reader("nl", email="", phone="+32470112233"))
        net.inform()
        ask = ask_of(bakery)
        client = client_as(net.contact)  # type: ignore[operator]
        page = client.get(f"/hosting/asks/{ask.key}/").content.decode()
        assert "+32470112233" in page
        assert client.post(f"/hosting/asks/{ask.key}/place/", PLACE).status_code == 302
        ask.refresh_from_db()
        assert ask.answer == "offered"

    def test_another_school_does_not(self, net: Network, client_as: object) -> None:
        bakery, other = net.company(), Network()
        net.inform()
        client = client_as(other.contact)  # type: ignore[operator]
        assert client.get(f"/hosting/asks/{ask_of(bakery).key}/").status_code == 404


def test_the_own_page_says_what_became_of_a_stay_that_was_agreed(net: Network) -> None:
    bakery = net.company(contact=net.reader("nl"))
    placement = PlacementFactory(company=bakery, places=5)
    days = {"placement": placement, "room": None, "state": "confirmed"}
    gone, elsewhere, moved, held, own = (BookingFactory(**days) for _ in range(5))
    Booking.objects.filter(pk=held.pk).update(state="held")
    client, address = host_client(bakery)
    assert "Wat er nu gebeurt" not in client.get(address).content.decode()
    mobilities.cancel(gone.mobility, reason="ill", by=SYSTEM, at=AT)
    release(elsewhere, by=SYSTEM, at=AT)
    release(held, by=SYSTEM, at=AT)
    stay = moved.mobility
    before = Period(moved.starts_on, moved.ends_on)
    type(stay).objects.filter(pk=stay.pk).update(
        planned_from=before.start + timedelta(days=1), planned_until=before.end - timedelta(days=1)
    )
    stay.refresh_from_db()
    assert move_bookings(stay, before, by=SYSTEM, at=AT)
    release_all(Q(pk=own.pk), reason="", by=SYSTEM, at=AT)
    page = client.get(address).content.decode()
    assert page.count("komt niet meer") == 1
    assert page.count("gaat ergens anders heen") == 1
    assert page.count("de dagen zijn veranderd") == 1
    assert page.count("Wat er nu gebeurt") == 3
    assert stay.person.given_name not in page


def test_what_changed_long_ago_is_not_said_any_more(net: Network, django_assert_num_queries: Any) -> None:
    home = net.home(beds=3)
    for _number in range(3):
        booking = BookingFactory(room=home.rooms.get(), placement=None, state="confirmed")
        release(booking, by=SYSTEM, at=AT)
    with django_assert_num_queries(2):
        assert [each.what for each in changes_of(home, AT.date())] == ["elsewhere"] * 3
    assert changes_of(home, AT.date() + timedelta(days=61)) == []


def test_nothing_before_means_nothing_to_renew(net: Network) -> None:
    from erasdu.journey.hosting.actions.offers import same_beds
    from erasdu.kernel.periods import Period

    home = net.home(nights=0)
    with pytest.raises(Refused, match="nothing_to_renew"):
        same_beds(home, Period(WINDOW[0], WINDOW[0] + timedelta(days=7)), ask=None, by=net.actor, at=AT)
    RoomFactory(home=home)
    same_beds(home, Period(*WINDOW), ask=None, by=net.actor, at=AT)
    assert home.periods.count() == 1
