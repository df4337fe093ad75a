"""Nothing in the outbox is lost, whatever the mail server or a kill does; a duplicate is the same mail."""

import random
import signal
import socket
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Code
from erasdu.ground.links.queries import address
from erasdu.ground.post import actions, tasks
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import filled, message_id, place_of, waiting_too_long
from erasdu.kernel.actor import SYSTEM
from tests.concurrency import erasdu, shared_database, together, until
from tests.factories.organisations import PersonFactory, SchoolFactory
from tests.factories.post import LetterFactory
from tests.mailserver import MailServer, mail_server

__all__ = ["mail_server", "shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def over_smtp(settings, mail_server: MailServer) -> MailServer:
    settings.DEMO, settings.EMAIL_CONFIGURED, settings.PRODUCTION = False, True, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 5
    settings.MAIL_FROM = "ErasDu <post@erasdu.example>"
    return mail_server


def send(at: datetime = AT) -> int:
    return tasks.send_due(lambda: at)


def said_of(letter: Letter) -> list[str]:
    """Codes of the journal's lines about it."""
    return list(Line.objects.filter(subjects__pk_of=letter.pk).order_by("pk").values_list("code", flat=True))


def later(letter: Letter) -> datetime:
    letter.refresh_from_db()
    return letter.due


@pytest.mark.django_db
class TestDelivery:
    def test_a_mail_arrives_as_it_was_written(self, over_smtp: MailServer) -> None:
        letter = LetterFactory(subject="Nieuws voor Zoë", text="Dag Zoë,\n\nÉén plaats is vrij.\n")
        assert send() == 1
        (mail,) = over_smtp.mails
        assert mail["To"] == letter.address
        assert mail["From"] == "ErasDu <post@erasdu.example>"
        assert mail["Message-ID"] == f"<{letter.key}@erasdu.example>"
        assert mail["Auto-Submitted"] == "auto-generated"
        plain, html = mail.get_payload()
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == letter.text
        assert "<p>Één plaats is vrij.</p>" in html.get_payload(decode=True).decode()
        letter.refresh_from_db()
        assert (letter.state, letter.sent_at, letter.done_at) == ("sent", AT, AT)

    def test_after_an_outage_nobody_is_woken_at_night_but_for_what_they_wait_for(self, over_smtp: MailServer) -> None:
        """At eleven in the evening the worker comes back, after letters had been due all evening."""
        night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
        evening, morning = night - timedelta(hours=3), datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
        left = LetterFactory(due=evening, lease_until=evening, lease="dead", tries=1)  # by a worker that died
        waits = [LetterFactory(due=evening), left, LetterFactory(due=night - timedelta(minutes=15), medium="text")]
        goes = [
            LetterFactory(due=evening, confidential=True),
            LetterFactory(due=evening, template="links/letters/code"),
            LetterFactory(due=night - timedelta(minutes=1)),  # sent with a button just now
        ]
        while send(night):
            pass
        assert len(over_smtp.mails) == len(goes)
        assert {later(letter) for letter in waits} == {morning}
        assert {letter.sent_at for letter in Letter.objects.filter(state="sent")} == {night}
        assert waiting_too_long(night) == 0
        send(morning)
        assert Letter.objects.filter(state="sent", sent_at=morning).count() == 2  # the text message has no gateway

    def test_a_letter_of_which_nothing_is_open_any_more_does_not_go(self, over_smtp: MailServer) -> None:
        link = links.issue(PersonFactory(), "selection.input", subject=SchoolFactory(), at=AT)
        dead, unasked = LetterFactory(link=link, text="{link}"), LetterFactory(template="paperwork/letters/remind")
        links.revoke(link, by=SYSTEM, at=AT)
        assert send() == 2
        assert over_smtp.mails == []
        for letter in (dead, unasked):
            letter.refresh_from_db()
            assert letter.state == "cancelled"
        assert send() == 0

    def test_a_mail_leads_by_several_links_but_only_those_of_its_reader(self, over_smtp: MailServer) -> None:
        reader, other = PersonFactory(), PersonFactory()
        own, alien = (links.issue(who, "selection.input", subject=SchoolFactory(), at=AT) for who in (reader, other))
        LetterFactory(person=reader, text=f"- Uw papier\n  {place_of(own)}\n- Iets anders\n  {place_of(alien)}\n")
        send()
        plain, html = (part.get_payload(decode=True).decode() for part in over_smtp.mails[0].get_payload())
        assert address(own) in plain
        assert f'href="{address(own)}"' in html
        assert "<ul><li>Uw papier<br>" in html
        assert address(alien) not in plain + html
        assert "{link" not in plain

    def test_each_goes_once(self, over_smtp: MailServer) -> None:
        LetterFactory.create_batch(5)
        assert send() == 5
        assert send() == 0
        assert len(set(over_smtp.ids)) == len(over_smtp.mails) == 5

    def test_what_is_not_due_or_cancelled_stays(self, over_smtp: MailServer) -> None:
        LetterFactory(due=AT + timedelta(hours=1))
        assert actions.cancel(LetterFactory(), at=AT)
        assert send() == 0
        assert Letter.objects.filter(state="cancelled").count() == 1

    def test_4xx_is_tried_again_later_with_the_same_id(self, over_smtp: MailServer) -> None:
        letter = LetterFactory()
        over_smtp.answers[letter.address] = "450 mailbox busy"
        send()
        assert later(letter) == AT + timedelta(minutes=1)
        assert letter.state == "queued"
        assert letter.last_error == "450"
        over_smtp.answers.clear()
        over_smtp.at_data = ["451 try later"]
        send(letter.due)
        assert later(letter) == AT + timedelta(minutes=3)
        send(letter.due)
        letter.refresh_from_db()
        assert letter.state == "sent"
        assert over_smtp.ids == [message_id(letter)]

    @pytest.mark.parametrize("code", [550, 551, 552, 553, 554])
    def test_5xx_comes_back_and_is_not_tried_again(self, over_smtp: MailServer, code: int) -> None:
        letter, other = LetterFactory(), LetterFactory()
        over_smtp.answers[letter.address] = f"{code} no"
        send()
        letter.refresh_from_db()
        assert (letter.state, letter.returned_at, letter.last_error) == ("bounced", AT, f"{code} refused")
        assert said_of(letter) == ["letter.came_back"]
        assert said_of(other) == []
        assert send(AT + timedelta(days=1)) == 0
        assert over_smtp.ids == [message_id(other)]

    def test_5xx_after_the_text_comes_back_too(self, over_smtp: MailServer) -> None:
        letter = LetterFactory()
        over_smtp.at_data = ["554 looks like spam"]
        send()
        letter.refresh_from_db()
        assert letter.state == "bounced"

    def test_goodbye_in_the_middle_loses_nothing(self, over_smtp: MailServer) -> None:
        letters = LetterFactory.create_batch(3)
        over_smtp.at_data = ["421 closing"]
        send()
        send(AT + timedelta(minutes=1))
        assert sorted(over_smtp.ids) == sorted(message_id(letter) for letter in letters)

    @pytest.mark.parametrize("said", ["", "kept"])
    def test_a_line_that_breaks_after_the_text_loses_nothing(self, over_smtp: MailServer, said: str) -> None:
        """Whether the server took it nobody knows, so that it goes again, as the same mail."""
        first, second = LetterFactory.create_batch(2)
        over_smtp.at_data = [said]
        send()
        for letter in (first, second):
            letter.refresh_from_db()
        [again] = [letter for letter in (first, second) if letter.state == "queued"]
        assert again.last_error == "mail server: SMTPServerDisconnected"
        assert again.lease_until is None
        send(later(again))
        assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
        assert sorted(over_smtp.ids).count(message_id(again)) == (2 if said else 1)
        assert set(over_smtp.ids) == {message_id(first), message_id(second)}

    def test_after_three_days_of_not_now_somebody_is_told(self, over_smtp: MailServer) -> None:
        """However often it was tried before because the server was down."""
        letter, at = LetterFactory(tries=40), AT
        over_smtp.answers[letter.address] = "450 mailbox busy"
        while letter.state == "queued":
            at = max(at + timedelta(hours=7), later(letter))
            send(at)
            letter.refresh_from_db()
        assert tasks.NOT_NOW <= at - AT - timedelta(hours=7) < tasks.NOT_NOW + timedelta(hours=20)
        assert letter.state == "failed"
        assert letter.failed_at is not None
        assert said_of(letter) == ["letter.given_up"]
        assert send(at + timedelta(days=30)) == 0
        over_smtp.answers.clear()
        assert actions.try_again(letter, at=at)
        send(at)
        letter.refresh_from_db()
        assert letter.state == "sent"
        assert over_smtp.ids == [message_id(letter)]

    def test_a_code_is_not_tried_for_days(self, over_smtp: MailServer) -> None:
        letter, at = LetterFactory(confidential=True), AT
        over_smtp.answers[letter.address] = "450 mailbox busy"
        for _ in range(8):
            send(at)
            at = later(letter)
        assert letter.state == "failed"

    @pytest.mark.parametrize("answer", ["450 mailbox busy", "421 closing"])
    def test_nobody_is_woken_by_another_try_unless_they_wait_for_it(self, over_smtp: MailServer, answer: str) -> None:
        evening = datetime(2026, 11, 23, 19, 59, 30, tzinfo=UTC)
        news, code = LetterFactory(), LetterFactory(confidential=True)
        link = LetterFactory(template="links/letters/again")
        for letter in (news, code, link):
            over_smtp.answers[letter.address] = answer
        for _ in range(3):
            send(evening)
        assert later(news) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
        assert later(code) == later(link) == evening + timedelta(minutes=1)

    def test_a_server_that_is_down_loses_nothing(self, over_smtp: MailServer, caplog: pytest.LogCaptureFixture) -> None:
        letters = LetterFactory.create_batch(3)
        over_smtp.stop()
        at = AT
        for _ in range(40):
            send(at)
            at += timedelta(minutes=15)
        assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}
        assert waiting_too_long(at) == 0 or Letter.objects.filter(due__lte=at + timedelta(minutes=15)).count() == 3
        over_smtp.start()
        for _ in range(4):
            send(at)
            at += timedelta(minutes=15)
        assert sorted(over_smtp.ids) == sorted(message_id(letter) for letter in letters)
        assert "does not answer" in caplog.text

    def test_a_server_that_is_too_slow_gets_the_same_mail_again_and_holds_up_nothing(
        self, over_smtp: MailServer, settings
    ) -> None:
        settings.EMAIL_TIMEOUT, over_smtp.slow = 0.2, 0.5
        first, second = LetterFactory.create_batch(2)
        started = time.monotonic()
        send()
        assert time.monotonic() - started < tasks.BUDGET
        for letter in (first, second):
            letter.refresh_from_db()
            assert (letter.state, letter.lease_until) == ("queued", None)
            assert letter.last_error.startswith("mail server: ")
        over_smtp.slow = 0.0
        send(max(later(first), later(second)))
        assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
        assert set(over_smtp.ids) == {message_id(first), message_id(second)}, "twice at most, and then the same one"

    def test_a_server_that_takes_the_call_and_says_nothing_is_left_alone(
        self, settings, over_smtp: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.2
            letter = LetterFactory()
            assert send() == 1
        letter.refresh_from_db()
        assert letter.state == "queued"
        assert AT < letter.due <= AT + tasks.SERVER_BACK
        assert "does not answer" in caplog.text

    def test_a_letter_that_no_mail_can_carry_stops_no_other(
        self, over_smtp: MailServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        bad = LetterFactory(subject="Two\nlines", due=AT - timedelta(hours=1))
        good = LetterFactory()
        send()
        bad.refresh_from_db()
        assert bad.state == "queued"
        assert bad.last_error == "BadHeaderError"
        assert over_smtp.ids == [message_id(good)]

    def test_letters_that_wait_too_long_are_noticed(self) -> None:
        LetterFactory(due=AT)
        LetterFactory(due=AT, failed=True)
        assert waiting_too_long(AT + timedelta(minutes=14)) == 0
        assert waiting_too_long(AT + timedelta(minutes=16)) == 1


@pytest.mark.django_db
class TestSecrets:
    def _link(self, settings) -> object:
        settings.LINK_DOORS = {"test": "home"}
        return links.issue(PersonFactory(), "test", subject=SchoolFactory(), at=AT)

    def test_links_and_codes_are_filled_in_on_the_way(self, over_smtp: MailServer, settings) -> None:
        link = self._link(settings)
        code = Code.objects.create(link=link, salt="ab" * 16, sent_at=AT, expires_at=AT + timedelta(minutes=10))
        letter = LetterFactory(text="Open {link}\nCode {code}\n", link=link, code=code)
        send()
        text = over_smtp.mails[0].get_payload(0).get_payload(decode=True).decode()
        assert f"Open {settings.SITE_URL}/l/" in text
        assert "{" not in text
        assert text.replace("\r\n", "\n") == filled(letter)
        letter.refresh_from_db()
        assert letter.text == "Open {link}\nCode {code}\n"

    def test_a_confidential_text_is_wiped_when_it_went(self, over_smtp: MailServer) -> None:
        secret, plain = LetterFactory(confidential=True, text="Geheim\n"), LetterFactory(text="Gewoon\n")
        assert Letter.objects.get(pk=secret.pk).text == "Geheim\n"
        send()
        assert Letter.objects.get(pk=secret.pk).text == tasks.TAKEN_AWAY
        assert Letter.objects.get(pk=plain.pk).text == "Gewoon\n"
        assert "Geheim" in str(over_smtp.mails[0])

    def test_a_confidential_text_that_did_not_go_stays(self, over_smtp: MailServer) -> None:
        secret = LetterFactory(confidential=True, text="Geheim\n")
        over_smtp.answers[secret.address] = "450 busy"
        send()
        assert Letter.objects.get(pk=secret.pk).text == "Geheim\n"

    def test_in_the_demo_every_mail_stays_to_be_read(self, settings) -> None:
        settings.DEMO, settings.EMAIL_CONFIGURED = True, False
        letter = LetterFactory(confidential=True, text="Code {code}\n")
        assert send() == 1
        letter.refresh_from_db()
        assert (letter.state, letter.text) == ("sent", "Code {code}\n")


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_two_workers_send_each_letter_once(self, shared_database: str, over_smtp: MailServer) -> None:
        LetterFactory.create_batch(30)
        together(lambda: send(), lambda: send(), lambda: send())
        assert len(over_smtp.mails) == len(set(over_smtp.ids)) == 30
        assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}

    def test_two_workers_that_are_killed_at_once_again_lose_nothing(
        self, shared_database: str, over_smtp: MailServer, tmp_path: Path
    ) -> None:
        over_smtp.slow = 0.02
        now = datetime.now(UTC)
        letters = LetterFactory.create_batch(200, created_at=now, due=now)
        address = f"smtp://127.0.0.1:{over_smtp.port}"
        picked, kills = random.Random(7), 0
        for _ in range(2):
            sent = len(over_smtp.mails) + picked.randint(1, 40)
            both = [
                erasdu(
                    "worker", database=shared_database, var=tmp_path / f"var{number}", ERASDU_EMAIL_URL=address,
                    ERASDU_MAIL_FROM="post@erasdu.example",
                )
                for number in range(2)
            ]  # fmt: skip
            until(lambda sent=sent: len(over_smtp.mails) >= sent, *both)
            for worker in both:
                worker.send_signal(signal.SIGKILL)
            for worker in both:
                worker.communicate()
            kills += 2
            # What the dead workers held is free when its lease ends; the test does not wait for that.
            Letter.objects.exclude(lease_until=None).update(lease_until=now)
        assert 2 <= len(set(over_smtp.ids)) < 200, "killed in the middle of the work"
        while tasks.send_due(lambda: datetime.now(UTC)):
            pass
        times = Counter(over_smtp.ids)
        expected = {f"<{letter.key}@erasdu.example>" for letter in letters}
        assert set(times) == expected, "lost or invented"
        assert sum(times.values()) - 200 <= kills, "more duplicates than kills"
        assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
