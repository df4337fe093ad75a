"""What a company or a family tells is shown to who keeps it, and to the learner what one needs to live there."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from erasdu.ground.organisations.queries import same_company
from erasdu.journey.agreements.queries.content import told as told_of
from erasdu.journey.hosting.models import Company, Home
from erasdu.journey.hosting.queries.learner import what_learner_sees
from erasdu.journey.hosting.queries.pages import untold
from erasdu.journey.hosting.words.content import OUTCOMES, Learned
from erasdu.journey.mobilities.models import Mobility, Traveller
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import RoleFactory
from tests.factories.places import towns
from tests.journey.agreements.planning import ready_plan
from tests.journey.hosting.asking_scene import Network, host_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def role() -> Any:
    return RoleFactory()


def read(client_as: Any, role: Any, page: str, key: str) -> str:
    text: str = client_as(role).get(reverse(page, args=[key])).content.decode()
    return text


def test_a_company_page_tells_hours_tools_and_codes(client_as: Any, role: Any) -> None:
    company = CompanyFactory(keeper=role.organisation)
    PlacementFactory(company=company, tools="combi steamer", days=[1, 2, 4], hours_a_week=Decimal("24.0"), shifts=True)
    page = read(client_as, role, "hosting:company", company.key)
    assert "combi steamer" in page
    assert "maandag, dinsdag, donderdag" in page
    assert "24 uur per week, werk in ploegen" in page
    learned = OUTCOMES["cook"]
    assert f"ISCED-F {learned.isced_f}" in page
    assert f'href="http://data.europa.eu/esco/occupation/{learned.esco}"' in page


def test_a_code_that_no_list_can_hold_is_refused() -> None:
    for wrong in ({"isced_f": "101"}, {"isco": "51 20"}, {"esco": "cook"}):
        with pytest.raises(ValueError, match="no code of"):
            Learned(**{"isced_f": "", "isco": "", "esco": "", "outcomes": {}, **wrong})


def test_a_home_page_tells_who_is_there(client_as: Any, role: Any) -> None:
    home = HomeFactory(keeper=role.organisation, occupation="verpleegkundige", lively=True, someone_home=False)
    page = read(client_as, role, "hosting:home", home.key)
    for word, said in (("Beroep", "verpleegkundige"), ("Gezin", "levendig"), ("Er is meestal iemand thuis", "nee")):
        assert f"<dt>{word}</dt><dd>{said}</dd>" in page
    assert "meestal iemand thuis" not in " ".join(untold(home))


def test_a_learner_reads_who_lives_there_in_the_words_of_the_household() -> None:
    home = HomeFactory(children="dois, 8 e 11", smoking=Home.Smoking.OUTSIDE, house_rules="Sapatos à porta")
    type(home.contact).objects.filter(pk=home.contact_id).update(language="pt")
    booking = BookingFactory(placement=None, room=RoomFactory(home=home), state="confirmed")
    for language, smoking in (("nl", "alleen buiten"), ("pt", "só lá fora"), ("en", "only outside")):
        with override(language):
            seen = what_learner_sees(booking.mobility)
            page = render_to_string("hosting/parts/seen.html", {"seen": seen, "own": True})
        assert '<dd lang="pt">dois, 8 e 11</dd>' in page
        assert '<dd lang="pt">Sapatos à porta</dd>' in page
        assert f"<dd>{smoking}</dd>" in page


def test_numbers_of_a_company_are_asked_and_shown(client_as: Any, role: Any) -> None:
    told = {
        "name": "Pão Nosso", "town": "", "country": "PT", "contact_given_name": "Rui", "contact_email": "rui@pao.example",
        "registration_number": " pt 501234567", "oid": "e10012345",
    }  # fmt: skip
    client = client_as(role)
    address = reverse("hosting:add_company", args=[role.organisation.key])
    wrong = client.post(address, told | {"registration_number": "geen"})
    assert "letters en cijfers" in str(wrong.context["form"].errors["registration_number"])
    client.post(address, told)
    company = Company.objects.get()
    page = read(client_as, role, "hosting:company", company.key)
    assert "<dd>PT 501234567</dd>" in page
    assert "<dd>E10012345</dd>" in page
    again = client.post(reverse("hosting:add_company", args=[RoleFactory().organisation.key]), told)
    assert again.status_code == 404  # another network
    belgian = CompanyFactory(keeper=role.organisation, organisation__enterprise_number="0403170701")
    assert "<dd>0403.170.701</dd>" in read(client_as, role, "hosting:company", belgian.key)


def test_a_company_abroad_is_found_by_its_number() -> None:
    firm = CompanyFactory(organisation__registration_number="PT 501234567", organisation__country="PT").organisation
    asked = {"name": "Pão", "town": "Braga", "country": "PT", "registration_number": "PT 501234567"}
    assert same_company(asked) == firm
    assert same_company(asked | {"country": "ES"}) is None


def test_the_oid_of_a_host_stands_in_the_agreement() -> None:
    plan = ready_plan(AT)
    assert plan.placement is not None
    firm = plan.placement.company.organisation
    type(firm).objects.filter(pk=firm.pk).update(oid="E10012345")
    assert "(E10012345)" in told_of(type(plan).objects.get(pk=plan.pk)).host_town


def test_a_family_tells_bed_bathroom_and_age_by_link(client_as: Any) -> None:
    net = Network()
    home = net.home(beds=1)
    net.inform("bed")
    client, own = host_client(home)
    page = client.get(f"{own}beds/").content.decode()
    assert "Soort bed, kamer" in page
    told = {
        "first": "2027-04-11", "last": "2027-04-25", "room_0": "1", "room_1": "1", "smoking": "no", "kind_0": "bunk",
        "own_bathroom_0": "no", "own_bathroom_1": "yes", "toilets": "2", "hosts_age": "50_64", "revision": str(home.revision),
    }  # fmt: skip
    assert client.post(f"{own}beds/", told).status_code == 302
    home.refresh_from_db()
    assert (home.toilets, home.hosts_age) == (2, "50_64")
    rooms = list(home.rooms.order_by("pk"))
    assert [(each.bed_kind, each.shared_bathroom) for each in rooms] == [("bunk", True), ("", False)]
    kept = read(client_as, net.contact, "hosting:home", home.key)
    assert "1 bed, stapelbed, badkamer gedeeld met het gezin" in kept
    assert "<dt>Leeftijd van de gastouders</dt><dd>50 tot 64</dd>" in kept
    booking = BookingFactory(placement=None, room=rooms[0], state="confirmed")
    with override("fr"):
        seen = render_to_string("hosting/parts/seen.html", {"seen": what_learner_sees(booking.mobility)})
    assert "<dt>Lit</dt><dd>lits superposés</dd>" in seen


def test_a_company_whose_town_is_not_known_is_asked_it_with_its_offer(client_as: Any) -> None:
    mechelen, net = towns()["Mechelen"], Network()
    company = net.company()
    Company.objects.filter(pk=company.pk).update(town=None)
    firm = company.organisation
    type(firm).objects.filter(pk=firm.pk).update(town="", street="", postal_code="")
    net.inform()
    client, own = host_client(company)
    page = client.get(f"{own}place/?occupation=cook").content.decode()
    assert 'name="town"' in page
    form = client.get(f"{own}place/?occupation=cook").context["form"]
    told = {
        "occupation": "cook", "weeks": form.initial["weeks"], "places": "1", "mentor_given": "Jef", "min_age": "16",
        "street": "Markt 1", "postal_code": "2800",
    }  # fmt: skip
    wrong = client.post(f"{own}place/?occupation=cook", told | {"town": "Mecheln"})
    assert wrong.status_code == 200
    assert "town" in wrong.context["form"].errors
    assert client.post(f"{own}place/?occupation=cook", told | {"town": "Mechelen"}).status_code == 302
    company.refresh_from_db()
    firm.refresh_from_db()
    assert company.town == mechelen
    assert (firm.street, firm.postal_code, firm.town) == ("Markt 1", "2800", "Mechelen")
    assert 'name="town"' not in client.get(f"{own}place/?occupation=cook").content.decode()


def test_an_offer_without_a_town_is_an_offer_too() -> None:
    towns()
    net = Network()
    company = net.company()
    Company.objects.filter(pk=company.pk).update(town=None)
    net.inform()
    client, own = host_client(company)
    form = client.get(f"{own}place/?occupation=cook").context["form"]
    told = {"occupation": "cook", "weeks": form.initial["weeks"], "places": "1", "mentor_given": "Jef", "min_age": "16"}
    assert client.post(f"{own}place/?occupation=cook", told).status_code == 302
    assert company.placements.count() == 1


def test_a_minor_at_a_company_whose_risk_analysis_nobody_saw_is_told(client_as: Any) -> None:
    office, said = RoleFactory(coordinator=True), "risicoanalyse"
    booking = BookingFactory(placement=PlacementFactory(), state="confirmed")
    stay, company = booking.mobility, booking.placement.company
    assert said in read(client_as, office, "hosting:stay", stay.key)
    Mobility.objects.filter(pk=stay.pk).update(direction="incoming")  # a gate holds them up, so no word
    assert said not in read(client_as, office, "hosting:stay", stay.key)
    Mobility.objects.filter(pk=stay.pk).update(direction="outgoing")
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2007, 1, 1))
    assert said not in read(client_as, office, "hosting:stay", stay.key)
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2009, 5, 1))
    Company.objects.filter(pk=company.pk).update(risk_seen_by="Mila Aerts", risk_seen_on=date(2026, 11, 1))
    assert said not in read(client_as, office, "hosting:stay", stay.key)


def test_of_a_hostel_nothing_is_said_of_a_family(client_as: Any, role: Any) -> None:
    hostel = HomeFactory(keeper=role.organisation, kind="hostel", lively=True)
    room = RoomFactory(home=hostel, shared_bathroom=False)
    page = read(client_as, role, "hosting:home", hostel.key)
    assert "met het gezin" not in page
    assert "<dt>Gezin</dt>" not in page
    booking = BookingFactory(placement=None, room=room, state="confirmed")
    assert not what_learner_sees(booking.mobility).beds[0].own_bathroom
