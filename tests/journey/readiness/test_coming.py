"""Who comes here: everything is asked of somebody who can do it, and with all of it in order the learner may come."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import gates
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Company
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import actions as nominations
from erasdu.journey.nominations import queries as of_nominations
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.rules import AGREEMENT, CARD, KINDS, required
from erasdu.journey.preparation import actions as preparation
from erasdu.journey.readiness import queries
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, Requirement
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, PlacementFactory, RoomFactory
from tests.factories.nominations import HELD, NominationFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.hosting.test_commitments import sign_all, work
from tests.journey.nominations.test_papers import photo

pytestmark = pytest.mark.django_db
ON = AT.date()
STAY = Period(date(2027, 1, 10), date(2027, 1, 24))
EMERGENCY = {"emergency_name": "Ana Fonseca", "emergency_phone": "+351913000111"}


class Coming:
    """A minor whom a partner nominated and a school receives, in a call that lets no minor travel unpermitted."""

    def __init__(self, **more: Any) -> None:
        self.school = RoleFactory(organisation=SchoolFactory())
        window = {"call__stay_from": STAY.start, "call__stay_until": STAY.end, "call__permission_demanded": True}
        given = {"minor": True, "accepted": True, "mobility__receiving": self.school.organisation, **window, **more}
        row = NominationFactory(**given)
        Mobility.objects.filter(pk=row.mobility_id).update(planned_from=STAY.start, planned_until=STAY.end)
        Profile.objects.filter(pk=row.mobility.profile_id).update(occupation="cook", sector="hospitality")
        self.nomination = Nomination.objects.get(pk=row.pk)
        self.partner, self.office = RoleFactory(organisation=row.partner), RoleFactory(coordinator=True)

    @property
    def stay(self) -> Mobility:
        return Mobility.objects.select_related("sending", "receiving", "call").get(pk=self.nomination.mobility_id)

    def lacking(self) -> set[str]:
        verdict = gates.ask(DEPART, self.stay, ON)
        return set() if verdict else set(dict(verdict.params)["lacking"].split(","))

    def item(self, code: str) -> Requirement:
        return next(one for one in queries.requirements_of([self.stay], ON)[self.stay.pk] if one.code == code)

    def says_whom_to_call(self) -> None:
        values = of_nominations.values_of(self.nomination) | EMERGENCY
        by = actor_of(self.office)
        nominations.correct(self.nomination, values, revision=self.nomination.revision, by=by, at=AT)

    def from_home(self, kind: str, **held: Any) -> None:
        """Sent by the partner, and looked at by the coordinator."""
        by = actor_of(self.partner)
        paper = nominations.send_paper(self.nomination, kind, photo(), name="a.jpg", **held, by=by, at=AT)
        present = [one.code for one in required(kind, minor=True)]
        assert nominations.check_paper(paper, present=present, by=actor_of(self.office), at=AT)

    def papers_from_home(self) -> None:
        sends = actor_of(self.partner)
        seen = {"seen_by": "Rui Tavares", "seen_on": ON}
        nominations.see_card(self.nomination, valid_until=STAY.end, **seen, by=sends, at=AT)
        for kind in KINDS:
            if kind not in (CARD, AGREEMENT):
                self.from_home(kind, **HELD)
        preparation.see(self.stay, kind="identity", valid_until=date(2030, 1, 1), **seen, by=sends, at=AT)

    def place_and_bed(self) -> None:
        """Matched, agreed by everybody, and signed by both hosts."""
        keeper, by = self.school.organisation, actor_of(self.school)
        place = PlacementFactory(company__keeper=keeper)
        room = RoomFactory(home=HomeFactory(keeper=keeper))
        board = matching.board_of(self.stay.call, "incoming", receiving=keeper)
        where = {
            "placement": place,
            "room": room,
            "reason": "Ze liggen in dezelfde straat.",
            "revision": board.revision,
        }
        match = matching.place(board, self.stay, **where, by=by, at=AT)
        matching.ask(board, match, by=by, at=AT)
        for row in Answer.objects.filter(match=match, what=""):
            matching.answer(row, yes=True, by=actor_of(self.office), at=AT)
        board.refresh_from_db()
        match.refresh_from_db()
        matching.confirm(board, match, by=by, at=AT)
        work()
        for envelope in Envelope.objects.filter(state="open"):
            sign_all(envelope)
        Company.objects.update(risk_seen_by="Mila Aerts", risk_seen_on=ON)

    def arrival(self) -> None:
        said = {"seen_by": "Mila Aerts", "seen_on": ON, "by": actor_of(self.school), "at": AT}
        preparation.check_arrival(self.stay, kind="health_decision", **said)


def test_with_everything_in_order_a_minor_may_come(clock: Any) -> None:
    coming = Coming()
    coming.papers_from_home()
    coming.place_and_bed()
    coming.from_home(AGREEMENT)  # of the place that everybody agreed to
    coming.arrival()
    assert coming.lacking() == {"emergency_contact"}
    coming.says_whom_to_call()
    assert coming.lacking() == set()
    assert queries.derived([coming.stay], ON)[coming.stay.pk].stage == "ready"

    for column in ("emergency_name", "emergency_phone"):
        Profile.objects.update(**{column: ""})
        assert coming.lacking() == {"emergency_contact"}
        Profile.objects.update(**EMERGENCY)
    assert coming.lacking() == set()


def test_whom_to_call_is_asked_of_the_partner_and_said_where_the_learner_is_nominated(
    client_as: Any, clock: Any
) -> None:
    coming = Coming()
    asked = coming.item("emergency_contact")
    assert (asked.state, asked.who, asked.by) == ("open", "partner", STAY.start)
    page = reverse("nominations:show", args=[coming.nomination.key])
    for role in (coming.office, coming.partner):
        keys = queries.keys_of(coming.stay, "")
        assert queries.address(asked, actor_of(role), keys) == page
        assert client_as(role).get(page).status_code == 200
    assert page in client_as(coming.partner).get(reverse("home")).text
    assert page not in client_as(coming.school).get(reverse("readiness:stay", args=[coming.stay.key])).text


def test_no_travel_permission_of_who_comes_here(client_as: Any, clock: Any) -> None:
    """The consent from home says it, so there is no paper to make, and nobody is offered one."""
    coming = Coming()
    asked = coming.item("travel_permission_seen")
    assert (asked.state, asked.why) == ("not_applicable", "consent_from_home")
    assert coming.item("home_consent").who == "partner"
    page = client_as(coming.office).get(reverse("mobilities:show", args=[coming.stay.key])).text
    for name in ("mobilities:ask_papers", "mobilities:permission"):
        assert reverse(name, args=[coming.stay.key]) not in page
    assert Coming(minor=False).item("travel_permission_seen").why == "leaves_as_minor_demanded"


def test_all_that_waits_for_the_school_has_a_page_that_opens_for_it(client_as: Any, clock: Any) -> None:
    coming = Coming()
    client = client_as(coming.school)
    for do in (None, coming.papers_from_home, coming.place_and_bed):
        if do:
            do()
        mine = [each for each in queries.stay_page(actor_of(coming.school), coming.stay, ON).waiting if each.mine]
        assert mine
        for each in mine:
            assert each.url, each.item.code
            assert client.get(each.url.partition("#")[0], follow=True).status_code == 200


def test_on_the_emergency_card_stands_the_school_here_before_the_organisation_at_home(clock: Any) -> None:
    coming = Coming()
    Organisation.objects.filter(pk=coming.stay.sending_id).update(phone="+351210000001")
    Organisation.objects.filter(pk=coming.stay.receiving_id).update(phone="+3235550001")
    Person.objects.filter(pk=coming.school.person_id).update(phone="+32470555001")
    card = mobilities.card(coming.stay, "en")
    assert dict(card.facts)["School"] == coming.school.organisation.name
    called = [(one.role, one.phone) for one in card.contacts]
    assert called[:2] == [("school", "+32470555001"), ("partner", "+351210000001")]
    Mobility.objects.filter(pk=coming.stay.pk).update(receiving=None)  # not divided yet
    assert dict(mobilities.card(coming.stay, "en").facts)["School"] == coming.nomination.partner.name
