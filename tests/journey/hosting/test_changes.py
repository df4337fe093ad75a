"""A host changes what it offers by its link; what a learner was promised stands."""

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal import queries as journal
from erasdu.ground.places.models import Town
from erasdu.journey.hosting.models import Home, Interest, Placement
from erasdu.journey.hosting.queries import pages
from erasdu.journey.hosting.rules import Offer
from erasdu.journey.hosting.rules.asking import weeks
from erasdu.journey.hosting.rules.periods import as_weeks, inside, joined_up, outside
from erasdu.kernel.periods import Period
from tests.factories.hosting import BookingFactory, PlacementFactory, StayFactory
from tests.journey.hosting.asking_scene import WINDOW, Network, ask_of, host_client
from tests.journey.hosting.test_offers import PLACE

pytestmark = [pytest.mark.usefixtures("clock")]
FIRST, SECOND = (date(2027, 4, 11), date(2027, 4, 18)), (date(2027, 4, 19), date(2027, 4, 25))


@pytest.fixture
def net(db: None) -> Network:
    return Network()


def offered(net: Network, **options: Any) -> tuple[Any, Placement]:
    bakery = net.company(contact=net.reader("nl", given_name="Carmen", family_name="Ruiz", phone="+32470000001"))
    told = {"occupation": "baker", "tasks": ["bread"], "mentor": bakery.contact, "days": [1, 2, 3, 4, 5], **options}
    place = PlacementFactory(company=bakery, places=0, **told)
    place.periods.create(starts_on=FIRST[0], ends_on=SECOND[1], places=2)
    return bakery, place


def given_again(place: Placement, **options: Any) -> dict[str, Any]:
    same = {**PLACE, "weeks": ["0", "1"], "mentor_languages": place.mentor_languages, "days": ["1", "2", "3", "4", "5"]}
    return {**same, "revision": str(place.revision), "mentor_phone": "+32470000001", **options}


