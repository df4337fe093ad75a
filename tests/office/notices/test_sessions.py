"""Meetings in the one table: letters from lines, reminders in the forecast, and the file for a calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links.queries import address
from erasdu.ground.meetings import actions
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import message, send_due
from erasdu.journey.calls.models import Call
from erasdu.journey.preparation.queries import Group, guests_of
from erasdu.kernel.actor import Actor
from erasdu.office.notices import rules
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.followers import follow_journal
from erasdu.office.notices.queries import digests, planned
from erasdu.office.notices.queries.table import table
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import RoleFactory
from tests.journey.mobilities.staying import contact_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R06")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday; the meeting is on Thursday 3 December
MON = date(2026, 11, 23)


@pytest.fixture
def office(settings) -> Role:
    settings.DEMO, settings.EMAIL_CONFIGURED = False, True
    settings.MAIL_FROM = "ErasDu <post@erasdu.example>"
    return RoleFactory(coordinator=True)


def invited(office: Role, at: datetime = AT, **values: Any) -> tuple[Meeting, Invitation]:
    """A parent of a minor with a place, invited to a session that is required."""
    stay = stay_of_minor()
    contact_of(stay)
    meeting = MeetingFactory(**{"required": True, "about_pk": stay.call_id, **values})
    by = actor_of(office)
    assert actions.invite(meeting, guests_of(by, stay.call, Group(["guardian"]), MON), by=by, at=at) == 1
    return meeting, Invitation.objects.select_related("person", "link").get(meeting=meeting)


def written(what: str) -> list[Letter]:
    while journal.seal():
        follow_journal()
    return list(Letter.objects.filter(template=f"notices/letters/meeting_{what}").order_by("pk"))


def say(row: Invitation, said: str, at: datetime = AT) -> None:
    actions.answer(row, said, by=Actor(row.person_id, "holder", via="link"), at=at)


def file_of(letter: Letter) -> tuple[str, Any]:
    """What kind of file a mail carries, and the event in it."""
    (part,) = [part for part in message(letter).message().walk() if part.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert part.get_param("method") == str(Calendar.from_ical(text)["METHOD"])
    assert (part.get_filename(), part.get_content_charset()) == ("erasdu.ics", "utf-8")
    return str(part.get_param("method")), event


def told(day: int) -> dict[str, set[str]]:
    """What → the ways by which somebody hears of it on that day of the forecast."""
    found, on = planned.world(MON), MON + timedelta(days=day)
    mails = [mail for mail in planned.forecast(found, MON) if mail.on == on]
    ways: dict[str, set[str]] = {}
    for mail in mails:
        for due in mail.dues:
            if due.rows and due.item.kind == "meetings.invitation":
                ways.setdefault(due.item.what, set()).update(row.text for row in due.rows)
    return ways


def test_who_stays_silent_is_asked_again_then_others_hear_of_it_and_then_somebody_telephones(office: Role) -> None:
    _, row = invited(office)
    assert told(0) == {}
    assert told(4)["answer_invitation"] == {"answer_invitation"}
    assert told(7)["answer_invitation"] == {"answer_invitation"}
    assert told(3)["answer_invitation"] == {"answer_invitation_silent"}, "on a Thursday, a day of the contact point"
    found, last = planned.world(MON), date(2026, 12, 2)
    calls = rules.to_call(table(), found.items, found.readers, last)
    assert [(call.person, call.item.what) for call in calls if call.item.kind == "meetings.invitation"] == [
        (row.person_id, "answer_invitation")
    ]
    say(row, "yes")
    assert all("answer_invitation" not in told(day) for day in range(10))
    assert told(9)["come_to_session"] == {"come_to_session"}, "the day before"


def test_who_need_not_come_is_only_asked_themselves(office: Role) -> None:
    invited(office, required=False)
    texts = {text for day in range(12) for found in told(day).values() for text in found}
    assert texts == {"answer_invitation"}


def test_what_was_forecast_goes_with_the_own_link_unless_they_answered(office: Role) -> None:
    _, row = invited(office)
    on, at = MON + timedelta(days=4), AT + timedelta(days=4)
    write_day(on, at=at)
    letter = Letter.objects.get(template="notices/letters/waiting", person=row.person)
    assert f"{{link:{row.link.key}}}" in letter.text
    assert "Infoavond, do 3 dec. 2026, 19.00–20.30 u.. Ten laatste op wo 2 dec. 2026." in letter.text
    assert address(row.link) not in letter.text
    say(row, "no")
    send_due(lambda: at)
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_an_invitation_of_the_evening_goes_in_the_morning_unless_it_is_cancelled_meanwhile(office: Role) -> None:
    night = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    meeting, _ = invited(office, night)
    (letter,) = written("invited")
    assert letter.due == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    actions.cancel(meeting, by=actor_of(office), at=night)
    send_due(lambda: letter.due)
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_what_waits_for_the_morning_stands_in_the_forecast_and_can_be_stopped(office: Role, client_as: Any) -> None:
    night = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    invited(office, night)
    (letter,) = written("invited")
    with the_clock.standing_at(night + timedelta(hours=1)):
        client = client_as(office)
        assert letter.subject in client.get("/notices/").content.decode()
        assert client_as(RoleFactory()).post(f"/notices/letter/{letter.key}/stop/").status_code == 404
        assert client.post(f"/notices/letter/{letter.key}/stop/").status_code == 302
        assert letter.subject not in client.get("/notices/").content.decode()
        assert client.post(f"/notices/letter/{letter.key}/stop/").status_code == 404
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_the_mail_carries_the_meeting_and_an_update_replaces_it(office: Role) -> None:
    meeting, row = invited(office, title_nl='Infoavond; "vragen", en meer')
    Person.objects.filter(pk=row.person_id).update(language="nl")
    (letter,) = written("invited")
    method, first = file_of(letter)
    assert (method, first["SEQUENCE"], str(first["SUMMARY"])) == ("PUBLISH", 0, 'Infoavond; "vragen", en meer')
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
    assert str(first["ORGANIZER"]) == "mailto:post@erasdu.example"
    assert first["ORGANIZER"].params["CN"] == meeting.organiser.name
    assert "ATTENDEE" not in first
    later = {
        name: getattr(meeting, name) for name in ("title_nl", "title_en", "capacity", "required", "place", "video")
    }
    later |= {"starts_at": meeting.starts_at + timedelta(days=1), "ends_at": meeting.ends_at + timedelta(days=1)}
    actions.edit(meeting, later, revision=0, by=actor_of(office), at=AT + timedelta(hours=1))
    method, moved = file_of(written("moved")[0])
    assert (method, moved["UID"], moved["SEQUENCE"]) == ("PUBLISH", first["UID"], 1)
    assert moved["DTSTART"].dt == meeting.starts_at == MeetingFactory.starts_at + timedelta(days=1)
    actions.cancel(meeting, by=actor_of(office), at=AT + timedelta(hours=2))
    method, gone = file_of(written("cancelled")[0])
    assert (method, gone["UID"], gone["SEQUENCE"], str(gone["STATUS"])) == ("CANCEL", first["UID"], 2, "CANCELLED")


def test_whose_invitation_is_taken_back_hears_it_and_may_be_invited_again(office: Role) -> None:
    meeting, row = invited(office)
    written("invited")
    actions.withdraw(row, by=actor_of(office), at=AT + timedelta(hours=1))
    (letter,) = written("taken_back")
    assert "{link}" not in letter.text
    assert file_of(letter)[0] == "CANCEL"
    assert told(4) == {}
    call = Call.objects.get(pk=meeting.about_pk)
    guests = guests_of(actor_of(office), call, Group(["guardian"]), MON)
    assert actions.invite(meeting, guests, by=actor_of(office), at=AT + timedelta(hours=2)) == 1
    assert len(written("invited")) == 2


def test_a_mail_that_is_tried_again_is_the_same(office: Role) -> None:
    invited(office)
    (letter,) = written("invited")
    first, again = message(letter).message(), message(letter).message()
    assert first["Message-ID"] == again["Message-ID"]
    assert [part.get_payload(decode=True) for part in first.walk()] == [
        part.get_payload(decode=True) for part in again.walk()
    ]
    assert letter.link is not None
    assert address(letter.link) in first.get_payload(0).get_payload(0).get_payload(decode=True).decode()


@pytest.mark.parametrize(
    ("language", "greets", "waits", "invites"),
    [("fr", "Bonjour", "Ceci attend encore", "Invitation"), ("de", "Guten Tag", "Das wartet noch", "Einladung"),
     ("es", "Hola", "Esto está pendiente", "Invitación"), ("pt", "Olá", "Isto ainda está à espera", "Convite")],
)  # fmt: skip
def test_who_comes_by_link_reads_all_of_it_in_the_own_language(
    office: Role, language: str, greets: str, waits: str, invites: str
) -> None:
    _, row = invited(office)
    Person.objects.filter(pk=row.person_id).update(language=language)
    (letter,) = written("invited")
    assert (letter.language, letter.subject.partition(" ")[0].strip(":")) == (language, invites)
    write_day(MON + timedelta(days=4), at=AT + timedelta(days=4))
    digest = Letter.objects.get(template="notices/letters/waiting", person=row.person)
    assert digest.language == language
    assert digest.text.startswith(greets)
    assert waits in digest.text
    assert not any(word in letter.text + digest.text for word in ("Hello", "Greetings", "You ", "By ", "The link"))
    RoleFactory(person=row.person)
    again = Person.objects.get(pk=row.person_id)
    assert digests.languages_of(again) == ("nl", "en"), "who works with the site reads it as the site is"
