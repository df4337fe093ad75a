"""Getting ready: the gate of leaving, the page, who enters what, and who is invited to a session."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from erasdu.ground.journal import gates
from erasdu.ground.journal.models import Line
from erasdu.ground.look.words import reason
from erasdu.ground.meetings import actions as meetings
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.preparation import actions, queries, rules
from erasdu.journey.preparation.models import EntryRule, Support
from erasdu.journey.preparation.queries import Group
from erasdu.journey.readiness import queries as queries_of_readiness
from erasdu.journey.readiness.actions import standing as readiness
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART
from erasdu.kernel.verdict import Refused
from tests.factories.meetings import MeetingFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import AccountFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.journey.insurance.insuring import LAST, stay_abroad
from tests.journey.mobilities.staying import contact_of, learner_of, stay_of_minor

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
SEEN = {"seen_by": "An Claes", "seen_on": ON}


def lacking(stay: Mobility, on: date = ON) -> set[str]:
    verdict = gates.ask(DEPART, stay, on)
    found = set() if verdict else set(dict(verdict.params)["lacking"].split(","))
    return found & set(rules.CODES)


@pytest.fixture
def coordinator() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


def with_card(stay: Mobility, by: Actor, at: datetime) -> Mobility:
    Traveller.objects.update_or_create(mobility=stay, defaults={"nationality": "BE"})
    actions.see(stay, kind="identity", valid_until=LAST, **SEEN, by=by, at=at)
    return stay


def school_of(stay: Mobility) -> Role:
    """Its contact point, who is made when there is none."""
    mine = Role.objects.filter(organisation=stay.sending, kind="contact_point")
    return contact_of(stay) if mine.exists() else RoleFactory(organisation=stay.sending)


def session(stays: list[Mobility], by: Actor, at: datetime, *whom: str, **values: Any) -> Meeting:
    """Required, about the call of these, with all of the group invited."""
    meeting = MeetingFactory(about_pk=stays[0].call_id, required=True, **values)
    for stay in stays:
        group = Group(whom or ("learner", "guardian"), stays=[stay.pk])
        meetings.invite(meeting, queries.guests_of(by, stay.call, group, ON), by=by, at=at)
    return meeting


@pytest.mark.requirement("R06")
def test_taking_away_one_session_blocks_exactly_that_departure(coordinator: Actor, at: Any, clock: Any) -> None:
    stays = [with_card(stay_of_minor(destination=where), coordinator, at) for where in (None, None)]
    for stay in stays:
        stay.destination = stay_abroad().destination
        stay.save()
    one, other = stays
    assert lacking(one) == lacking(other) == set()
    meeting = session(stays, coordinator, at)
    after = meeting.starts_at.date() + timedelta(days=1)
    assert lacking(one) == lacking(other) == {"session_learner", "session_guardian"}
    for row in meeting.invitations.all():
        meetings.attend(row, "list", by=coordinator, at=meeting.starts_at)
    assert lacking(one, after) == lacking(other, after) == set()
    parent = Invitation.objects.get(meeting=meeting, reasons__subject_pk=one.pk, reasons__role="guardian")
    meetings.not_attended(parent, by=coordinator, at=meeting.starts_at)
    assert (lacking(one, after), lacking(other, after)) == ({"session_guardian"}, set())
    item = queries.page(coordinator, one, after).lacking[0]
    with translation.override("nl"):
        assert reason(item) == (
            "Wie op de sessie van do 3 dec. 2026 moest zijn, is daar niet gezien. Een later moment telt ook, of het "
            "achteraf horen van wie ze gaf."
        )
    meetings.attend(parent, "caught_up", by=coordinator, at=meeting.ends_at)
    assert lacking(one, after) == set()


@pytest.mark.requirement("R06")
def test_another_moment_of_the_same_session_is_enough(coordinator: Actor, at: Any, clock: Any) -> None:
    stay = with_card(stay_abroad(), coordinator, at)
    first = session([stay], coordinator, at, "learner")
    meetings.cancel(first, another=True, by=coordinator, at=at)
    assert lacking(stay) == {"session_learner"}
    second = session([stay], coordinator, at, "learner", series=first.series)
    meetings.attend(second.invitations.get(), "list", by=coordinator, at=second.starts_at)
    assert lacking(stay) == set()
    third = session([stay], coordinator, at, "learner")
    assert lacking(stay) == {"session_learner"}
    meetings.cancel(third, by=coordinator, at=at)
    assert lacking(stay) == set()


@pytest.mark.requirement("R06")
def test_who_gets_a_place_after_the_invitations_is_not_ready(coordinator: Actor, at: Any, clock: Any) -> None:
    first, second, late = (with_card(stay_of_minor(), coordinator, at) for _ in range(3))
    Mobility.objects.filter(pk__in=[second.pk, late.pk]).update(call=first.call, destination=stay_abroad().destination)
    late.refresh_from_db()
    meeting = session([first], coordinator, at)
    assert lacking(late) == set(), "a session for one school is not for another"
    two = Group(("learner", "guardian"), stays=[second.pk])
    meetings.invite(meeting, queries.guests_of(coordinator, first.call, two, ON), by=coordinator, at=at)
    assert lacking(late) == {"session_learner", "session_guardian"}
    line = Line.objects.filter(code="meeting.invited").latest("pk")
    touched = queries_of_readiness.stays_touched(queries_of_readiness.subjects_of([(line.pk, line.code)]))
    assert late in touched, "where it stands is written again"
    alone = Group(("learner",), stays=[late.pk])
    meetings.invite(meeting, queries.guests_of(coordinator, first.call, alone, ON), by=coordinator, at=at)
    item = {item.code: item for item in queries.page(coordinator, late, ON).lacking}["session_guardian"]
    assert (item.why, item.who) == ("session_not_invited", "coordinator")
    meetings.cancel(meeting, by=coordinator, at=at)
    assert lacking(late) == set()


def test_parents_are_invited_of_minors_and_of_who_wants_it(coordinator: Actor, at: Any, clock: Any) -> None:
    stay = stay_of_minor(parents=2)
    everybody = Group(("learner", "guardian"))
    found = queries.guests_of(coordinator, stay.call, everybody, ON)
    assert [guest.role for guest in found] == ["learner", "guardian", "guardian"]
    of_age = queries.guests_of(coordinator, stay.call, everybody, date(2027, 9, 1))
    assert [guest.role for guest in of_age] == ["learner"]
    Mobility.objects.filter(pk=stay.pk).update(guardians_told_at=at)
    assert len(queries.guests_of(coordinator, stay.call, everybody, date(2027, 9, 1))) == 3
    elsewhere = Group(("learner",), schools=[stay.sending_id + 1])
    assert queries.guests_of(coordinator, stay.call, elsewhere, ON) == []
    stranger = actor_of(RoleFactory())
    assert queries.guests_of(stranger, stay.call, everybody, ON) == []


def test_eight_queries_whatever_the_number(coordinator: Actor, at: Any, clock: Any) -> None:
    for number in (1, 3):
        stays = [with_card(stay_abroad(), coordinator, at) for _ in range(number)]
        session(stays[:1], coordinator, at)
        with CaptureQueriesContext(connection) as asked:
            found = queries.facts([stay.pk for stay in stays])
        assert (len(found), len(asked)) == (number, 8)


def test_what_is_seen_decided_and_arranged(coordinator: Actor, at: Any, clock: Any) -> None:
    stay = stay_abroad(country="TR", nationality="MA")
    school = actor_of(school_of(stay))
    assert lacking(stay) == {"travel_document", "entry_permit"}
    paper = actions.see(stay, kind="passport", valid_until=LAST, **SEEN, by=school, at=at)
    said = {"outcome": "visa", "source": "Ambassade, telefoon 20 november"}
    with pytest.raises(Refused, match="entry_not_open"):
        actions.decide_entry(stay, **said, on=ON, by=school, at=at)
    actions.decide_entry(stay, **said, on=ON, by=coordinator, at=at)
    actions.see(stay, kind="visa", valid_until=LAST, **SEEN, by=school, at=at)
    assert lacking(stay) == set()
    need = actions.agree_support(stay, what="Een rustige werkplek", by=school, at=at)
    assert lacking(stay) == {"support_arranged"}
    assert b"rustig" not in bytes(Support.objects.get(pk=need.pk).closed)
    assert queries.supports_of(school, stay)[0][1] == "Een rustige werkplek"
    actions.arrange_support(need, arranged_by="An Claes", arranged_on=ON, by=school, at=at)
    assert lacking(stay) == set()
    actions.end_paper(paper, by=school, at=at)
    assert lacking(stay) == {"travel_document"}
    with pytest.raises(Refused, match="travel_paper_ended"):
        actions.end_paper(paper, by=school, at=at)
    actions.undo_entry(stay, by=coordinator, at=at)
    assert lacking(stay) == {"travel_document", "entry_permit"}


def test_a_decision_and_support_are_erased_in_two_presses_that_say_what_becomes_of_it(
    client_as: Any, clock: Any, at: Any
) -> None:
    stay = stay_abroad(country="TR", nationality="MA")
    office = RoleFactory(coordinator=True)
    by, page = actor_of(office), reverse("preparation:stay", args=[stay.key])
    client = client_as(office)

    def second(address: str) -> str:
        """What stands behind the first press of the button to there."""
        before = client.get(page, headers={"Accept-Language": "en"}).text.partition(f'action="{address}"')[0]
        return before[before.rindex('<details class="take-away">') :]

    actions.decide_entry(stay, outcome="none", source="Embassy", on=ON, by=by, at=at)
    said = second(reverse("preparation:undo_entry", args=[stay.key]))
    assert "Take the decision back" in said
    assert f"Then this is no longer in order of {stay.person.given_name}:" in said
    need = actions.agree_support(stay, what="Een rustige werkplek", by=by, at=at)
    erase = reverse("preparation:end_support", args=[need.key])
    assert "nobody has to arrange it any more before leaving" in second(erase)
    actions.arrange_support(need, arranged_by="An Claes", arranged_on=ON, by=by, at=at)
    assert "who arranged it is erased" in second(erase)
    assert client.post(erase).status_code == 302
    assert not Support.objects.exists()


def test_what_opens_again_is_named_before_a_document_is_taken_away(client_as: Any, clock: Any, at: Any) -> None:
    stay = stay_abroad()
    role = school_of(stay)
    paper = actions.see(stay, kind="passport", valid_until=LAST, **SEEN, by=actor_of(role), at=at)
    assert lacking(stay) == set()
    [(shown, opens)] = queries.page(actor_of(role), stay, ON).held
    assert (shown, [item.code for item in opens]) == (paper, ["travel_document"])
    page = client_as(role).get(reverse("preparation:stay", args=[stay.key]), headers={"Accept-Language": "en"}).text
    before, press, _after = page.partition(f'action="{reverse("preparation:end_paper", args=[paper.key])}"')
    assert press
    second = before[before.rindex('<details class="take-away">') :]
    assert f"Then this is no longer in order of {stay.person.given_name}:" in second
    assert f"{stay.person.given_name} is not ready and cannot leave." in second
    assert "</details>" not in second, "the press itself is folded"
    more = actions.see(stay, kind="identity", valid_until=LAST, **SEEN, by=actor_of(role), at=at)
    held = queries.page(actor_of(role), stay, ON).held
    assert {each: [item.code for item in opens] for each, opens in held} == {paper: [], more: []}, "the other is enough"


def test_the_page_of_school_and_learner(client_as: Any, clock: Any, at: Any) -> None:
    stay = stay_abroad()
    page = reverse("preparation:stay", args=[stay.key])
    school = client_as(school_of(stay))
    see = reverse("preparation:see", args=[stay.key])
    wrong = {
        "kind": "identity",
        "seen_by": "nummer 592-1234567-01",
        "seen_on": "2026-11-30",
        "valid_until": "2026-01-01",
    }
    answered = school.post(see, wrong)
    said = answered.content.decode()
    assert answered.status_code == 422
    assert "Schrijf hier geen nummer" in said
    assert "Kies een dag" in said
    right = {"kind": "identity", "seen_by": "An Claes", "seen_on": "2026-11-23", "valid_until": "2027-03-19"}
    assert school.post(see, right).status_code == 302
    assert (
        "maar geldig tot en met vr 19 mrt. 2027, en de terugkeer is op za 20 mrt. 2027"
        in school.get(page).content.decode()
    )
    role = learner_of(stay)
    AccountFactory(person=role.person)
    own = client_as(role).get(page).content.decode()
    assert "gezien door An Claes" in own
    assert "<form" not in own.partition("<main")[2].partition("</main>")[0]


@pytest.mark.requirement("R06")
def test_a_session_is_planned_and_a_group_invited_on_the_page(client_as: Any, clock: Any) -> None:
    stay = stay_of_minor()
    client = client_as(RoleFactory(coordinator=True))
    sent = {
        "title_nl": "Infoavond", "starts_at": "2026-12-03T19:00", "ends_at": "2026-12-03T20:30", "required": "on",
        "place": "Kerkstraat 1", "capacity": "",
    }  # fmt: skip
    client.post(reverse("preparation:plan", args=[stay.call.key]), sent)
    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
    assert client.post(reverse("preparation:invite", args=[meeting.key]), {"whom": []}).status_code == 422
    client.post(reverse("preparation:invite", args=[meeting.key]), {"whom": ["guardian"]})
    assert meeting.invitations.count() == 1
    assert "Infoavond" in client.get(reverse("preparation:index", args=[stay.call.key])).content.decode()


@pytest.mark.requirement("R06")
def test_it_is_shown_beforehand_whom_an_invitation_reaches(client_as: Any, clock: Any, at: Any) -> None:
    stay, role = stay_of_minor(parents=2), RoleFactory(coordinator=True)
    mother, father = Guardian.objects.filter(candidacy__profile=stay.profile_id).order_by("position")
    Person.objects.filter(pk=father.person_id).update(email="", phone="")
    meeting = MeetingFactory(about_pk=stay.call_id)
    client, address = client_as(role), reverse("preparation:invite", args=[meeting.key])
    page = client.get(address).content.decode()
    assert "nodigt 3 mensen uit" in page
    assert "1 leerling, per mail" in page
    assert "1 ouder, per mail" in page
    assert "geen mailadres bekend" in page
    assert meeting.invitations.count() == 0, "looking invites nobody"
    parents = client.get(address, {"chosen": "yes", "whom": "guardian"}).content.decode()
    assert "nodigt 2 mensen uit" in parents
    assert 'name="whom" value="guardian"' in parents
    client.post(address, {"whom": ["guardian"]})
    assert set(meeting.invitations.values_list("person", flat=True)) == {mother.person_id, father.person_id}
    again = queries.reach(actor_of(role), meeting, stay.call, queries.EVERYBODY, ON)
    assert (again.new, again.invited, again.unreached) == (1, 2, [])
    assert client.get(address, {"chosen": "yes"}).status_code == 422


@pytest.mark.requirement("R06")
def test_parents_of_who_comes_from_abroad_are_invited_too(coordinator: Actor, at: Any, clock: Any) -> None:
    row = NominationFactory(mobility__receiving=SchoolFactory())
    stay = row.mobility
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2010, 5, 1))
    HomeGuardian.objects.create(nomination=row, person=PersonFactory(language="pt"), position=1)
    found = queries.guests_of(coordinator, stay.call, Group(("guardian",)), ON)
    assert [guest.role for guest in found] == ["guardian"]
    received = actor_of(RoleFactory(organisation=stay.receiving))
    assert len(queries.guests_of(received, stay.call, Group(("guardian",)), ON)) == 1
    assert queries.guests_of(actor_of(RoleFactory()), stay.call, Group(("guardian",)), ON) == []


def test_cards_and_documents_of_all_learners_are_seen_in_one_go(client_as, clock) -> None:
    stay = stay_abroad()
    page, address = client_as(school_of(stay)), reverse("preparation:cards", args=[stay.call.key])
    assert f"card_{stay.key}" in page.get(address).text
    typed = {
        "seen_by": "An Claes", "seen_on": clock.date().isoformat(), f"fund_{stay.key}": "Gezondheidsfonds Noord",
        f"kind_{stay.key}": "identity", f"until_{stay.key}": (clock.date() - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    assert page.post(address, typed).status_code == 422
    assert "travel_document" in lacking(stay)
    typed |= {f"until_{stay.key}": LAST.isoformat(), f"card_{stay.key}": LAST.isoformat()}
    assert page.post(address, typed).status_code == 302
    assert "travel_document" not in lacking(stay)
    assert {row.document for row in stay.covers.all()} >= {"ehic", ""}
    assert page.post(address, typed | {"seen_by": "86.01.01-000.01"}).status_code != 500
    assert stay.key not in page.get(address).text


def test_the_coordinator_says_what_is_needed_with_a_source_and_takes_it_back(
    client_as: Any, coordinator: Actor, clock: Any, at: Any
) -> None:
    stay = stay_abroad(country="TR", nationality="BE")
    assert lacking(stay) >= {"entry_permit"}, "no rule knows of it"
    office, address = client_as(RoleFactory(coordinator=True)), reverse("preparation:entry_rules")
    assert "Schengen" in office.get(address).content.decode()
    sent = {"nationals": "free", "home": "BE", "to": "TR", "days": "90", "outcome": "none", "since": "2026-11-01"}
    add = reverse("preparation:add_entry_rule")
    refused = office.post(add, sent)
    assert refused.status_code == 422, "without a source it is not known from where"
    sent |= {"source": "Ambassade, brief van 2 november", "verified": "on"}
    look = office.post(add, sent, headers={"accept-language": "en"}).text
    assert "1 thing comes in order" in look
    assert not EntryRule.objects.exists(), "nothing is saved by looking"
    assert office.post(add, {**sent, "seen": "1"}).status_code == 302
    assert "entry_permit" not in lacking(stay)
    assert not queries.page(coordinator, stay, ON).items["entry_permit"].unverified
    page = office.get(address).content.decode()
    assert "Ambassade, brief van 2 november" in page
    assert "Turkije" in page
    school = client_as(school_of(stay))
    assert "Ambassade" in school.get(address).content.decode()
    assert school.post(add, sent).status_code == 404
    rule = EntryRule.objects.get()
    end = reverse("preparation:end_entry_rule", args=[rule.key])
    look = office.post(end, headers={"accept-language": "en"}).text
    assert "1 thing turns open" in look
    assert str(stay.person) in look
    assert "entry_permit" not in lacking(stay)
    office.post(end, {"seen": "1"})
    assert "entry_permit" in lacking(stay)
    assert "teruggenomen" in office.get(address).content.decode()
    with pytest.raises(Refused, match="entry_rule_ended"):
        actions.end_rule(rule, by=coordinator, at=at)


def test_a_new_rule_is_read_at_once_where_stays_stand(coordinator: Actor, clock: Any, at: Any) -> None:
    stay = stay_abroad(country="TR", nationality="BE")
    readiness.refresh_next(at=at)
    values = {"nationals": "BE", "home": "any", "to": "TR", "outcome": "none", "since": ON, "source": "brief"}
    actions.add_rule(values, by=coordinator, at=at)
    items = {item.code: item for item in queries_of_readiness.standings([stay], ON)[stay.pk].items}
    assert items["entry_permit"].state == "not_applicable"


@pytest.mark.requirement("R06")
def test_a_required_session_to_which_nobody_is_invited_asks_the_coordinator_to_invite(
    coordinator: Actor, at: Any, clock: Any, client_as: Any
) -> None:
    one, other = (with_card(stay_abroad(), coordinator, at) for _ in range(2))
    plain = MeetingFactory(about_pk=one.call_id)
    assert lacking(one) == set(), "one that is not required asks nothing"
    office = RoleFactory(coordinator=True)
    meeting = MeetingFactory(about_pk=one.call_id, required=True, organiser=office.organisation)
    assert (lacking(one), lacking(other)) == ({"session_learner"}, set()), "of another call"
    item = {item.code: item for item in queries.page(coordinator, one, ON).lacking}["session_learner"]
    assert (item.state, item.who, item.why) == ("open", "coordinator", "session_nobody_invited")
    invite = reverse("preparation:invite", args=[meeting.key])
    browser = client_as(office)
    for page in (reverse("readiness:stay", args=[one.key]), reverse("preparation:index", args=[one.call.key])):
        assert f'href="{invite}"' in browser.get(page).text
    assert reverse("preparation:invite", args=[plain.key]) in browser.get(page).text  # may be, need not
    school = client_as(school_of(one)).get(reverse("readiness:stay", args=[one.key])).text
    assert invite not in school, "the school looks on; the page is not its own"
    meetings.invite(meeting, queries.guests_of(coordinator, one.call, Group(("learner",)), ON), by=coordinator, at=at)
    assert lacking(one) == {"session_learner"}
    assert {item.why for item in queries.page(coordinator, one, ON).lacking} == {"session_to_answer"}
    meetings.withdraw(meeting.invitations.get(), by=coordinator, at=at)
    assert {item.why for item in queries.page(coordinator, one, ON).lacking} == {"session_nobody_invited"}
    meetings.cancel(meeting, by=coordinator, at=at)
    assert lacking(one) == set()


def test_of_a_session_that_is_over_another_moment_is_planned(client_as: Any, at: Any, clock: Any) -> None:
    role = RoleFactory(coordinator=True)
    stay = with_card(stay_of_minor(), actor_of(role), at)
    past = {"starts_at": at - timedelta(days=2), "ends_at": at - timedelta(days=1)}
    meeting = MeetingFactory(about_pk=stay.call_id, organiser=role.organisation, required=True, **past)
    client = client_as(role)
    shown = client.get(reverse("preparation:invite", args=[meeting.key])).text
    address = reverse("preparation:plan", args=[stay.call.key]) + f"?same_as={meeting.key}"
    assert f'href="{address}"' in shown
    assert f'<option value="{meeting.key}" selected>' in client.get(address).text


def test_fewer_seats_than_guests_is_said_before_they_are_invited(client_as: Any, at: Any, clock: Any) -> None:
    role, stay = RoleFactory(coordinator=True), stay_of_minor()
    about = {"about_pk": stay.call_id, "organiser": role.organisation}
    for values, short, required in (
        ({"capacity": 1, "required": True}, True, True), ({"capacity": 1}, True, False), ({"capacity": 2}, False, False),
        ({"capacity": None, "required": True}, False, False),
    ):  # fmt: skip
        meeting = MeetingFactory(**about, **values)
        shown = client_as(role).get(reverse("preparation:invite", args=[meeting.key])).text
        assert ("Er is 1 plaats, minder dan er uitgenodigd worden" in shown) is short
        assert ("maak meer plaats, of plan ook een ander moment" in shown) is required


@pytest.mark.parametrize("number", [1, 3])
def test_a_school_sees_who_of_its_own_comes_to_a_session_of_the_coordinator(
    number: int, coordinator: Actor, client_as: Any, at: Any, clock: Any, django_assert_max_num_queries: Any
) -> None:
    own, other = stay_of_minor(), stay_of_minor()
    Mobility.objects.filter(pk=other.pk).update(call=own.call)
    other.refresh_from_db()
    for _each in range(number):
        session([own, other], coordinator, at)
    client, address = client_as(contact_of(own)), reverse("preparation:index", args=[own.call.key])
    client.get(address)
    with django_assert_max_num_queries(26):
        shown = client.get(address).text
    assert shown.count("2 van jullie zijn uitgenodigd") == number
    assert str(own.person) in shown
    assert str(other.person) not in shown
    assert "nog geen antwoord" in shown


def test_cards_say_who_does_not_stand_among_them_and_why(client_as: Any, at: Any, clock: Any) -> None:
    stay, office = stay_of_minor(), client_as(RoleFactory(coordinator=True))
    address = reverse("preparation:cards", args=[stay.call.key])
    assert "staat hier niet bij" not in office.get(address).text
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    shown = office.get(address).text
    assert "1 leerling staat hier niet bij: de dagen van de stage zijn nog niet bekend." in shown
    assert "Nog niets te noteren" in shown
    Mobility.objects.filter(pk=stay.pk).update(direction="incoming")
    type(stay.call).objects.filter(pk=stay.call_id).update(incoming=True, outgoing=False)
    assert "De partner bekijkt ze, en noteert wat er gezien is." in office.get(address).text