@pytest.mark.requirement("R10")
class TestPlace:
    def test_each_place_can_be_changed_and_its_form_is_filled_in(self, net: Network) -> None:
        bakery, place = offered(net, starts_at=time(4), ends_at=time(11, 30), break_minutes=45)
        net.inform()
        client, own = host_client(bakery)
        assert f"{own}places/{place.key}/change/" in client.get(own).content.decode()
        form = client.get(f"{own}places/{place.key}/change/").content.decode()
        assert 'value="04:00"' in form
        assert 'value="45"' in form
        assert form.count('name="weeks"') == 2
        assert form.count("checked") >= 2
        told = {"weeks": ["0"], "starts_at": "05:00", "ends_at": "12:00", "break_minutes": "30"}
        done = client.post(f"{own}places/{place.key}/change/", given_again(place, **told))
        assert done.status_code == 302, done.content.decode()
        place.refresh_from_db()
        [period] = place.periods.all()
        assert (period.starts_on, period.ends_on, period.places) == (*FIRST, 2)
        assert (place.starts_at, place.hours_a_week) == (time(5), 32.5)
        assert place.mentor == bakery.contact
        assert bakery.placements.count() == 1
        assert ask_of(bakery).answer == "offered"

    def test_the_school_reads_that_it_was_changed(self, net: Network, client_as: Any) -> None:
        bakery, place = offered(net)
        client, own = host_client(bakery)
        client.post(f"{own}places/{place.key}/change/", given_again(place, weeks=["0"]))
        assert "placement.edited" in [line.code for line in journal.timeline(bakery)]
        page = client_as(net.contact).get(f"/hosting/company/{bakery.key}/").content.decode()
        assert "Stageplaats gewijzigd" in page or "Internship place changed" in page

    def test_what_a_learner_was_promised_stays_and_the_page_says_whom_to_call(self, net: Network) -> None:
        net.school.phone = "+3292000000"
        net.school.save()
        bakery, place = offered(net)
        stay = StayFactory(call=net.call)
        BookingFactory(placement=place, mobility=stay, starts_on=date(2027, 4, 12), ends_on=date(2027, 4, 23))
        client, own = host_client(bakery)
        address = f"{own}places/{place.key}/change/"
        before = client.get(address).content.decode()
        assert "1 leerling rekent op je" in before or "1 leerling rekent op u" in before
        assert 'href="tel:+3292000000"' in before
        refused = client.post(address, given_again(place, weeks=["0"], own_tasks="IJs"))
        page = refused.content.decode()
        assert refused.status_code == 200
        assert 'id="id_weeks_error"' in page
        assert "+3292000000" in page.partition('id="id_weeks_error"')[2][:400]
        assert "IJs" in page
        assert stay.person.given_name not in page
        older = client.post(address, given_again(place, min_age="25")).content.decode()
        assert place.periods.get().ends_on == SECOND[1]
        assert 'id="id_min_age_error"' in older
        assert stay.person.given_name not in older
        fewer = client.post(address, given_again(place, places="1"))
        assert fewer.status_code == 302
        assert place.periods.get().places == 1

    def test_a_second_press_and_a_page_from_before_change_nothing(self, net: Network) -> None:
        bakery, place = offered(net)
        client, own = host_client(bakery)
        typed = given_again(place, places="3", form_key="a" * 32)
        address = f"{own}places/{place.key}/change/"
        assert [client.post(address, typed).status_code for _press in range(2)] == [302, 302]
        place.refresh_from_db()
        assert place.revision == 1
        assert client.post(address, given_again(place, places="4", revision="0")).status_code == 409
        assert place.periods.get().places == 3

    def test_what_a_host_is_not_asked_stays(self, net: Network) -> None:
        mentor = net.reader(
            "pt", given_name="Ana", family_name="Reis", email="ana@forno.example", phone="+351910000001"
        )
        more = {
            "mentor": mentor, "languages": {"nl": "C1", "en": "B1"}, "mentor_languages": ["sv"], "tools": "oven",
            "outcomes": ["doughs"], "hours_a_week": 36, "starts_at": time(4), "ends_at": time(11), "break_minutes": 30,
        }  # fmt: skip
        bakery, place = offered(net, **more)
        client, own = host_client(bakery)
        address = f"{own}places/{place.key}/change/"
        assert '<option value="C1" selected' in client.get(address).content.decode()
        named = {"mentor_given": "Ana", "mentor_family": "Reis", "mentor_phone": "+351910000001", "language": "nl"}
        hours = {"level": "C1", "starts_at": "04:00", "ends_at": "11:00", "break_minutes": "30", "own_tasks": "IJs"}
        assert client.post(address, given_again(place, **named, **hours)).status_code == 302
        place.refresh_from_db()
        assert (place.mentor, place.languages, place.own_tasks) == (mentor, {"nl": "C1", "en": "B1"}, "IJs")
        assert (place.mentor_languages, place.tools, place.outcomes) == (["sv"], "oven", ["doughs"])
        assert place.hours_a_week == 36
        gone = {"starts_at": "", "ends_at": "", "break_minutes": ""}
        client.post(address, given_again(place, **{**named, **hours, **gone}))
        place.refresh_from_db()
        assert (place.starts_at, place.break_minutes, place.hours_a_week) == (None, None, None)

    def test_days_that_are_no_weeks_are_days_and_several_of_them_stay(self, net: Network) -> None:
        bakery, place = offered(net)
        place.periods.all().delete()
        place.periods.create(starts_on=date(2027, 1, 1), ends_on=date(2027, 4, 14), places=1)
        client, own = host_client(bakery)
        address = f"{own}places/{place.key}/change/"
        assert 'name="first"' in client.get(address).content.decode()
        told = {"first": "2027-04-11", "last": "2027-04-13"}
        assert client.post(address, given_again(place, places="1", **told)).status_code == 302
        assert [(each.starts_on, each.ends_on) for each in place.periods.all()] == [
            (date(2027, 1, 1), date(2027, 4, 13))
        ]
        place.periods.create(starts_on=date(2027, 4, 20), ends_on=date(2027, 4, 21), places=4)
        place.refresh_from_db()
        page = client.get(address).content.decode()
        assert 'name="first"' not in page
        assert 'name="places"' not in page
        assert client.post(address, given_again(place)).status_code == 302
        assert [each.places for each in place.periods.all()] == [1, 4]

    def test_a_place_of_another_company_is_not_there(self, net: Network) -> None:
        bakery, _place = offered(net)
        other = PlacementFactory(company=net.company())
        client, own = host_client(bakery)
        assert client.get(f"{own}places/{other.key}/change/").status_code == 404
        assert client.post(f"{own}places/{other.key}/change/", given_again(other)).status_code == 404


