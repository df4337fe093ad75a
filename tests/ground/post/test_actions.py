"""Writing letters, taking them back, and recording that they came back."""

from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.ground.journal.models import Line
from erasdu.ground.post import actions
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import about, by_message_id, in_trouble, message_id
from erasdu.ground.post.states import LETTER
from tests.concurrency import shared_database, together
from tests.factories.organisations import PersonFactory, SchoolFactory
from tests.factories.people import PersonFactory as AnyPersonFactory
from tests.factories.post import LetterFactory
from tests.kernel.test_reports import AS_HEADERS, WHOLE

__all__ = ["shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEMPLATE = "notices/letters/applied"
WORDS = {"school": "De Brug", "call": "Voorjaar", "site": "http://localhost"}


@pytest.mark.django_db
class TestWriting:
    def test_a_letter_is_whole_and_waits(self) -> None:
        person, school = PersonFactory(given_name="Noor"), SchoolFactory()
        letter = actions.write(TEMPLATE, to=person, once="a", at=AT, context=WORDS, about=school)
        assert letter is not None
        assert letter.subject == "De Brug heeft je formulier"
        assert letter.text.startswith("Dag Noor")
        assert (letter.state, letter.due, letter.address) == ("queued", AT, person.email)
        assert list(about(school)) == [letter]

    def test_the_same_reason_is_one_letter(self) -> None:
        person = PersonFactory()
        first = actions.write(TEMPLATE, to=person, once="a", at=AT, context=WORDS)
        assert actions.write(TEMPLATE, to=person, once="a", at=AT, context=WORDS) == first
        assert Letter.objects.count() == 1

    def test_in_the_readers_language_or_english(self) -> None:
        texts = {
            language: actions.write(TEMPLATE, to=PersonFactory(language=language), once=language, at=AT, context=WORDS)
            for language in ("nl", "en", "fr")
        }
        assert [letter.text[:5] for letter in texts.values() if letter] == ["Dag N", "Hello", "Hello"]

    def test_nobody_to_write_to_is_no_letter(self) -> None:
        assert actions.write(TEMPLATE, to=AnyPersonFactory(unreachable=True), once="a", at=AT, context=WORDS) is None

    def test_another_address_than_the_stored_one(self) -> None:
        letter = actions.write(TEMPLATE, to=PersonFactory(), once="a", at=AT, context=WORDS, address="new@example.org")
        assert letter is not None
        assert letter.address == "new@example.org"

    def test_a_subject_is_one_line(self) -> None:
        words = {**WORDS, "school": "De\nBrug\r\nBcc: x@example.org"}
        letter = actions.write(TEMPLATE, to=PersonFactory(), once="a", at=AT, context=words)
        assert letter is not None
        assert "\n" not in letter.subject
        assert "\r" not in letter.subject


@pytest.mark.django_db(transaction=True)
class TestWithItsAction:
    def test_a_letter_goes_with_the_action_that_caused_it(self) -> None:
        person = PersonFactory()

        @transaction.atomic
        def act() -> None:
            actions.write(TEMPLATE, to=person, once="a", at=AT, context=WORDS)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            act()
        assert not Letter.objects.exists()

    def test_two_at_once_write_one(self, shared_database: str) -> None:
        person = PersonFactory()
        found = together(*[lambda: actions.write(TEMPLATE, to=person, once="a", at=AT, context=WORDS)] * 4)
        assert len({letter.pk for letter in found}) == 1


@pytest.mark.django_db
class TestComingBack:
    def test_by_its_message_id(self, capsys: pytest.CaptureFixture[str]) -> None:
        letter = LetterFactory(sent=True)
        call_command("bounced", message_id(letter), "--why", "550 unknown\nuser")
        letter.refresh_from_db()
        assert (letter.state, letter.last_error) == ("bounced", "550 unknown user")
        assert letter.returned_at is not None
        assert list(in_trouble([letter.person_id])) == [letter]
        assert Line.objects.get().code == "letter.came_back"
        assert letter.key in capsys.readouterr().out

    def test_by_the_report_of_a_mail_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        letter = LetterFactory(sent=True)
        copy = AS_HEADERS.replace("<abc123@erasdu.example>", message_id(letter))
        for action, state in (("delayed", "sent"), ("failed", "bounced"), ("failed", "bounced")):
            report = WHOLE.format(action=action, copy=copy).encode()
            monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(report)))
            call_command("bounced", "-")
            letter.refresh_from_db()
            assert letter.state == state
        assert letter.last_error.startswith("550 5.1.1")
        assert Line.objects.count() == 1

    @pytest.mark.parametrize("shape", ["<{}@erasdu.example>", "{}@erasdu.example", "{}", " <{}@other.example> "])
    def test_however_the_id_is_written(self, shape: str) -> None:
        letter = LetterFactory()
        assert by_message_id(shape.format(letter.key)) == letter

    @pytest.mark.parametrize("given", ["", "<>", "@", "<nothing@erasdu.example>"])
    def test_an_unknown_id_is_said(self, given: str) -> None:
        LetterFactory()
        with pytest.raises(CommandError):
            call_command("bounced", given)

    def test_twice_is_once(self) -> None:
        letter = LetterFactory(sent=True)
        call_command("bounced", message_id(letter))
        with pytest.raises(CommandError):
            call_command("bounced", message_id(letter))
        assert Line.objects.count() == 1

    def test_what_never_went_does_not_come_back(self) -> None:
        letter = LetterFactory()
        assert not actions.came_back(letter, at=AT, why="?")
        letter.refresh_from_db()
        assert letter.state == "queued"


@pytest.mark.django_db
class TestSteps:
    @pytest.mark.parametrize("state", sorted(LETTER.states))
    def test_only_what_is_stuck_is_tried_again(self, state: str) -> None:
        letter = LetterFactory(state=state, failed_at=AT)
        assert actions.try_again(letter, at=AT) == (state in LETTER.sources("try_again"))

    @pytest.mark.parametrize("state", sorted(LETTER.states))
    def test_only_what_waits_is_cancelled(self, state: str) -> None:
        assert actions.cancel(LetterFactory(state=state), at=AT) == (state == "queued")

    def test_what_is_on_its_way_is_not_cancelled(self) -> None:
        assert not actions.cancel(LetterFactory(lease_until=AT, lease="x"), at=AT)

    def test_nobody_whose_data_is_gone_is_written_to_again(self) -> None:
        assert not actions.try_again(LetterFactory(bounced=True, person=AnyPersonFactory(erased=True)), at=AT)


@settings(deadline=None, max_examples=50)  # the first compiles the template
@given(st.text(max_size=80))
def test_composing_never_breaks_on_a_name(name: str) -> None:
    person = AnyPersonFactory.build(given_name=name)
    subject, text = actions.as_shipped(TEMPLATE, "nl", {"person": person, **WORDS, "school": name})
    assert "\n" not in subject
    assert len(subject) <= 200
    assert text.endswith("\n")
