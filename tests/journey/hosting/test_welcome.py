"""The open door: somebody unknown says that they can receive a learner; the contact point decides."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting.actions import welcome
from erasdu.journey.hosting.actions.asking import BED
from erasdu.journey.hosting.models import Company, Home, Interest
from tests.conftest import AT
from tests.factories.organisations import CompanyFactory, PersonFactory
from tests.journey.hosting.asking_scene import Network, host_client

pytestmark = [pytest.mark.page, pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R11")]

LEFT = {
    "what": "bed", "company": "", "given_name": "Lotte", "family_name": "Lindemans", "email": "lotte@lindemans.example",
    "phone": "", "street": "Molenweg 4", "postal_code": "2800", "town": "Mechelen", "text": "Een kamer met twee bedden.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_limits_left() -> None:
    cache.clear()


@pytest.fixture
def net() -> Network:
    return Network()


def door(net: Network) -> str:
    return f"/hosting/welcome/{net.school.key}/"


def come_in(net: Network, **changes: Any) -> Any:
    return Client().post(door(net), {**LEFT, **changes})


class TestDoor:
    def test_a_family_leaves_its_name(self, net: Network) -> None:
        page = Client().get(door(net)).content.decode()
        assert "/privacy/host/" in page
        assert 'lang="pt"' in Client().get(door(net), headers={"Accept-Language": "pt-PT"}).content.decode()
        done = come_in(net).content.decode()
        assert 'name="given_name"' not in done
        left = Interest.objects.get()
        assert (left.keeper, left.what, left.person.email) == (net.school, "bed", "lotte@lindemans.example")
        assert not Home.objects.exists()

    def test_it_is_read_in_other_languages(self, net: Network) -> None:
        assert 'lang="pt"' in Client().get(f"{door(net)}?in=pt").content.decode()
        Client().post(f"{door(net)}?in=pt", LEFT)
        assert Interest.objects.get().person.language == "pt"

    def test_what_lacks_is_told_at_its_place(self, net: Network) -> None:
        page = come_in(net, what="place", email="", street="").content.decode()
        assert all(f'id="id_{name}_error"' in page for name in ("company", "email", "street"))
        assert "Een kamer met twee bedden." in page
        assert not Interest.objects.exists()

    def test_a_flood_is_stopped(self, net: Network) -> None:
        answers = [come_in(net).status_code for _number in range(4)]
        assert answers == [200, 200, 200, 429]
        assert Interest.objects.count() == 3

    def test_who_is_known_already_is_not_touched(self, net: Network) -> None:
        known = PersonFactory(
            given_name="Lotte", family_name="Lindemans", email="lotte@lindemans.example", phone="+3215"
        )
        come_in(net)
        known.refresh_from_db()
        assert known.phone == "+3215"
        assert Interest.objects.get().person != known

    def test_no_door_at_other_organisations(self) -> None:
        assert Client().get(f"/hosting/welcome/{CompanyFactory().key}/").status_code == 404
        assert Client().get("/hosting/welcome/nothing/").status_code == 404


class TestDeciding:
    def test_a_family_is_taken_in_and_gets_its_link(self, net: Network, client_as: Any) -> None:
        come_in(net)
        client = client_as(net.contact)
        listed = client.get(f"/hosting/networks/{net.school.key}/asking/").content.decode()
        assert "Lindemans" in listed
        client.post(f"/hosting/interests/{Interest.objects.get().key}/in/")
        home = Home.objects.get()
        assert (home.keeper, home.contact.email, home.street) == (net.school, "lotte@lindemans.example", "Molenweg 4")
        assert not Interest.objects.exists()
        assert Person.objects.filter(email="lotte@lindemans.example").count() == 1
        letter = Letter.objects.get(template=welcome.WELCOME + BED)
        assert letter.link is not None

    def test_a_company_is_taken_in(self, net: Network) -> None:
        come_in(net, what="place", company="Bakkerij De Korst")
        welcome.take_in(Interest.objects.get(), by=net.actor, at=AT)
        made = Company.objects.get()
        assert (str(made), made.organisation.town) == ("Bakkerij De Korst", "Mechelen")

    def test_who_is_turned_away_leaves_no_trace(self, net: Network, client_as: Any) -> None:
        come_in(net)
        client_as(net.contact).post(f"/hosting/interests/{Interest.objects.get().key}/away/")
        assert not Interest.objects.exists()
        assert not Person.objects.filter(email="lotte@lindemans.example").exists()

    def test_another_school_does_not_decide(self, net: Network, client_as: Any) -> None:
        come_in(net)
        other = client_as(Network().contact)
        assert other.post(f"/hosting/interests/{Interest.objects.get().key}/in/").status_code == 404
        assert Interest.objects.exists()

    def test_who_is_in_the_network_already_is_said_and_stays_at_the_door(self, net: Network, client_as: Any) -> None:
        come_in(net)
        welcome.take_in(Interest.objects.get(), by=net.actor, at=AT)
        come_in(net)
        client_as(net.contact).post(f"/hosting/interests/{Interest.objects.get().key}/in/")
        assert Home.objects.count() == 1
        assert Interest.objects.exists()


def test_who_was_taken_in_offers_although_no_call_is_known(net: Network) -> None:
    type(net.call).objects.filter(pk=net.call.pk).update(state="archived")
    come_in(net, what="place", company="Bakkerij De Korst")
    made = welcome.take_in(Interest.objects.get(), by=net.actor, at=AT)
    client, own = host_client(made)
    assert client.get(own).status_code == 200
    given = {
        "occupation": "baker", "places": "1", "first": "2027-02-01", "last": "2027-02-28", "mentor_given": "Lotte",
        "min_age": "16", "level": "A2",
    }  # fmt: skip
    wrong = client.post(f"{own}place/", {**given, "last": "2027-01-01"}).content.decode()
    assert 'id="id_last_error"' in wrong
    assert client.post(f"{own}place/", given).status_code == 302
    assert isinstance(made, Company)
    assert made.placements.get().periods.get().places == 1
    assert client.post(f"{own}places/{made.placements.get().key}/again/").status_code == 404