@pytest.mark.requirement("R11")
def test_a_promised_night_stays_and_the_family_hears_whom_to_call(net: Network) -> None:
    net.school.email = "school@brug.example"
    net.school.save()
    home = net.home(beds=1, contact=net.reader("nl"))
    stay = StayFactory(call=net.call)
    days = {"starts_on": WINDOW[0], "ends_on": WINDOW[1]}
    home.periods.create(**days)
    BookingFactory(placement=None, room=home.rooms.get(), mobility=stay, **days)
    client, own = host_client(home)
    assert "school@brug.example" in client.get(f"{own}beds/").content.decode()
    told = {"first": "2027-04-11", "last": "2027-04-20", "room_0": "1", "room_1": "0", "smoking": "no"}
    page = client.post(f"{own}beds/", {**told, "revision": str(home.revision)}).content.decode()
    assert "school@brug.example" in page.partition('id="id_last_error"')[2][:400]
    assert stay.person.given_name not in page
    assert home.periods.filter(**days).exists()


FAMILY = {"first": "2027-04-11", "last": "2027-04-25", "room_0": "1", "room_1": "0", "smoking": "no"}


def town(number: int, name: str) -> Town:
    where = {"latitude": 51.12, "longitude": 3.56}
    return Town.objects.create(id=number, name=name, country="BE", population=6000, **where)


@pytest.mark.requirement("R11")
class TestBed:
    def test_what_can_wait_is_folded_away(self, net: Network) -> None:
        home = net.home(street="", town=None)
        net.inform("bed")
        client, own = host_client(home)
        form = client.get(f"{own}beds/").content.decode().partition(f'action="{own}beds/')[2].partition("</form>")[0]
        names = set(re.findall(r'name="([a-z_0-9]+)"', form.partition("<details")[0]))
        assert names - {"csrfmiddlewaretoken", "form_key", "revision"} == {
            "first", "last", "room_0", "room_1", "street", "postal_code", "town", "gender", "smoking", "house_rules",
        }  # fmt: skip
        folded = set(re.findall(r'name="([a-z_0-9]+)"', form.partition("<details")[2]))
        assert folded == {
            "pets", "diets", "languages", "gets_key", "someone_home", "chores", "transport", "insurance",
            "emergency_name", "emergency_phone", "bathrooms", "toilets", "hosts_age", "kind_0", "kind_1", "own_bathroom_0",
            "own_bathroom_1",
        }  # fmt: skip

    def test_what_a_household_left_folded_is_asked_at_the_visit(self, net: Network, client_as: Any) -> None:
        home = net.home(street="Dorp 1", town=None)
        net.inform("bed")
        client, own = host_client(home)
        told = {**FAMILY, "someone_home": "yes", "diets": ["vegan"], "revision": str(home.revision)}
        assert client.post(f"{own}beds/", told).status_code == 302
        home.refresh_from_db()
        assert home.diets == ["vegan"]
        left = pages.unasked(home)
        assert {"pets", "insurance", "emergency_name"} <= left
        assert not {"smoking", "diets", "gender"} & left
        keeper = client_as(net.contact)
        visit = keeper.get(f"/hosting/home/{home.key}/checks/").content.decode()
        assert "Dit is nog niet verteld" in visit
        assert all(word in visit for word in pages.untold(home))
        network = keeper.get(f"/hosting/network/{net.school.key}/").content.decode()
        assert "lacks=told" in network
        assert "lacks=town" in network
        assert home.name in keeper.get("/hosting/homes/?lacks=town").content.decode()

    def test_an_address_that_is_known_is_not_asked_again_and_stays(self, net: Network) -> None:
        home = net.home(street="Dorp 1", postal_code="9930", town=town(1, "Zomergem"))
        client, own = host_client(home)
        page = client.get(f"{own}beds/").content.decode()
        assert "Dorp 1" in page
        assert 'name="street"' not in page
        told = {**FAMILY, "street": "Elders 9", "revision": str(home.revision)}
        assert client.post(f"{own}beds/", told).status_code == 302
        home.refresh_from_db()
        assert home.street == "Dorp 1"


