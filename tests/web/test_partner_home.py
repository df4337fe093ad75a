"""The home page of who acts for a foreign partner, and the pages that are not for partners."""

from datetime import date

import pytest
from django.urls import reverse

from erasdu.ground.organisations.actions import add_contact
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Account
from tests.factories.calls import CallFactory
from tests.factories.hosting import PlacementFactory, RoomFactory
from tests.factories.organisations import PartnerFactory, RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def partner():
    return RoleFactory(organisation=PartnerFactory(name="Ponte Verde", country="PT"))


def test_the_coordinator_gives_a_partner_an_account(client_as, at) -> None:
    office, abroad = RoleFactory(coordinator=True), PartnerFactory()
    client, address = client_as(office), reverse("organisations:add_contact", args=[abroad.key])
    assert 'value="en" selected' in client.get(address).content.decode()
    typed = {"role": "contact_point", "given_name": "Rui", "family_name": "Tavares", "email": "rui@example.org"}
    client.post(address, typed | {"language": "en"})
    role = Role.objects.get(organisation=abroad)
    assert role.kind == "contact_point"
    assert Account.objects.filter(person=role.person).exists()
    assert actor_of(role).is_partner


def test_a_partner_has_no_teachers(at) -> None:
    from erasdu.kernel.verdict import Refused

    by, abroad = actor_of(RoleFactory(coordinator=True)), PartnerFactory()
    with pytest.raises(Refused, match="role_not_here"):
        add_contact(abroad, "teacher", given_name="Rui", family_name="T", email="rui@example.org", by=by, at=at)


def test_home_shows_the_calls_that_concern_the_partner(client_as, partner) -> None:
    to_portugal = CallFactory(title_nl="Naar Porto", title_en="To Porto")
    here = CallFactory(title_nl="Naar hier", title_en="To here", incoming=True, outgoing=False)
    CallFactory(title_nl="Ooit", title_en="Once", stay_from=date(2026, 3, 1), stay_until=date(2026, 3, 20))
    CallFactory(title_nl="Later", title_en="Later", draft=True)
    to_portugal.destinations.exclude(country="PT").delete()
    elsewhere = CallFactory(title_nl="Naar Spanje", title_en="To Spain")
    elsewhere.destinations.exclude(country="ES").delete()
    page = client_as(partner).get("/")
    assert [line.call for line in page.context["home"].calls] == [to_portugal, here]
    assert [line.nominate_until for line in page.context["home"].calls] == [None, here.files_deadline]


def test_home_counts_what_the_partner_can_receive(client_as, partner) -> None:
    PlacementFactory(company__keeper=partner.organisation, places=3)
    RoomFactory(home__keeper=partner.organisation, beds=2)
    network = client_as(partner).get("/").context["home"].network
    assert (network.places, network.beds, network.booked) == (3, 2, 0)


def test_pages_of_schools_are_not_there_for_a_partner(client_as, partner) -> None:
    client, call = client_as(partner), CallFactory(incoming=True)
    for name, args in (
        ("selection:overview", []), ("membership:index", []), ("calls:enrol", [call.key]), ("board", [call.key]),
        ("candidates", [call.key]), ("mobilities:index", [call.key]), ("outreach:message", []),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_a_partner_opens_its_own_organisation_alone(client_as, partner) -> None:
    client = client_as(partner)
    own, other = partner.organisation, PartnerFactory()
    assert client.get(reverse("organisations:show", args=[own.key])).status_code == 200
    assert client.get(reverse("membership:agreement", args=[own.key])).status_code == 200
    assert client.get(reverse("organisations:show", args=[other.key])).status_code == 404
    listed = client.get(reverse("organisations:index")).content.decode()
    assert own.name in listed
    assert other.name not in listed
