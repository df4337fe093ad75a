"""What a call asks of its own reaches who must do it, by their own link, and goes on after leaving."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import address
from erasdu.ground.paperwork import actions as papers
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import filled, place_of
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.readiness.models import Done, LetPass, OwnRequirement, Said
from erasdu.journey.readiness.queries import as_rule, preview
from erasdu.kernel.actor import Actor
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.queries.things import Thing, things
from tests.conftest import AT
from tests.factories.hosting import BookingFactory, HomeFactory, RoomFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.agreements.planning import place
from tests.journey.candidacies.approving import with_company
from tests.journey.mobilities.staying import FIRST, LAST, candidacy_of, contact_of, stay_of_minor
from tests.journey.selection.test_access import by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MON = AT.date()


def asked(
    stay: Mobility, who: str, *, gates: tuple[str, ...] = (), name: str = "Kopie van het paspoort"
) -> OwnRequirement:
    return OwnRequirement.objects.create(
        call=stay.call, title_nl=name, title_en="Copy of the passport", who=who, days_before=20, gates=list(gates),
        added_at=AT,
    )  # fmt: skip


def thing(own: OwnRequirement, on: date = MON) -> Thing:
    (found,) = [one for one in things(on) if one.item.what == f"own_{own.key}"]
    return found


def door(person: Any, purpose: str, subject: Any) -> Link:
    return links.issue(person, purpose, subject=subject, at=AT)


class Doors:
    """Who must do it in each role, and what gives them a link of their own."""

    def __init__(self) -> None:
        self.stay = stay_of_minor()
        self.contact = contact_of(self.stay).person
        candidacy = candidacy_of(self.stay)
        self.parent = candidacy.guardians.get().person
        self.company = with_company(candidacy).person
        self.host = place(self.stay).company
        self.home = RoomFactory(home=HomeFactory(keeper=self.stay.sending)).home
        days = {"starts_on": FIRST, "ends_on": LAST, "confirmed": True}
        BookingFactory(mobility=self.stay, placement=None, room=self.home.rooms.get(), **days)

    def person(self, who: str) -> Any:
        hosts = {"host": self.host.contact, "family": self.home.contact}
        return {"guardian": self.parent, "training_company": self.company, **hosts}[who]

    def open(self, who: str) -> Link:
        offers = {"host": self.host, "family": self.home}
        purpose, subject = ("hosting.offer", offers[who]) if who in offers else ("paperwork.own", self.person(who))
        return door(self.person(who), purpose, subject)


@pytest.mark.parametrize("who", ["guardian", "training_company", "host", "family"])
def test_who_has_a_link_is_mailed_and_else_the_school_with_whose_turn_it_is(who: str) -> None:
    found = Doors()
    person = found.person(who)
    Link.objects.filter(person=person).delete()
    own = asked(found.stay, who)
    without = thing(own)
    assert (without.item.readers["self"], without.instead) == ((found.contact.pk,), who)
    link = found.open(who)
    told = thing(own)
    assert (told.item.readers["self"], told.instead) == ((person.pk,), "")
    assert told.link_of(person.pk) == place_of(link)
    assert told.item.readers["contact_point"] == (found.contact.pk,)
    type(person).objects.filter(pk=person.pk).update(email="")
    assert thing(own).item.readers["self"] == (found.contact.pk,)


def test_two_parents_read_each_their_own_link_and_the_school_reads_for_whom_it_stands_in() -> None:
    stay = stay_of_minor(parents=2)
    mother, father = (row.person for row in candidacy_of(stay).guardians.order_by("position"))
    Link.objects.filter(purpose="paperwork.own").delete()
    asked(stay, "guardian")
    asked(stay, "guardian", name="Medicijnen van de dokter")
    day = date(2027, 2, 10)  # five days before the last one to do it
    school = written(contact_of(stay).person, date(2027, 2, 4))  # on one of its own days
    name = stay.person.given_name
    assert f"Kopie van het paspoort ({name}, te doen door een ouder of voogd)." in school
    mine, his = (door(one, "paperwork.own", one) for one in (mother, father))
    for parent, link, other in ((mother, mine, his), (father, his, mine)):
        text = written(parent, day)
        link.refresh_from_db()  # it had run out, and works again
        assert "Kopie van het paspoort" in text
        assert "Medicijnen van de dokter" in text
        assert "te doen door" not in text
        assert address(link) in text
        assert address(other) not in text


def written(person: Any, on: date) -> str:
    """What this person reads in the mail of that day."""
    at = datetime.combine(on, AT.timetz())
    with the_clock.standing_at(at):
        write_day(on, at=at)
        return filled(Letter.objects.filter(person=person, template="notices/letters/waiting").latest("pk"))


def test_a_parent_of_an_adult_is_told_only_when_the_learner_agrees() -> None:
    found = Doors()
    own = asked(found.stay, "guardian")
    found.open("guardian")
    Candidacy.objects.filter(profile=found.stay.profile_id).update(birth_date=date(2000, 1, 1))
    assert not [one for one in things(MON) if one.item.what == f"own_{own.key}"], "who is of age decides alone"
    Mobility.objects.filter(pk=found.stay.pk).update(guardians_told_at=AT)
    assert thing(own).item.readers["self"] == (found.parent.pk,)


@pytest.mark.requirement("R34")
def test_who_left_is_mailed_what_holds_up_payment_or_closing_until_it_is_in_order() -> None:
    found = Doors()
    link = found.open("guardian")
    owns = {
        gates: asked(found.stay, "guardian", gates=gates) for gates in ((), ("depart",), ("payment",), ("closing",))
    }
    away = LAST + timedelta(days=5)
    waits = {one.item.what: one for one in things(away)}
    still = [f"own_{owns[gates].key}" for gates in (("payment",), ("closing",))]
    assert [what for what in waits if what.startswith("own_")] == still
    payment, closing = (waits[what] for what in still)
    assert (payment.item.harm, closing.item.harm) == (1, 2)
    assert payment.item.by == LAST + timedelta(days=20)
    assert payment.link_of(found.parent.pk) == place_of(link)
    Done.objects.create(own=owns["payment",], mobility=found.stay, evidence="Gezien", at=AT)
    LetPass.objects.create(mobility=found.stay, code=still[1], gate="closing", why="own_of_call", at=AT)
    assert not [one for one in things(away) if one.item.what.startswith("own_")]


def test_after_leaving_it_is_said_again_after_its_last_day_in_order_of_harm() -> None:
    found = Doors()
    found.open("guardian")
    asked(found.stay, "guardian", gates=("closing",), name="Eindverslag")
    asked(found.stay, "guardian", gates=("payment",), name="Rekeningnummer")
    for days in (3, 10, 24):
        text = written(found.parent, LAST + timedelta(days=days))
        assert text.index("Rekeningnummer") < text.index("Eindverslag")
        assert "vr 9 apr. 2027" in text


def test_a_parent_reads_on_the_page_behind_that_link_what_is_asked_of_them_and_by_when() -> None:
    found = Doors()
    asked(found.stay, "guardian", gates=("payment",))
    asked(found.stay, "learner", name="Van de leerling")
    paper = Signer.objects.filter(person=found.parent, state="signed").latest("pk")
    papers.mail_own_page(paper, by=Actor(found.parent.pk, "holder"), at=AT)
    for on in (MON, LAST + timedelta(days=10)):
        at = datetime.combine(on, AT.timetz())
        if on != MON:  # the link had run out; the mail makes it work again
            assert "Kopie van het paspoort" in written(found.parent, on)
        link = Link.objects.get(purpose="paperwork.own", person=found.parent)
        assert link.expires_at > at
        with the_clock.standing_at(at):
            page = by_link(link, at).get(reverse("paperwork:own_by_link", args=[link.key])).text
        assert "Kopie van het paspoort" in page
        assert "vr 9 apr. 2027" in page
        assert "Van de leerling" not in page


@pytest.mark.requirement("R34")
def test_a_parent_abroad_of_who_comes_here_is_known_mailed_and_answers(client_as: Any) -> None:
    row = NominationFactory(minor=True, accepted=True, mobility__receiving=SchoolFactory())
    Mobility.objects.filter(pk=row.mobility_id).update(planned_from=FIRST, planned_until=LAST)
    stay, parent = Mobility.objects.get(pk=row.mobility_id), row.guardians.get().person
    school = RoleFactory(organisation=stay.receiving).person
    alone = NominationFactory(call=row.call, born=row.mobility.traveller.birth_date, accepted=True).mobility
    own = asked(stay, "guardian")
    assert preview(own.call, as_rule(own), MON)["nobody"] == [alone]

    assert (thing_of(own, stay).item.readers["self"], thing_of(own, stay).instead) == ((school.pk,), "guardian")
    link = door(parent, "paperwork.own", parent)
    assert (thing_of(own, stay).item.readers["self"], thing_of(own, stay).instead) == ((parent.pk,), "")

    client, say = by_link(link, AT), reverse("readiness:say_by_link", args=[link.key, own.key, stay.key])
    assert own.title_en in client.get(reverse("readiness:asked_by_link", args=[link.key])).text
    assert client.post(say, {"remark": "Feito."}).status_code == 302
    assert Said.objects.get().mobility == stay
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2000, 1, 1))  # of age: decides alone
    assert own.title_en not in client.get(reverse("readiness:asked_by_link", args=[link.key])).text


def thing_of(own: OwnRequirement, stay: Mobility) -> Thing:
    (found,) = [one for one in things(MON) if one.item.what == f"own_{own.key}" and one.item.pk == stay.pk]
    return found


def test_a_call_may_ask_something_of_the_family(client_as: Any) -> None:
    found = Doors()
    client = client_as(RoleFactory(coordinator=True))
    address = reverse("readiness:own", args=[found.stay.call.key])
    assert 'value="family"' in client.get(address).text
    own = asked(found.stay, "family")
    without = stay_of_minor()
    Mobility.objects.filter(pk=without.pk).update(call=found.stay.call)
    assert [stay.pk for stay in preview(own.call, as_rule(own), MON)["nobody"]] == [without.pk]