class TestPostalCode:
    @pytest.fixture
    def known(self, net: Network) -> Town:
        found = town(1, "Zomergem")
        net.home(postal_code="9930", town=found)
        return found

    def test_it_tells_the_town_of_a_family(self, net: Network, known: Town) -> None:
        home = net.home(street="", town=None)
        client, own = host_client(home)
        told = {**FAMILY, "street": "Dorp 1", "postal_code": "9930", "town": "", "revision": str(home.revision)}
        assert client.post(f"{own}beds/", told).status_code == 302
        home.refresh_from_db()
        assert (home.town, home.street) == (known, "Dorp 1")

    def test_of_several_towns_a_choice_is_asked(self, net: Network, known: Town) -> None:
        net.home(postal_code="9930", town=town(2, "Ronsele"))
        home = net.home(street="", town=None)
        client, own = host_client(home)
        told = {**FAMILY, "street": "Dorp 1", "postal_code": "9930", "town": "", "revision": str(home.revision)}
        page = client.post(f"{own}beds/", told).content.decode()
        assert "Ronsele; Zomergem" in page.partition('id="id_town_error"')[2][:300]

    def test_the_same_for_the_contact_point_and_at_the_open_door(
        self, net: Network, known: Town, client_as: Any
    ) -> None:
        told = {
            "kind": "family", "name": "Familie Maes", "contact_given_name": "An", "contact_email": "an@maes.example",
            "postal_code": "9930", "street": "Dorp 2",
        }  # fmt: skip
        client_as(net.contact).post(f"/hosting/network/{net.school.key}/add-home/", told)
        assert Home.objects.get(name="Familie Maes").town == known
        left = {
            "what": "bed", "given_name": "Jo", "family_name": "Baert", "email": "jo@baert.example", "street": "Dorp 3",
        }  # fmt: skip
        door = f"/hosting/welcome/{net.school.key}/"
        assert 'id="id_town_error"' in Client().post(door, {**left, "postal_code": "9931"}).content.decode()
        Client().post(door, {**left, "postal_code": "9930"})
        assert Interest.objects.get().town == "Zomergem"


days = st.dates(date(2027, 1, 1), date(2027, 6, 1))
offers = st.lists(st.tuples(days, days, st.integers(1, 3)), max_size=4).map(
    lambda rows: [Offer(min(one, two), max(one, two), places) for one, two, places in rows]
)


@given(offers, st.tuples(days, days))
def test_no_day_is_lost_or_counted_twice_when_periods_are_cut_at_a_window(given: list[Offer], edge: Any) -> None:
    window = Period(min(edge), max(edge))

    def spread(rows: list[Offer]) -> dict[date, int]:
        found: dict[date, int] = {}
        for each in rows:
            for day in range(each.first.toordinal(), each.last.toordinal() + 1):
                found[date.fromordinal(day)] = found.get(date.fromordinal(day), 0) + each.places
        return found

    cut = inside(given, window) + outside(given, window)
    assert spread(cut) == spread(given)
    assert all(window.start <= each.first and each.last <= window.end for each in inside(given, window))
    assert not any(each.first <= window.end and each.last >= window.start for each in outside(given, window))
    assert spread(joined_up(cut)) == spread(given)


def test_whole_weeks_are_weeks_and_others_are_not() -> None:
    cut = weeks(Period(*WINDOW))
    assert as_weeks([Offer(*FIRST, 1), Offer(*SECOND, 1)], cut) == [0, 1]
    assert as_weeks([Offer(FIRST[0], SECOND[1], 1)], cut) == [0, 1]
    assert as_weeks([Offer(*SECOND, 1)], cut) == [1]
    assert as_weeks([], cut) == []
    assert as_weeks([Offer(FIRST[0], date(2027, 4, 20), 1)], cut) is None
    assert as_weeks([Offer(*FIRST, 1), Offer(*SECOND, 2)], cut) is None
