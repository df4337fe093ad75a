"""The pages of networks: what they show to whom, how many questions they ask, and what they say of bad input."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.actions import give_notice
from erasdu.ground.places.queries import maps
from erasdu.journey.hosting import queries
from erasdu.journey.hosting.models import Company, Home, Placement
from erasdu.journey.hosting.queries.maps import most_at_once
from erasdu.journey.hosting.rules import Taken
from erasdu.journey.hosting.tasks import draw_maps
from erasdu.journey.mobilities.models import Party
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import (
    AdultFactory,
    BookingFactory,
    CompanyFactory,
    HomeFactory,
    PlacementFactory,
    RoomFactory,
    StayFactory,
)
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.factories.places import towns

pytestmark = pytest.mark.django_db


SignIn = Callable[[Role], Client]


@pytest.fixture
def browser(client_as: SignIn, clock: datetime) -> SignIn:
    def opened(role: Role) -> Client:
        give_notice(role.person, role.kind, "screen", at=AT)
        return client_as(role)

    return opened


@pytest.fixture
def school() -> Organisation:
    return SchoolFactory()


@pytest.fixture
def keeper(school: Organisation, browser: SignIn) -> Client:
    return browser(RoleFactory(organisation=school))


@pytest.fixture
def office(browser: SignIn) -> Client:
    return browser(RoleFactory(coordinator=True))


FIRM = {
    "name": "Bakkerij Het Zoete Graan", "town": "Mechelen", "country": "BE", "contact_given_name": "Lieve",
    "contact_email": "lieve@zoetegraan.example", "closed_on": "08/12/2026, 25/12/2026",
}  # fmt: skip
PLACE = {
    "tasks": ["bread"], "days": ["1", "2", "3", "4", "5"], "starts_at": "05:00", "ends_at": "13:00", "min_age": "16",
    "language_1": "en", "level_1": "A2", "first_1": "2027-01-04", "last_1": "2027-01-29", "places_1": "2",
}  # fmt: skip


@pytest.mark.requirement("R12")
def test_a_school_adds_a_company_and_offers_a_place_there(keeper: Client, school: Organisation) -> None:
    page = keeper.post(reverse("hosting:add_company", args=[school.key]), FIRM, follow=True)
    company = Company.objects.get()
    assert page.redirect_chain[-1][0] == reverse("hosting:company", args=[company.key])
    assert company.closed_on == ["2026-12-08", "2026-12-25"]
    address = reverse("hosting:offer", args=[company.key])
    assert "Voor welk beroep" in keeper.get(address).content.decode()
    page = keeper.post(f"{address}?occupation=baker", PLACE, follow=True)
    text = page.content.decode()
    assert "Bakker" in text
    assert "Werk tussen 22.00 en 6.00 uur" in text
    assert Placement.objects.get().languages == {"en": "A2"}


def test_a_company_of_which_only_name_and_address_for_mail_are_known_is_entered_and_lacks_its_town(
    keeper: Client, school: Organisation
) -> None:
    address = reverse("hosting:add_company", args=[school.key])
    wrong = keeper.post(address, {"name": "Garage Peeters", "country": "BE"})
    assert wrong.status_code == 200
    assert any("mailadres" in error for error in wrong.context["form"].errors["town"])
    known = {"name": "Garage Peeters", "country": "BE", "contact_email": "garage@peeters.example"}
    page = keeper.post(address, known, follow=True)
    company = Company.objects.get()
    assert "nog geen gemeente bekend" in page.content.decode()
    assert (company.contact.given_name, company.contact.email) == ("Garage Peeters", "garage@peeters.example")
    assert list(queries.companies_lacking(Company.objects.all(), "town")) == [company]
    twice = keeper.post(address, known)
    assert "staat al in dit netwerk" in str(twice.context["form"].errors["name"])
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"places_1": "0"}, "places_1", "1 of meer"),
        ({"last_1": "2026-12-31"}, "last_1", "eerste dag of later"),
        ({"first_2": "2027-01-29", "last_2": "2027-02-02"}, "first_1", "overlappen"),
        ({"first_1": "2206-01-04", "last_1": "2206-01-05"}, "first_1", "Kies een dag"),
        ({"last_1": ""}, "last_1", "Vul"),
        ({"level_1": ""}, "level_1", "niveau"),
        ({"starts_at": "25:99"}, "starts_at", "uur"),
        ({"hours_a_week": "NaN"}, "hours_a_week", "getal"),
        ({"tasks": ["fly"]}, "tasks", "lijst"),
        ({"first_1": "1990-01-04", "last_1": "1990-01-29"}, "last_1", "voorbij"),
    ],
)
def test_a_place_that_cannot_be_is_told_at_its_field(
    keeper: Client, school: Organisation, change: dict[str, Any], field: str, says: str
) -> None:
    company = CompanyFactory(keeper=school)
    page = keeper.post(f"{reverse('hosting:offer', args=[company.key])}?occupation=baker", PLACE | change)
    assert page.status_code == 200
    assert any(says in error for error in page.context["form"].errors[field]), page.context["form"].errors
    assert not Placement.objects.exists()


def test_the_age_is_not_raised_over_who_was_promised_the_place(keeper: Client, school: Organisation) -> None:
    placement = PlacementFactory(company__keeper=school, occupation="baker")
    stay = StayFactory(person__given_name="Joana", traveller__birth_date=date(2010, 5, 1))
    BookingFactory(placement=placement, mobility=stay, confirmed=True)
    address = reverse("hosting:edit_placement", args=[placement.key])
    kept = PLACE | {"first_1": "2027-01-01", "last_1": "2027-03-31", "revision": "0"}
    page = keeper.post(address, kept | {"min_age": "18"})
    assert "Joana (16)" in page.context["form"].errors["min_age"][0]
    assert keeper.post(address, kept | {"min_age": "16"}).status_code == 302


def test_the_very_same_place_sent_again_after_going_back_is_no_second_one(keeper: Client, school: Organisation) -> None:
    address = f"{reverse('hosting:offer', args=[CompanyFactory(keeper=school).key])}?occupation=baker"
    keeper.post(address, PLACE)
    page = keeper.post(address, PLACE)
    assert "al aangeboden" in page.content.decode()
    assert Placement.objects.count() == 1
    keeper.post(address, PLACE | {"first_1": "2027-02-01", "last_1": "2027-02-12"})
    assert Placement.objects.count() == 2


def test_an_unknown_occupation_is_asked_again(keeper: Client, school: Organisation) -> None:
    company = CompanyFactory(keeper=school)
    assert keeper.get(f"{reverse('hosting:offer', args=[company.key])}?occupation=pilot").status_code == 200


def test_of_two_who_edit_a_company_the_second_sees_both(keeper: Client, school: Organisation) -> None:
    company = CompanyFactory(keeper=school, remark="Nieuw")
    Company.objects.filter(pk=company.pk).update(revision=3)
    sent = FIRM | {"revision": "0", "name": company.organisation.name, "remark": "Oud"}
    page = keeper.post(reverse("hosting:edit_company", args=[company.key]), sent)
    assert "Nieuw" in page.context["theirs"]
    assert "Oud" in page.context["mine"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"risk_seen_by": "Sofie", "risk_seen_on": "2030-01-01"}, "risk_seen_on"),
        ({"postal_code": "ABC"}, "postal_code"),
    ],
)
def test_a_company_with_what_cannot_be_is_told_at_its_field(
    keeper: Client, school: Organisation, change: dict[str, Any], field: str
) -> None:
    page = keeper.post(reverse("hosting:add_company", args=[school.key]), FIRM | change)
    assert list(page.context["form"].errors) == [field]


def test_a_company_twice_is_told_with_the_way_to_it_and_one_of_the_same_name_may_be_another(
    keeper: Client, school: Organisation
) -> None:
    address = reverse("hosting:add_company", args=[school.key])
    keeper.post(address, FIRM)
    there = Company.objects.get()
    again = keeper.post(address, FIRM | {"remark": "Vraag naar Jef"})
    assert list(again.context["form"].errors) == ["name"]
    page = again.content.decode()
    assert f'href="{reverse("hosting:company", args=[there.key])}"' in page
    assert "Vraag naar Jef" in page
    assert 'name="another"' not in page
    elsewhere = FIRM | {"name": "BAKKERIJ het zoete graan BV", "town": "Gent"}
    doubt = keeper.post(address, elsewhere).content.decode()
    assert 'name="another"' in doubt
    assert Company.objects.count() == 1
    keeper.post(address, elsewhere | {"another": "on"})
    assert Company.objects.count() == 2
    keeper.post(address, FIRM | {"another": "on"})
    assert Company.objects.count() == 2, "the very same one is never there twice"


def test_a_town_that_is_not_known_is_told_at_its_field_and_kept_for_who_says_so(
    keeper: Client, school: Organisation
) -> None:
    towns()
    address = reverse("hosting:add_company", args=[school.key])
    assert "town_as_written" not in keeper.get(address).content.decode()
    wrong = keeper.post(address, FIRM | {"town": "Gentt", "remark": "Vraag naar Jef"})
    assert list(wrong.context["form"].errors) == ["town"]
    page = wrong.content.decode()
    assert "Gent" in page
    assert "Vraag naar Jef" in page
    assert 'name="town_as_written"' in page
    assert list(keeper.post(address, FIRM | {"town": "Gent", "postal_code": "0123"}).context["form"].errors) == [
        "postal_code"
    ]
    assert not Company.objects.exists()
    keeper.post(address, FIRM | {"town": "Gentt", "town_as_written": "on"})
    made = Company.objects.get()
    assert (made.organisation.town, made.town) == ("Gentt", None)
    unchanged = keeper.post(
        reverse("hosting:edit_company", args=[made.key]), FIRM | {"town": "Gentt", "revision": str(made.revision)}
    )
    assert unchanged.status_code == 302, "what was kept is not asked again"


def test_withdrawing_names_who_loses_the_place(keeper: Client, school: Organisation) -> None:
    placement = PlacementFactory(company__keeper=school)
    booking = BookingFactory(placement=placement)
    for name, key in (("withdraw_company", placement.company.key), ("withdraw_placement", placement.key)):
        assert str(booking.mobility.person) in keeper.get(reverse(f"hosting:{name}", args=[key])).content.decode()
    keeper.post(reverse("hosting:withdraw_placement", args=[placement.key]), {"reason": "Geen tijd"})
    booking.refresh_from_db()
    assert (booking.reason, booking.released_at is not None) == ("Geen tijd", True)


@pytest.mark.requirement("R14")
def test_a_family_is_entered_visited_and_becomes_proposable(keeper: Client, school: Organisation) -> None:
    who = {"kind": "family", "name": "Familie Lindemans", "contact_given_name": "Els", "contact_family_name": "Lindemans",
           "contact_phone": "0470 11 22 33"}  # fmt: skip
    keeper.post(reverse("hosting:add_home", args=[school.key]), who)
    home = Home.objects.get()
    page = keeper.get(reverse("hosting:home", args=[home.key])).content.decode()
    assert "Er is nog geen kamer met een bed ingevuld." in page
    rooms = {"name_1": "Blauw", "beds_1": "1", "first_1": "2027-01-01", "last_1": "2027-02-01", "revision": "0"}
    keeper.post(reverse("hosting:rooms", args=[home.key]), rooms)
    house = {"smoking": "outside", "pets": ["dog"], "languages": ["nl", "en"], "revision": "1"}
    keeper.post(reverse("hosting:edit_home", args=[home.key, "house"]), house)
    guests = {"diets": ["vegetarian"], "curfew": "22:00", "revision": "2"}
    keeper.post(reverse("hosting:edit_home", args=[home.key, "guests"]), guests)
    visit = {"visited_by": "Mila", "visited_on": "2026-11-20", "interviewed_by": "Mila", "interviewed_on": "2026-11-20",
             "valid_until": "2027-11-20", "revision": "3"}  # fmt: skip
    keeper.post(reverse("hosting:checks", args=[home.key]), visit)
    keeper.post(reverse("hosting:add_adult", args=[home.key]), {"given_name": "Els", "family_name": "Lindemans"})
    adult = home.adults.get()
    seen = {"seen_by": "Mila", "seen_on": "2026-11-20", "issued_on": "2026-11-02"}
    too_old = keeper.post(
        reverse("hosting:extract", args=[home.key, adult.person.key]), seen | {"issued_on": "2026-10-01"}
    )
    assert "meer dan een maand oud" in str(too_old.context["form"].errors["issued_on"])
    page = keeper.post(
        reverse("hosting:extract", args=[home.key, adult.person.key]), seen, follow=True
    ).content.decode()
    assert "ja, ook voor een minderjarige" in page
    keeper.post(reverse("hosting:take_back", args=[home.key, adult.person.key]))
    page = keeper.get(reverse("hosting:home", args=[home.key])).content.decode()
    assert "alleen voor een meerderjarige leerling" in page
    keeper.post(reverse("hosting:remove_adult", args=[home.key, adult.person.key]))
    assert not home.adults.exists()


def test_of_a_new_family_nothing_is_said_that_nobody_asked_yet(keeper: Client, school: Organisation) -> None:
    who = {"kind": "family", "name": "Familie Lindemans", "contact_given_name": "Els", "contact_family_name": "Lindemans",
           "contact_phone": "0470 11 22 33"}  # fmt: skip
    keeper.post(reverse("hosting:add_home", args=[school.key]), who)
    home = Home.objects.get()
    told = _facts(keeper, home)
    never = "nog niet gevraagd"
    house, guests = ("Dieren", "Roken", "Kinderen", "Talen thuis"), ("Ontvangt liefst", "Wat er gekookt kan worden")
    assert {told[name] for name in (*house, *guests)} == {never}
    given = {"smoking": "no", "pets": ["none"], "languages": ["nl"], "revision": str(home.revision)}
    keeper.post(reverse("hosting:edit_home", args=[home.key, "house"]), given)
    told = _facts(keeper, home)
    assert [told[name] for name in house] == ["geen", "niemand rookt", "geen", "Nederlands"]
    assert {told[name] for name in guests} == {never}


def _facts(keeper: Client, home: Home) -> dict[str, str]:
    """Word → what stands beside it on the page of a home."""
    page = keeper.get(reverse("hosting:home", args=[home.key])).content.decode()
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"beds_1": "0"}, "name_1", "minstens 1"),
        ({"name_2": "blauw", "beds_2": "1"}, "name_1", "dubbel"),
        ({"beds_1": "1", "name_1": ""}, "name_1", "naam"),
        ({"last_1": "2027-01-01"}, "last_1", "na de eerste nacht"),
        ({"first_2": "2027-01-15", "last_2": "2027-03-01"}, "first_1", "overlappen"),
    ],
)
def test_rooms_and_nights_that_cannot_be_are_told_at_their_field(
    keeper: Client, school: Organisation, change: dict[str, str], field: str, says: str
) -> None:
    home = HomeFactory(keeper=school)
    sent = {"name_1": "Blauw", "beds_1": "1", "first_1": "2027-01-01", "last_1": "2027-02-01", "revision": "0"}
    page = keeper.post(reverse("hosting:rooms", args=[home.key]), sent | change)
    assert page.status_code == 200
    assert any(says in error for error in page.context["form"].errors[field]), page.context["form"].errors
    assert not home.rooms.exists()


def test_a_booking_is_confirmed_and_released(keeper: Client, school: Organisation) -> None:
    booking = BookingFactory(placement=PlacementFactory(company__keeper=school))
    assert str(booking.mobility.person) in keeper.get(reverse("hosting:bookings")).content.decode()
    keeper.post(reverse("hosting:confirm", args=[booking.key]))
    booking.refresh_from_db()
    assert booking.state == "confirmed"
    keeper.post(reverse("hosting:release", args=[booking.key]), {"reason": "Ziek"})
    booking.refresh_from_db()
    assert booking.reason == "Ziek"


def test_the_same_as_last_year_in_one_step(keeper: Client, school: Organisation) -> None:
    placement = PlacementFactory(company__keeper=school)
    days = {"stay_from": date(2027, 11, 7), "stay_until": date(2027, 11, 21)}
    away = CallFactory(**days)  # of who goes abroad: a school here offers nothing for it
    call = CallFactory(incoming=True, outgoing=False, **days)
    page = keeper.get(reverse("hosting:renew_placement", args=[placement.key])).content.decode()
    assert (call.key in page, away.key in page) == (True, False)
    keeper.post(reverse("hosting:renew_placement", args=[placement.key]), {"call": call.key})
    assert Placement.objects.get(renewed_from=placement).periods.get().starts_on == call.stay_from


def test_a_partner_has_the_same_pages_for_its_own_network(browser: SignIn) -> None:
    partner = PartnerFactory()
    client = browser(RoleFactory(organisation=partner))
    assert client.get(reverse("hosting:index")).status_code == 302
    assert client.get(reverse("hosting:network", args=[partner.key])).status_code == 200
    assert client.get(reverse("hosting:network", args=[SchoolFactory().key])).status_code == 404


def test_lists_and_pages_ask_the_same_number_of_questions_however_many_rows(
    office: Client, django_assert_max_num_queries: Any
) -> None:
    call = CallFactory(stay_from=date(2027, 1, 10), stay_until=date(2027, 1, 24))

    def questions() -> list[int]:
        found = []
        for name, query in (
            ("companies", ""), ("companies", f"?free={call.key}"), ("homes", f"?free={call.key}&safe=yes"),
            ("homes", "?ending=soon"), ("bookings", ""), ("index", ""),
        ):  # fmt: skip
            with django_assert_max_num_queries(40) as asked:
                assert office.get(reverse(f"hosting:{name}") + query).status_code == 200
            found.append(len(asked))
        return found

    def grow() -> None:
        for _ in range(3):
            placement = PlacementFactory(company__keeper=school)
            BookingFactory(placement=placement, mobility=StayFactory(call=call))
            home = HomeFactory(keeper=school)
            BookingFactory(placement=None, room=RoomFactory(home=home), mobility=StayFactory(call=call))
            AdultFactory(home=home)

    school = SchoolFactory()
    grow()
    questions()
    before = questions()
    grow()
    assert questions() == before


def test_the_network_says_what_lacks_and_what_ends_soon(keeper: Client, school: Organisation) -> None:
    CompanyFactory(keeper=school, contact=None)
    home = HomeFactory(keeper=school, valid_until=date(2027, 1, 10))
    page = keeper.get(reverse("hosting:network", args=[school.key]))
    assert dict(page.context["lacking_companies"]) == {"place": 1, "contact": 1}
    assert dict(page.context["lacking_homes"]) == {"bed": 1, "town": 1, "told": 1}
    assert page.context["figures"].ending == 1
    found = keeper.get(reverse("hosting:homes") + "?ending=soon")
    assert [row.pk for row in found.context["listing"].rows] == [home.pk]
    for address in ("?lacks=place", "?lacks=mentor", "?lacks=risk", "?lacks=contact"):
        assert keeper.get(reverse("hosting:companies") + address).status_code == 200
    for address in ("?lacks=bed", "?lacks=night", "?lacks=visit", "?lacks=extract"):
        assert keeper.get(reverse("hosting:homes") + address).status_code == 200
    for name in ("companies", "homes", "bookings"):
        assert keeper.get(reverse(f"hosting:{name}") + "?export=csv").status_code == 200


def test_the_map_says_in_a_table_what_it_draws(keeper: Client, school: Organisation) -> None:
    ghent, bruges = (towns()[name] for name in ("Gent", "Brugge"))
    PlacementFactory(company__keeper=school, company__town=ghent, places=2)
    RoomFactory(home=HomeFactory(keeper=school, town=ghent), beds=3)
    assert '<svg class="map"' not in keeper.get(reverse("hosting:network", args=[school.key])).content.decode()
    RoomFactory(home=HomeFactory(keeper=school, town=bruges))
    page = keeper.get(reverse("hosting:network", args=[school.key]))
    found = [(here.name, here.places, here.beds) for here in page.context["map"].towns]
    assert found == [("Brugge", 0, 1), ("Gent", 2, 3)]
    text = page.content.decode()
    assert "Gent: 2 plaatsen" in text
    assert "Gent: 3 bedden" in text


def test_the_map_has_a_legend_and_says_what_is_free_and_what_is_full(keeper: Client, school: Organisation) -> None:
    ghent, bruges = (towns()[name] for name in ("Gent", "Brugge"))
    place = PlacementFactory(company__keeper=school, company__town=ghent, places=2)
    room = RoomFactory(home=HomeFactory(keeper=school, town=bruges), beds=1)
    BookingFactory(placement=place)
    BookingFactory(placement=None, room=room)
    page = keeper.get(reverse("hosting:network", args=[school.key]))
    found = {
        here.name: (here.places, here.free_places, here.beds, here.free_beds) for here in page.context["map"].towns
    }
    assert found == {"Gent": (2, 1, 0, 0), "Brugge": (0, 0, 1, 0)}
    text = page.content.decode()
    assert "Gent: 2 plaatsen, 1 vrij" in text
    assert "Brugge: 1 bed, 0 vrij" in text
    drawing = text[text.index('<svg class="map"') :]
    assert "map-bed map-full" in drawing
    assert "map-place map-full" not in drawing
    legend = text[: text.index('<svg class="map"')]
    assert legend.count('<svg viewBox="-10 -10 20 20"') == 4


@pytest.mark.parametrize(("leaving", "most"), [(False, 2), (True, 1)])
def test_the_fullest_day_counts_and_who_leaves_frees_the_bed(leaving: bool, most: int) -> None:
    taken = [Taken(date(2027, 1, 4), date(2027, 1, 18)), Taken(date(2027, 1, 18), date(2027, 1, 29))]
    assert most_at_once(taken, leaving=leaving) == most
    assert most_at_once([]) == 0


def test_the_worker_draws_maps_before_somebody_opens_one(
    keeper: Client, school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Gent", "Brugge"):
        RoomFactory(home=HomeFactory(keeper=school, town=towns()[name]))
    draw_maps()

    def drawn_again(_sheet: object) -> str:
        raise AssertionError("it was drawn already")

    monkeypatch.setattr(maps, "_drawn", drawn_again)
    assert '<svg class="map"' in keeper.get(reverse("hosting:network", args=[school.key])).content.decode()


@pytest.mark.requirement("R14")
def test_a_learner_finds_mentor_and_family_on_a_page_only_when_confirmed(browser: SignIn) -> None:
    stay = StayFactory()
    Party.objects.create(mobility=stay, person=stay.person, role="learner", since=AT)
    role = RoleFactory(learner=True, person=stay.person, organisation=stay.sending)
    mentor = PersonFactory(given_name="Ilse", family_name="Cools", phone="+32470112233")
    company = CompanyFactory(clothing="Veiligheidsschoenen", meals=True)
    place = BookingFactory(mobility=stay, placement=PlacementFactory(mentor=mentor, company=company, days=[2, 3]))
    home = HomeFactory(gets_key=True, pets=["dog"], languages=["nl", "pt"])
    bed = BookingFactory(mobility=stay, placement=None, room=RoomFactory(home=home))
    client, address = browser(role), reverse("hosting:stay", args=[stay.key])
    told = (
        "dinsdag, woensdag",
        "Veiligheidsschoenen",
        "Maaltijd op het werk",
        "Sleutel van het huis",
        "hond",
        "Portugees",
    )
    secret = ("Ilse Cools", "+32470112233", bed.room.home.name, "Kerkstraat 12", *told)
    page = client.get(address).content.decode()
    assert not [each for each in secret if each in page]
    for booking in (place, bed):
        type(booking).objects.filter(pk=booking.pk).update(state="confirmed")
    page = client.get(address).content.decode()
    assert [each for each in secret if each in page] == list(secret)
    assert browser(RoleFactory(learner=True)).get(address).status_code == 404
    assert browser(RoleFactory()).get(address).status_code == 404


@pytest.mark.requirement("R11")
def test_hours_that_break_a_rule_are_told_before_they_are_saved(keeper: Client) -> None:
    address = reverse("hosting:hours")
    typed = {"days": ["1", "2"], "starts_at": "05:00", "ends_at": "15:00", "hours_a_week": "45", "min_age": "16"}

    def told(**changed: object) -> set[str]:
        return {each.code for each in keeper.get(address, typed | changed).context["warned"]}

    young = {"week_too_long", "works_at_night", "day_too_long"}
    assert told() == young | {"too_few_working_days"}
    assert told(min_age="18") == {"too_few_working_days"}
    assert told(starts_at="half vijf", hours_a_week="veel", days=["1", "2", "3"]) == set()
