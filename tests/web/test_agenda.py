"""The private calendar: what is in it for whom, the secret address, and taking it back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from erasdu.ground.links import actions as links
from erasdu.ground.links import doors
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.meetings import actions
from erasdu.ground.meetings.models import Feed
from erasdu.ground.meetings.queries import feed_of, token_of_feed
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation.actions import see
from erasdu.kernel.actor import Actor
from tests.factories.calls import CallFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.hosting import CompanyFactory, PlacementFactory, RoomFactory
from tests.factories.meetings import InvitationFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import AccountFactory, PersonFactory, RoleFactory
from tests.journey.insurance.insuring import FIRST, LAST, stay_abroad
from tests.journey.mobilities.staying import learner_of, stay_of_minor
from tests.journey.selection.test_access import by_link
from tests.tongues import NOT_TRANSLATED, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R06")]


def feed_for(role: Role, at: Any) -> str:
    made = actions.make_feed(by=actor_of(role), at=at)
    return reverse("calendar_feed", args=[token_of_feed(made)])


def read(client: Any, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    found = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    return {str(event["UID"]).partition("-")[0]: event for event in found}


def test_a_learner_reads_sessions_and_the_journey(client: Any, clock: Any, at: Any) -> None:
    stay = stay_abroad()
    role = learner_of(stay)
    AccountFactory(person=role.person)
    session = InvitationFactory(person=role.person, meeting__title_nl="Infoavond; met vragen")
    InvitationFactory(person=role.person, answer="no")
    found = read(client, feed_for(role, at))
    assert str(found["meeting"]["SUMMARY"]) == "Infoavond; met vragen"
    assert found["meeting"]["DTSTART"].dt == session.meeting.starts_at
    assert (found["stay"]["DTSTART"].dt, found["stay"]["DTEND"].dt) == (FIRST, LAST + timedelta(days=1))
    assert str(found["stay"]["SUMMARY"]) == "Je verblijf: Ergens"


def test_a_school_reads_first_names_and_deadlines_and_nothing_of_others(client: Any, clock: Any, at: Any) -> None:
    stay, other = stay_abroad(), stay_abroad()
    role = RoleFactory(organisation=stay.sending)
    text = client.get(feed_for(role, at)).content.decode()
    assert f"{stay.person.given_name}: Ergens" in text
    assert stay.person.family_name not in text
    assert other.key not in text
    stranger = client.get(feed_for(RoleFactory(), at)).content.decode()
    assert "BEGIN:VEVENT" not in stranger
    coordinator = read(client, feed_for(RoleFactory(coordinator=True), at))
    assert {"files_deadline", "files_opening", "enrolment_deadline", "stay"} <= set(coordinator)
    assert isinstance(coordinator["files_deadline"]["DTSTART"].dt, date)


def test_the_address_is_secret_renewed_and_stopped(client: Any, client_as: Any, clock: Any, at: Any) -> None:
    role = RoleFactory()
    own = client_as(role)
    assert "<form" in own.get(reverse("calendar")).content.decode()
    own.post(reverse("calendar_make"))
    row = feed_of(role.person_id)
    assert row is not None
    first = reverse("calendar_feed", args=[token_of_feed(row)])
    assert first in own.get(reverse("calendar")).content.decode()
    assert token_of_feed(row) not in str(Feed.objects.values())
    assert client.get(first).status_code == 200
    own.post(reverse("calendar_make"))
    second = reverse("calendar_feed", args=[token_of_feed(Feed.objects.get())])
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    own.post(reverse("calendar_end"))
    assert client.get(second).status_code == 404


def test_it_is_read_sixty_times_an_hour_and_no_more(client: Any, clock: Any, at: Any) -> None:
    address = feed_for(RoleFactory(), at)
    answers = [client.get(address).status_code for _ in range(62)]
    assert answers == [200] * 60 + [429] * 2


def test_what_is_still_to_do_stands_on_its_last_day_until_it_is_done(client: Any, clock: Any, at: Any) -> None:
    stay = stay_abroad()
    school = RoleFactory(organisation=stay.sending)
    address = feed_for(school, at)
    text = client.get(address).content.decode().replace("\r\n ", "")
    (event,) = [
        event
        for event in Calendar.from_ical(text).walk("VEVENT")
        if str(event["UID"]).startswith("todo-contact_point-travel_document-")
    ]
    assert event["DTSTART"].dt == FIRST
    assert stay.person.given_name in str(event["SUMMARY"])
    assert int(event["SEQUENCE"]) > 0
    see(
        stay, kind="passport", seen_by="An Claes", seen_on=date(2026, 11, 20), valid_until=LAST, by=actor_of(school),
        at=at,
    )  # fmt: skip
    assert "todo-contact_point-travel_document-" not in client.get(address).content.decode().replace("\r\n ", "")


def test_of_several_schools_and_of_who_left_the_first_day_of_each_is_told(client: Any, clock: Any, at: Any) -> None:
    """One contact point acts for three schools in one call; one learner is away, two others leave on different days."""
    today = at.date()
    later, sooner, away = stay_abroad(), stay_abroad(), stay_abroad()
    for stay, first in ((later, 40), (sooner, 20), (away, -3)):
        days = {"planned_from": today + timedelta(days=first), "planned_until": today + timedelta(days=first + 14)}
        Mobility.objects.filter(pk=stay.pk).update(call=later.call, **days)
    role = RoleFactory(organisation=later.sending)
    for stay in (sooner, away):
        RoleFactory(organisation=stay.sending, person=role.person)
    text = client.get(feed_for(role, at)).content.decode()
    events = {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(text).walk("VEVENT")}
    mine = f"todo-contact_point-insured_accident-{later.call.key}"
    still, left = events[mine], events[f"{mine}-left"]
    assert left["DTSTART"].dt < today < still["DTSTART"].dt <= today + timedelta(days=20)
    assert all(stay.person.given_name in str(still["SUMMARY"]) for stay in (later, sooner))


def test_what_moves_or_is_called_otherwise_is_a_newer_version(client: Any, clock: Any, at: Any) -> None:
    draft = CandidacyFactory()
    file = CandidateFile.objects.create(
        candidacy=draft, call=draft.call, school=draft.school, state="granted", answer_by=LAST, revision=3
    )
    role = Role.objects.get(person=draft.learner, kind="learner")
    session = InvitationFactory(person=draft.learner)
    address = feed_for(role, at)
    before = read(client, address)
    type(draft.enrolment).objects.update(learner_deadline=date(2026, 12, 1), revision=F("revision") + 1)
    CandidateFile.objects.filter(pk=file.pk).update(answer_by=LAST - timedelta(days=1), revision=F("revision") + 1)
    type(session.meeting).objects.update(title_nl="Anders", revision=F("revision") + 1)
    after = read(client, address)
    for kind in ("apply", "answer", "meeting"):
        assert int(after[kind]["SEQUENCE"]) > int(before[kind]["SEQUENCE"]), kind


def test_a_parent_makes_a_calendar_by_link_with_the_journey_of_the_child(client: Any, clock: Any, at: Any) -> None:
    stay, other = stay_of_minor(), stay_of_minor()
    guardian = Guardian.objects.get(candidacy__profile=stay.profile_id).person
    first, second = (InvitationFactory(person=guardian) for _ in range(2))
    stranger = InvitationFactory()
    link = links.issue(guardian, "meetings.answer", subject=first, audience="guardian", at=at)
    give_notice(guardian, "guardian", "screen", at=at)
    session = client.session
    session[doors.VISITS] = {link.key: at.isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key
    mine = client.get(reverse("meetings:mine_by_link", args=[link.key])).content.decode()
    assert second.key in mine
    assert stranger.key not in mine
    assert client.get(reverse("meetings:other_by_link", args=[link.key, stranger.key])).status_code == 404
    client.post(reverse("meetings:other_by_link", args=[link.key, second.key]), {"answer": "yes"})
    second.refresh_from_db()
    assert second.answer == "yes"
    assert client.get(reverse("meetings:other_file_by_link", args=[link.key, second.key])).status_code == 200
    client.post(reverse("meetings:make_calendar_by_link", args=[link.key]))
    address = reverse("calendar_feed", args=[token_of_feed(Feed.objects.get(person=guardian))])
    assert address in client.get(reverse("meetings:mine_by_link", args=[link.key])).content.decode()
    text = client.get(address).content.decode()
    assert f"{stay.person.given_name}" in text
    assert f"stay-{stay.key}" in text
    assert other.key not in text
    assert text.count("UID:meeting-") == 2
    client.post(reverse("meetings:end_calendar_by_link", args=[link.key]))
    assert client.get(address).status_code == 404


def feed_of_person(person: Person, at: Any) -> str:
    """Of who has no account: made behind their link."""
    made = actions.make_feed(by=Actor(person.pk, "holder", via="link"), at=at)
    return reverse("calendar_feed", args=[token_of_feed(made)])


def test_who_comes_here_reads_journey_sessions_and_what_is_still_to_do(client: Any, clock: Any, at: Any) -> None:
    row, other = NominationFactory(), NominationFactory()
    for each in (row, other):
        days = {"planned_from": FIRST, "planned_until": LAST}
        Mobility.objects.filter(pk=each.mobility_id).update(state="planned", **days)
    person = row.mobility.person
    InvitationFactory(person=person)
    address = feed_of_person(person, at)
    found = read(client, address)
    assert (found["stay"]["DTSTART"].dt, found["stay"]["DTEND"].dt) == (FIRST, LAST + timedelta(days=1))
    assert {"meeting", "todo"} <= set(found)
    assert other.mobility.key not in client.get(address).content.decode()
    Mobility.objects.filter(pk=row.mobility_id).update(state="cancelled", cancelled_at=at)
    assert set(read(client, address)) == {"meeting"}


DOORS = {
    "paperwork.own": "paperwork:own_by_link",
    "hosting.stay": "hosting:stay_by_link",
    "hosting.offer": "hosting:own",
    "nominations.profile": "nominations:profile_by_link",
}


@pytest.mark.parametrize("purpose", DOORS)
def test_behind_each_link_of_their_own_people_make_a_calendar_and_stop_it(purpose: str, clock: Any, at: Any) -> None:
    """No invitation is needed; a link of somebody else, or without a visit, makes none."""
    nomination = NominationFactory()
    company = CompanyFactory(contact=PersonFactory())
    about = {"hosting.offer": company, "nominations.profile": nomination}.get(purpose, nomination.mobility)
    person = company.contact if purpose == "hosting.offer" else nomination.mobility.person
    audience = "host" if purpose == "hosting.offer" else "incoming"
    link = links.issue(person, purpose, subject=about, audience=audience, at=at)
    client, page = by_link(link, at), reverse("meetings:calendar_by_link", args=[link.key])
    assert page in client.get(reverse(DOORS[purpose], args=[link.key])).content.decode()
    shown = client.get(page).content.decode()
    assert reverse(DOORS[purpose], args=[link.key]) in shown
    assert not Feed.objects.exists(), "looking makes nothing"
    make, end = (reverse(f"meetings:{done}_calendar_by_link", args=[link.key]) for done in ("make", "end"))
    assert Client().post(make).status_code == 404
    assert client.get(make).status_code == 405
    assert client.post(make).headers["Location"] == page
    feed = Feed.objects.get()
    assert feed.person == person
    address = reverse("calendar_feed", args=[token_of_feed(feed)])
    assert address in client.get(page).content.decode()
    assert Client().get(address).status_code == 200
    client.post(end)
    assert Client().get(address).status_code == 404
    other = links.issue(person, "matching.answer", subject=about, audience=audience, at=at)
    assert by_link(other, at).post(reverse("meetings:make_calendar_by_link", args=[other.key])).status_code == 404


def agreed(stays: list[Mobility], at: Any) -> tuple[Match, Person, Person]:
    """One company and one family, to which these learners come; the company answers and the family does."""
    room, place = RoomFactory(), PlacementFactory(company__contact=PersonFactory())
    company, family = place.company.contact, room.home.contact
    for stay in stays:
        days = {"starts_on": FIRST, "ends_on": LAST, "confirmed_at": at, "at": at}
        match = Match.objects.create(mobility=stay, placement=place, room=room, state="confirmed", **days)
        for party, person in (("company", company), ("family", family)):
            Answer.objects.create(match=match, party=party, person=person, what="yes", asked_at=at)
    return match, company, family


def test_a_host_reads_who_comes_by_first_name_once_all_agreed(client: Any, clock: Any, at: Any) -> None:
    stay = stay_abroad()
    match, *hosts = agreed([stay], at)
    for person, said in zip(hosts, ("loopt stage bij u", "logeert bij u"), strict=True):
        Person.objects.filter(pk=person.pk).update(language="nl")
        address = feed_of_person(person, at)
        event = read(client, address)["stay"]
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (FIRST, LAST + timedelta(days=1))
        assert str(event["SUMMARY"]) == f"{stay.person.given_name} {said}"
        assert stay.person.family_name not in client.get(address).content.decode()
        for state in ("proposed", "asked"):
            Match.objects.filter(pk=match.pk).update(state=state, confirmed_at=None)
            assert not read(client, address)
        Match.objects.filter(pk=match.pk).update(state="confirmed", confirmed_at=at)
    placed, slept = match.placement, match.room
    assert placed is not None
    assert slept is not None
    for row, person in ((placed.company, hosts[0]), (slept.home, hosts[1])):
        address = feed_of_person(person, at)
        assert read(client, address)
        type(row).objects.filter(pk=row.pk).update(contact=PersonFactory())
        assert not read(client, address), "somebody else answers there now"


def test_as_many_queries_for_one_guest_of_a_host_as_for_three(client: Any, clock: Any, at: Any) -> None:
    counts = []
    for number in (1, 3):
        _match, company, _family = agreed([stay_abroad() for _ in range(number)], at)
        address = feed_of_person(company, at)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).content.decode().count("UID:stay-") == number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_partner_has_a_button_to_sessions_and_calendar(client: Any, client_as: Any, clock: Any, at: Any) -> None:
    row = NominationFactory()
    Mobility.objects.filter(pk=row.mobility_id).update(state="planned", planned_from=FIRST, planned_until=LAST)
    role = RoleFactory(organisation=row.partner)
    home = client_as(role).get(reverse("home")).content.decode()
    assert reverse("calendar") in home
    assert reverse("meetings:own") in home
    assert client_as(role).get(reverse("meetings:own")).status_code == 200
    assert f"stay-{row.mobility.key}" in client.get(feed_for(role, at)).content.decode()


def test_what_the_page_of_meetings_says_of_planning_one_stands_on_the_page_of_a_call(client_as: Any) -> None:
    """A draft invites nobody, and a partner plans none."""
    call, draft = CallFactory(published=True), CallFactory(draft=True)
    partner = RoleFactory(organisation=NominationFactory(call=call).partner)
    for role, plans in ((RoleFactory(coordinator=True), True), (RoleFactory(), True), (partner, False)):
        client = client_as(role)
        assert (reverse("calls:index") + '">Naar de oproepen' in client.get(reverse("meetings:own")).text) is plans
        sessions = reverse("preparation:index", args=[call.key])
        assert (sessions in client.get(reverse("calls:show", args=[call.key])).text) is plans
        if plans:
            assert client.get(sessions).status_code == 200
    shown = client_as(RoleFactory(coordinator=True)).get(reverse("calls:show", args=[draft.key])).text
    assert reverse("preparation:index", args=[draft.key]) not in shown


def test_of_a_call_that_brings_learners_in_partners_nominate_and_the_stay_is_here(
    client: Any, clock: Any, at: Any
) -> None:
    stay = stay_abroad()
    Mobility.objects.filter(pk=stay.pk).update(direction="incoming", destination=None)
    type(stay.call).objects.filter(pk=stay.call_id).update(incoming=True, outgoing=False)
    found = read(client, feed_for(RoleFactory(coordinator=True), at))
    assert str(found["files_deadline"]["SUMMARY"]).startswith("Partners dragen voor tot: ")
    assert "files_opening" not in found
    assert str(found["stay"]["SUMMARY"]) == f"{stay.person.given_name}: Vlaanderen"


@pytest.mark.parametrize("language", ABROAD)
def test_who_reads_another_language_has_a_calendar_in_it(
    language: str, client: Any, clock: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner, a school, a learner and a parent; titles of calls and sessions, which exist in two, in English."""
    stay, draft, nominated = stay_of_minor(), CandidacyFactory(), NominationFactory()
    Mobility.objects.filter(pk=nominated.mobility_id).update(planned_from=FIRST, planned_until=LAST)
    guardian = Guardian.objects.get(candidacy__profile=stay.profile_id).person
    partner = RoleFactory(organisation=nominated.partner)
    learner = Role.objects.get(person=draft.learner, kind="learner")
    roles = (partner, RoleFactory(organisation=stay.sending), learner_of(stay), learner, RoleFactory(coordinator=True))
    rows = [*(actions.make_feed(by=actor_of(role), at=at) for role in roles)]
    rows.append(actions.make_feed(by=Actor(guardian.pk, "holder", via="link"), at=at))
    Person.objects.update(language=language)
    Call.objects.update(title_nl="Voorjaar", title_en="Spring", incoming=True)
    lacking = recorded(monkeypatch, language)
    texts = [client.get(reverse("calendar_feed", args=[token_of_feed(row)])).content.decode() for row in rows]
    assert all("BEGIN:VEVENT" in text for text in texts)
    assert "Spring" in texts[-2]
    assert not [text for text in texts if "Voorjaar" in text or "Your stay" in text]
    assert lacking - NOT_TRANSLATED == set()
