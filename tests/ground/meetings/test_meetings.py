"""Planning, inviting, answering, the waiting list and attendance, with rows and letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.links import doors
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.meetings import actions, queries, rules
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.meetings.queries import Guest
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.ground.post.models import Letter
from erasdu.ground.vault import actions as vault
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.followers import follow_journal
from tests.factories.meetings import InvitationFactory, MeetingFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.factories.vault import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R06")]


@pytest.fixture
def role() -> Role:
    return RoleFactory(coordinator=True)


@pytest.fixture
def by(role: Role) -> Actor:
    return actor_of(role)


def planned(by: Actor, at: Any, number: int = 3, **values: Any) -> tuple[Meeting, list[Invitation]]:
    """A meeting with so many invited, by the actions."""
    meeting = MeetingFactory(**values)
    guests = [Guest(PersonFactory(), "learner", meeting.organiser) for _ in range(number)]
    assert actions.invite(meeting, guests, by=by, at=at) == number
    return meeting, list(meeting.invitations.order_by("pk"))


def say(row: Invitation, said: str, at: Any) -> str:
    return actions.answer(row, said, by=Actor(row.person_id, "holder", via="link"), at=at)


def letters(what: str) -> list[int | None]:
    while journal.seal():
        follow_journal()
    rows = Letter.objects.filter(template=f"notices/letters/meeting_{what}").order_by("pk")
    return list(rows.values_list("person", flat=True))


def test_each_gets_one_letter_with_a_link_however_often_they_are_invited(by: Actor, at: Any) -> None:
    meeting, rows = planned(by, at)
    guest = Guest(rows[0].person, "guardian", rows[1].person)
    assert actions.invite(meeting, [guest, guest], by=by, at=at) == 0
    assert sorted(letters("invited")) == sorted(row.person_id for row in rows)
    assert all(letter.link_id and "{link}" in letter.text for letter in Letter.objects.all())
    assert rows[0].reasons.count() == 2


def test_one_from_the_waiting_list_moves_up_with_a_letter(by: Actor, at: Any) -> None:
    _, (first, second, third) = planned(by, at, capacity=1)
    later = [at + timedelta(minutes=minutes) for minutes in (1, 2, 3, 4)]
    assert [say(row, "yes", when) for row, when in zip((first, third, second), later, strict=False)] == [
        "seat", "waiting", "waiting"
    ]  # fmt: skip
    assert say(first, "no", later[3]) == ""
    third.refresh_from_db()
    assert third.seat == rules.SEAT
    assert letters("moved_up") == [third.person_id]
    assert Line.objects.filter(code="meeting.moved_up").count() == 1


def test_more_seats_and_who_is_taken_off_the_list_let_others_move_up(by: Actor, at: Any) -> None:
    meeting, rows = planned(by, at, capacity=1)
    for row in rows:
        say(row, "yes", at)
    values = {"capacity": 2, **{name: getattr(meeting, name) for name in KEPT}}
    actions.edit(meeting, values, revision=0, by=by, at=at)
    assert letters("moved_up") == [rows[1].person_id]
    actions.withdraw(rows[0], by=by, at=at)
    assert letters("moved_up") == [rows[1].person_id, rows[2].person_id]
    assert letters("moved") == []
    with pytest.raises(Refused, match="seats_below"):
        actions.edit(meeting, {**values, "capacity": 1}, revision=1, by=by, at=at)


KEPT = ("title_nl", "title_en", "starts_at", "ends_at", "place", "video", "required")


def test_who_did_not_say_no_hears_that_it_moves_and_that_it_is_cancelled(by: Actor, at: Any) -> None:
    meeting, rows = planned(by, at)
    say(rows[0], "no", at)
    values = {"capacity": None, **{name: getattr(meeting, name) for name in KEPT}, "place": "Dorpsplein 3, Lier"}
    actions.edit(meeting, values, revision=0, by=by, at=at)
    with pytest.raises(Stale):
        actions.edit(meeting, values, revision=0, by=by, at=at)
    assert (meeting.sequence, letters("moved")) == (1, [row.person_id for row in rows[1:]])
    actions.cancel(meeting, by=by, at=at)
    assert (meeting.sequence, letters("cancelled")) == (2, [row.person_id for row in rows[1:]])
    rows[1].refresh_from_db()
    with pytest.raises(Refused, match="meeting_cancelled"):
        say(Invitation.objects.get(pk=rows[1].pk), "yes", at)


def test_nobody_answers_for_another_or_when_it_is_over(by: Actor, at: Any) -> None:
    meeting, rows = planned(by, at)
    with pytest.raises(Refused, match="invitation_not_yours"):
        actions.answer(rows[0], "yes", by=by, at=at)
    with pytest.raises(Refused, match="meeting_over"):
        say(rows[0], "yes", meeting.ends_at)
    with pytest.raises(Refused, match="meeting_not_begun"):
        actions.attend(rows[0], "list", by=by, at=at)


def test_an_answer_that_crosses_a_withdrawal_or_the_end_of_the_meeting_is_no_answer(by: Actor, at: Any) -> None:
    """The page was opened before; the answer comes after."""
    meeting, rows = planned(by, at)
    stale = [Invitation.objects.select_related("meeting").get(pk=row.pk) for row in rows[:2]]
    actions.withdraw(rows[0], by=by, at=at)
    with pytest.raises(Refused, match="not_invited"):
        say(stale[0], "yes", at)
    actions.cancel(meeting, by=by, at=at)
    with pytest.raises(Refused, match="meeting_cancelled"):
        say(stale[1], "yes", at)
    assert not Invitation.objects.exclude(answer="").exists()


def test_the_pages_of_who_organises(role: Role, by: Actor, client_as: Any) -> None:
    with the_clock.standing_at(MeetingFactory.starts_at):
        meeting, (row, *_) = planned(by, MeetingFactory.starts_at - timedelta(days=3), capacity=9)
        client = client_as(role)
        page = client.get(reverse("meetings:show", args=[meeting.key])).content.decode()
        assert str(row.person) in page
        own_code = reverse("meetings:present", args=[row.key])
        assert "Is er" in client.get(own_code).content.decode()
        assert client.post(own_code, {"how": "own_code"}).status_code == 302
        row.refresh_from_db()
        assert (row.seen_how, row.seen_by_id) == ("own_code", by.person)
        client.post(reverse("meetings:absent", args=[row.key]))
        row.refresh_from_db()
        assert row.seen_how == ""
        sent = {"title_nl": "X", "starts_at": "2026-12-03T19:00", "ends_at": "2026-12-03T18:00", "revision": 0}
        wrong = client.post(reverse("meetings:edit", args=[meeting.key]), sent)
        assert wrong.status_code == 422
        assert "Het eindigt voor het begint" in wrong.content.decode()
        assert "data:image/svg" in client.get(reverse("meetings:screen", args=[meeting.key])).content.decode()


def test_who_was_there_is_taken_away_in_two_presses_where_leaving_needs_it(
    role: Role, by: Actor, client_as: Any
) -> None:
    starts = MeetingFactory.starts_at
    with the_clock.standing_at(starts):
        meeting, (row, *_) = planned(by, starts - timedelta(days=3))
        actions.attend(row, "list", by=by, at=starts)
    address = reverse("meetings:show", args=[meeting.key])
    with the_clock.standing_at(meeting.ends_at + timedelta(hours=1)):
        for required in (False, True):
            type(meeting).objects.filter(pk=meeting.pk).update(required=required)
            page = client_as(role).get(address).content.decode()
            assert ("kan niet vertrekken" in page, "Ja, was er niet" in page) == (required, required)
        assert "nog geen antwoord" not in page
        assert page.count("daar niet gezien") == 2


def test_the_code_in_the_room_is_for_who_is_invited_and_only_during_the_meeting(by: Actor, client: Any) -> None:
    starts = MeetingFactory.starts_at
    meeting, (row, other, _) = planned(by, starts - timedelta(days=3))
    give_notice(row.person, "learner", "screen", at=starts - timedelta(days=2))
    address = reverse("meetings:door", args=[meeting.key, queries.door_token(meeting)])
    with the_clock.standing_at(starts):
        assert "weten nog niet wie je bent" in client.get(address).content.decode()
        assert client.get(address[:-2] + "/").status_code == 404
        session = client.session
        session[doors.VISITS] = {row.link.key: starts.isoformat()}
        session.save()
        client.cookies["sessionid"] = session.session_key
        assert row.person.given_name in client.get(address).content.decode()
    with the_clock.standing_at(starts - timedelta(hours=1)):
        assert "alleen tijdens de bijeenkomst" in client.post(address).content.decode()
    with the_clock.standing_at(starts):
        client.post(address)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.seen_how, other.seen_how) == ("door", "")


def test_who_was_seen_is_not_asked_any_more_whether_they_come(by: Actor, client_as: Any) -> None:
    role = RoleFactory(learner=True)
    row = InvitationFactory(person=role.person, meeting=MeetingFactory())
    page = reverse("meetings:invitation", args=[row.key])
    with the_clock.standing_at(row.meeting.starts_at):
        assert 'name="answer"' in client_as(role).get(page).content.decode()
        type(row).objects.filter(pk=row.pk).update(seen_how="door", seen_at=row.meeting.starts_at)
        assert 'name="answer"' not in client_as(role).get(page).content.decode()


def test_who_is_known_and_not_invited_is_not_told_to_sign_in_once_more(by: Actor, client_as: Any) -> None:
    meeting = MeetingFactory()
    address = reverse("meetings:door", args=[meeting.key, queries.door_token(meeting)])
    with the_clock.standing_at(meeting.starts_at):
        page = client_as(RoleFactory(learner=True)).get(address).content.decode()
    assert "niet uitgenodigd" in page
    assert reverse("account_login") not in page


def test_what_is_to_read_is_there_for_the_invited(by: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, rows = planned(by, MeetingFactory.starts_at - timedelta(days=3), 1)
    monkeypatch.setattr(vault, "prepare", lambda *given, **named: prepared())
    actions.add_material(meeting, b"", name="dia.png", by=by, at=meeting.ends_at)
    assert letters("to_read") == [rows[0].person_id]
    assert len(queries.material_of(meeting)) == 1


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_costs_the_same_for_one_and_many(
    number: int, role: Role, by: Actor, client_as: Any, at: Any, clock: Any, django_assert_max_num_queries: Any
) -> None:
    meeting, _ = planned(by, at, number)
    client = client_as(role)
    with django_assert_max_num_queries(22):
        client.get(reverse("meetings:show", args=[meeting.key]))


@pytest.mark.parametrize("required", [True, False])
def test_who_waits_for_a_seat_at_a_session_that_is_needed_is_told_to_who_plans_it(
    required: bool, role: Role, by: Actor, client_as: Any, at: Any, clock: Any
) -> None:
    meeting, (first, *others) = planned(by, at, capacity=1, required=required)
    say(first, "yes", at)
    address, said = (
        reverse("meetings:show", args=[meeting.key]),
        "staan op de wachtlijst en kunnen zonder deze sessie niet",
    )
    client = client_as(role)
    assert said not in client.get(address).content.decode()
    for row in others:
        say(row, "yes", at)
    page = client.get(address).content.decode()
    assert (f"2 mensen {said}" in page) == required
    assert (page.count(reverse("meetings:edit", args=[meeting.key])) == 2) == required


def test_every_letter_says_when_and_where_in_the_readers_language(by: Actor, at: Any) -> None:
    meeting = MeetingFactory(capacity=1)
    people = [PersonFactory(language=language) for language in ("nl", "en")]
    actions.invite(meeting, [Guest(person, "guardian", person) for person in people], by=by, at=at)
    assert len(letters("invited")) == 2
    found = {letter.language: (letter.subject, letter.text) for letter in Letter.objects.all()}
    assert found["nl"][0] == "Uitnodiging: Infoavond"
    assert "do 3 dec. 2026, 19.00–20.30 u." in found["nl"][1]
    assert found["en"][0] == "You are invited: Info evening"
    assert "Thu 3 Dec 2026, 19:00–20:30" in found["en"][1]
    assert InvitationFactory.build().answer == ""


@pytest.mark.parametrize("language", ABROAD)
def test_who_comes_by_link_reads_every_page_in_the_own_language(
    language: str, by: Actor, client: Any, clock: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (row, other, _) = planned(by, at, capacity=1, required=True)
    person = row.person
    type(person).objects.filter(pk=person.pk).update(language=language)
    say(other, "yes", at)
    give_notice(person, "learner", "screen", at=at)
    session = client.session
    session[doors.VISITS] = {row.link.key: at.isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key
    lacking: set[str] = set()
    single = DjangoTranslation.gettext

    def gettext(self: Any, message: str) -> Any:
        if self.language() == language and message and message not in self._catalog:
            lacking.add(message)
        return single(self, message)

    monkeypatch.setattr(DjangoTranslation, "gettext", gettext)
    address = reverse("meetings:answer_by_link", args=[row.link.key])
    mine = reverse("meetings:mine_by_link", args=[row.link.key])
    for said in ("", "maybe", "no", "yes"):
        client.post(address, {"answer": said})
        assert client.get(address).status_code == 200
    client.get(mine)
    client.post(reverse("meetings:make_calendar_by_link", args=[row.link.key]))
    assert f'lang="{language}"' in client.get(mine).content.decode()
    client.post(reverse("meetings:end_calendar_by_link", args=[row.link.key]))
    client.get(mine)
    hall = reverse("meetings:door", args=[row.meeting.key, queries.door_token(row.meeting)])
    for now in (row.meeting.starts_at, row.meeting.ends_at + timedelta(days=2)):
        with the_clock.standing_at(now):
            session = client.session
            session[doors.VISITS] = {row.link.key: now.isoformat()}
            session.save()
            assert f'lang="{language}"' in client.get(hall).content.decode()
            client.post(hall)
            assert f'lang="{language}"' in client.get(hall).content.decode()
            session[doors.VISITS] = {other.link.key: now.isoformat()}
            Invitation.objects.filter(pk=other.pk).update(withdrawn_at=now)
            type(person).objects.filter(pk=other.person_id).update(language=language)
            session.save()
            client.get(hall)
            stranger = type(client)(headers={"Accept-Language": language})
            assert f'lang="{language}"' in stranger.get(hall).content.decode()
    assert lacking - {"ErasDu"} == set()


@pytest.mark.parametrize("required", [True, False])
def test_who_says_no_reads_what_happens_when_being_there_is_required(
    required: bool, by: Actor, client_as: Any, at: Any, clock: Any
) -> None:
    guest = RoleFactory()
    meeting = MeetingFactory(required=required)
    actions.invite(meeting, [Guest(guest.person, "learner", meeting.organiser)], by=by, at=at)
    client, address = client_as(guest), reverse("meetings:invitation", args=[Invitation.objects.get().key])
    assert ("Erbij zijn is verplicht voor het vertrek" in client.get(address).text) is required
    shown = client.post(address, {"answer": "no"}, follow=True).text
    assert ("wie organiseert, ziet dit antwoord en zoekt een ander moment" in shown) is required
    assert "Genoteerd" in shown


def test_what_comes_next_stands_on_top_and_what_is_over_below(role: Role, client_as: Any, clock: Any) -> None:
    for days, title in ((9, "Over negen"), (-3, "Drie geleden"), (2, "Over twee"), (-8, "Acht geleden")):
        moved = {name: clock + timedelta(days=days, hours=hours) for name, hours in (("starts_at", 0), ("ends_at", 1))}
        MeetingFactory(organiser=role.organisation, title_nl=title, **moved)
    shown = client_as(role).get(reverse("meetings:own")).text
    places = [shown.index(title) for title in ("Over twee", "Over negen", "Drie geleden", "Acht geleden")]
    assert places == sorted(places)


def test_the_first_address_of_a_calendar_is_not_called_a_new_one(role: Role, client_as: Any, clock: Any) -> None:
    client = client_as(role)
    first = client.post(reverse("calendar_make"), follow=True).text
    assert "De agenda heeft een adres." in first
    assert 'href="webcal://' in first, "a phone opens its own calendar with it"
    assert "Een vroeger adres werkt niet meer" in client.post(reverse("calendar_make"), follow=True).text
