"""Letters that are written and wait to go: the coordinator sees, holds, changes or stops them, never their links."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.links import actions as links
from erasdu.ground.links.queries import address
from erasdu.ground.look.words import collected
from erasdu.ground.post.actions import write
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices import actions, words
from erasdu.office.notices.queries import waiting
from tests.factories.journal import line
from tests.factories.organisations import PersonFactory, RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TEMPLATE = "selection/letters/input_asked"


def written(template: str = TEMPLATE, due: datetime = MORNING, **given: Any) -> Letter:
    """A letter of a step with a personal link, that waits."""
    person = PersonFactory(given_name="Mia", language="nl")
    link = links.issue(person, "selection.input", subject=person, at=NIGHT, days=14)
    context = {
        "school": "De Brug",
        "lead": "Els",
        "short": "Akkoord",
        "about": "",
        "channel": "mail",
        "due_on": date(2026, 12, 1),
    }
    letter = write(template, to=person, once=f"x{person.pk}", at=NIGHT, due=due, link=link, context=context)
    assert letter is not None
    Letter.objects.filter(pk=letter.pk).update(**given)
    letter.refresh_from_db()
    return letter


@pytest.fixture
def office(client_as):
    role = RoleFactory(coordinator=True)
    with the_clock.standing_at(NIGHT):
        yield client_as(role)


def test_they_stand_in_the_forecast_with_why_and_without_a_working_link(office) -> None:
    letter = written()
    page = office.get("/notices/").content.decode()
    assert letter.subject in page
    assert "wacht op de ochtend" in page
    shown = office.get(f"/notices/letter/{letter.key}/").content.decode()
    assert "/l/…" in shown
    assert letter.link is not None
    for secret in (address(letter.link), address(letter.link).rstrip("/").rpartition("/")[2], letter.link.key):
        assert secret not in page + shown
    assert "{link}" in shown, "its place, in the form"
    (row,) = waiting.with_why([letter], NIGHT)
    assert all(str(why) in shown for why in row.why)


def test_why_is_what_happened_in_that_moment() -> None:
    """A paper is asked for in several ways: the one that was is said."""
    letter = written(template="paperwork/letters/sign", created_at=NIGHT)
    (row,) = waiting.with_why([letter], NIGHT)
    assert len(row.why) > 1, "nothing is known of it"
    line("paper.resent", letter, at=NIGHT)
    (row,) = waiting.with_why([letter], NIGHT)
    assert row.why == [collected("EVENTS")["paper.resent"]]


@pytest.mark.parametrize(
    ("given", "waits"),
    [
        ({}, "morning"),
        ({"tries": 3}, "server"),
        ({"tries": 3, "due": MORNING + timedelta(days=4)}, "held"),
        ({"due": MORNING + timedelta(days=4)}, "held"),
        ({"due": NIGHT}, None),
        ({"state": "sent"}, None),
        ({"confidential": True}, None),
        ({"template": "people/letters/login_code"}, None),
        ({"template": "links/letters/code"}, None),
    ],
)
def test_what_waits_and_for_what(given: dict[str, Any], waits: str | None) -> None:
    written(**given)
    rows, number = waiting.shown(Actor(1, "coordinator"), NIGHT)
    assert [row.waits for row in rows] == ([waits] if waits else [])
    assert number == len(rows)
    assert waits is None or words.LETTER_WAITS[waits]
    assert waiting.shown(Actor(10**6, "contact_point"), NIGHT) == ([], 0), "of somebody else's people"


def test_held_it_goes_on_that_day_with_a_link_that_works(office) -> None:
    letter = written()
    page = f"/notices/letter/{letter.key}/"
    assert office.post(page, {"until": "2026-12-16"}).status_code == 302
    letter.refresh_from_db()
    assert letter.due == datetime(2026, 12, 16, 6, 0, tzinfo=UTC)
    assert letter.link is not None
    assert letter.link.expires_at >= letter.due + timedelta(days=10)
    shown = office.get(page).content.decode()
    assert "Laten vertrekken" in shown
    assert "uitgesteld tot een latere dag" in shown, "who did it, and when"
    kept = Line.objects.get(code="notices.letter_held")
    assert kept.data == {"until": "2026-12-16"}
    office.post(page + "go/")
    letter.refresh_from_db()
    assert letter.due == MORNING
    assert Line.objects.filter(code="notices.letter_let_go").exists()


@pytest.mark.parametrize("until", ["", "2026-11-23", "2027-02-01", "30/02/2027"])
def test_a_day_that_cannot_be_says_so_at_its_field(until: str, office) -> None:
    letter = written()
    answer = office.post(f"/notices/letter/{letter.key}/", {"until": until})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    letter.refresh_from_db()
    assert letter.due == MORNING


def test_written_otherwise_it_goes_as_it_was_shown(office, settings: Any) -> None:
    settings.DEMO = True
    letter = written()
    page = f"/notices/letter/{letter.key}/"
    sent = {"subject": "Even jouw hulp", "body": "Dag Mia,\n\nDoe je mee?\n\n{link}"}
    assert office.post(page + "rewrite/", sent).status_code == 302
    assert "Doe je mee?" in office.get(page).content.decode()
    send_due(lambda: MORNING)
    letter.refresh_from_db()
    assert (letter.state, letter.subject) == ("sent", "Even jouw hulp")
    assert letter.text == "Dag Mia,\n\nDoe je mee?\n\n{link}\n"


@pytest.mark.parametrize(
    "body", ["Zonder", "{link} {name}", "{link} {link:abc}", "{link} {{ x }}", "{link} {code}", ""]
)
def test_its_link_stays_and_nothing_else_is_filled_in(body: str, office) -> None:
    letter = written()
    answer = office.post(f"/notices/letter/{letter.key}/rewrite/", {"subject": "Hallo", "body": body})
    assert answer.status_code == 200
    letter.refresh_from_db()
    assert letter.subject != "Hallo"
    with pytest.raises(Refused, match="notice_text_faulty"):
        actions.rewrite(letter, subject="Hallo", body=body, by=Actor(1, "coordinator"), at=NIGHT)


def test_the_mail_of_the_day_is_held_or_stopped_but_not_written_otherwise(office) -> None:
    letter = written(template="notices/letters/own_not_yet")
    Letter.objects.update(template="notices/letters/waiting", text="- Teken\n  {link:abcdef}\n")
    letter.refresh_from_db()
    shown = office.get(f"/notices/letter/{letter.key}/").content.decode()
    assert "abcdef" not in shown
    assert "/rewrite/" not in shown
    with pytest.raises(Refused, match="mail_of_the_day"):
        actions.rewrite(letter, subject="a", body="b", by=Actor(1, "coordinator"), at=NIGHT)


@pytest.mark.parametrize("gone", [{"state": "sent", "done_at": NIGHT}, {"lease_until": MORNING}])
def test_what_goes_or_is_on_its_way_is_left_alone(gone: dict[str, Any]) -> None:
    letter, by = written(**gone), Actor(RoleFactory(coordinator=True).person_id, "coordinator")
    for act in (
        lambda: actions.hold(letter, date(2026, 12, 1), by=by, at=NIGHT),
        lambda: actions.rewrite(letter, subject="a", body="{link}", by=by, at=NIGHT),
        lambda: actions.stop(letter, by=by, at=NIGHT),
        lambda: actions.let_go(letter, by=by, at=NIGHT),
    ):
        with pytest.raises(Refused, match="mail_gone"):
            act()
    assert not Line.objects.filter(code__startswith="notices.letter_").exists()


def test_nobody_else_does_anything_with_them(client_as) -> None:
    letter = written()
    school = client_as(RoleFactory())
    with the_clock.standing_at(NIGHT):
        for page in ("", "rewrite/", "stop/", "go/"):
            assert school.post(f"/notices/letter/{letter.key}/{page}").status_code == 404
        assert letter.subject not in school.get("/notices/").content.decode()
    by = Actor(RoleFactory().person_id, "contact_point")
    with pytest.raises(Refused):
        actions.hold(letter, date(2026, 12, 1), by=by, at=NIGHT)
