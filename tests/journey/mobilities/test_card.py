"""The emergency card: one page with whom to call, and nothing private beyond that."""

import pypdfium2
import pytest
from django.urls import reverse

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.insurance.models import Cover
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities import queries
from erasdu.kernel.typeset import self_check
from tests.factories.hosting import PlacementFactory, RoomFactory
from tests.factories.organisations import AccountFactory, CoordinatorOrganisationFactory, RoleFactory
from tests.journey.mobilities.staying import candidacy_of, contact_of, learner_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]


@pytest.fixture
def stay(clock):
    CoordinatorOrganisationFactory(name="Netwerk Werkwijzer", phone="+3225550101")
    made = stay_of_minor()
    for number in range(5):
        RoleFactory(organisation=made.sending, person__phone=f"+32151234{number:02d}")
    return made


@pytest.mark.parametrize(("language", "word"), [("nl", "Noodkaart"), ("en", "Emergency card")])
def test_one_page_with_everybody_to_call(stay, at, language, word) -> None:
    pdf = queries.card_file(stay, language, at)
    assert queries.card_file(stay, language, at) == pdf
    card = queries.card(stay, language)
    wanted = [word, "112", str(stay.person), stay.sending.name, "+3225550101", *(one.phone for one in card.contacts)]
    assert self_check(pdf, wanted) == []
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    parent = candidacy_of(stay).guardians.get().person
    for private in (parent.phone, stay.person.email, "2009", stay.stays_with):
        assert private not in text


def test_who_receives_is_on_it_once_everybody_said_yes(stay) -> None:
    place, room = PlacementFactory(), RoomFactory()
    type(room.home.contact).objects.filter(pk=room.home.contact_id).update(phone="+351910000001")
    type(place.company.contact).objects.filter(pk=place.company.contact_id).update(phone="+351910000002")
    match = Match.objects.create(
        mobility=stay, placement=place, room=room, starts_on=stay.planned_from, ends_on=stay.planned_until, state="asked",
        at=stay.opened_at,
    )  # fmt: skip
    assert {one.role for one in queries.card(stay, "nl").contacts} == {"school", "coordinator"}
    Match.objects.filter(pk=match.pk).update(state="confirmed")
    found = [(one.role, one.phone) for one in queries.card(stay, "nl").contacts if one.role != "school"]
    assert queries.lives_with(stay) == stay.stays_with
    stay.stays_with = ""  # nobody wrote anything yet: the permission is filled in with who said yes
    assert queries.lives_with(stay) == room.home.name
    assert found == [("home", "+351910000001"), ("company", "+351910000002"), ("coordinator", "+3225550101")]
    Match.objects.filter(pk=match.pk).update(state="ended", ended_at=stay.opened_at)
    assert {one.role for one in queries.card(stay, "nl").contacts} == {"school", "coordinator"}


@pytest.mark.requirement("R27", "R28")
def test_who_insures_is_on_it(stay, at) -> None:
    policy = Cover.objects.create(
        organisation=stay.sending, kind="accident", insurer="Verzekeringen De Haven", policy="DH-7", phone="+3232000199",
        territory=["world"], entered_at=stay.opened_at,
    )  # fmt: skip
    wanted = ["De Haven, DH-7", "+3232000199", "ongevallen"]
    assert self_check(queries.card_file(stay, "nl", at), wanted) == []
    assert queries.card(stay, "nl").insurers[0][2] == policy.phone
    assert len(pypdfium2.PdfDocument(queries.card_file(stay, "nl", at))) == 1


def test_without_a_number_nobody_is_named(stay) -> None:
    Organisation.objects.filter(name="Netwerk Werkwijzer").update(phone="")
    assert {one.role for one in queries.card(stay, "nl").contacts} == {"school"}


def test_on_a_phone_for_the_learner_and_for_nobody_elsewhere(stay, client_as) -> None:
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    page = client_as(role).get(reverse("mobilities:card", args=[stay.key])).content.decode()
    assert 'href="tel:112"' in page
    assert 'href="tel:+3225550101"' in page
    for language in ("nl", "en"):
        address = reverse("mobilities:card_file", args=[stay.key, language])
        assert client_as(contact_of(stay)).get(address)["Content-Type"] == "application/pdf"
        assert client_as(RoleFactory()).get(address).status_code == 404
