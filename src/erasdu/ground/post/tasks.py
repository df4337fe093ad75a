"""Sending what lies in the outbox. Runs outside any transaction: a slow mail server holds no lock."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from erasdu.ground.jobs.actions import claim, finish, put_back
from erasdu.ground.links.queries import address as address_of_link
from erasdu.ground.links.queries import code_text
from erasdu.ground.post.models import Letter
from erasdu.ground.post.states import LETTER

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
REFUSED = (550, 551, 553, 554)
TAKEN_AWAY = "…"


def filled(letter: Letter) -> str:
    """The text as the reader gets it: with the working link and code, which the database does not hold."""
    text = letter.text
    if letter.link is not None:
        text = text.replace("{link}", address_of_link(letter.link))
    if letter.code is not None:
        text = text.replace("{code}", code_text(letter.code))
    return text


def message(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail, with the same Message-ID at every try."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "erasdu"
    headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, filled(letter), settings.MAIL_FROM, [letter.address], headers=headers, connection=connection)


def send_due(clock: Clock, most: int = 20) -> int:
    """Send the letters that are due; how many were taken up."""
    letters = claim(Letter.objects.select_related("link", "code"), at=clock(), seconds=180, most=most)
    if not letters:
        return 0
    if settings.DEMO and not settings.EMAIL_CONFIGURED:
        for letter in letters:
            _mark_sent(letter, clock())
        return len(letters)
    _over_smtp(letters, clock)
    return len(letters)


def _over_smtp(letters: list[Letter], clock: Clock) -> None:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        for letter in letters:
            put_back(letter, at=clock(), error=f"mail server: {type(error).__name__}", most=200)
        return
    try:
        for letter in letters:
            _send(letter, connection, clock)
    finally:
        connection.close()


def _send(letter: Letter, connection: BaseEmailBackend, clock: Clock) -> None:
    try:
        message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (450, b""))[0]
        _refused(letter, clock(), f"{code} refused") if code in REFUSED else put_back(letter, at=clock(), error=f"{code}")
    except (smtplib.SMTPException, OSError) as error:
        put_back(letter, at=clock(), error=type(error).__name__)
        _mark_given_up(letter)
    else:
        _mark_sent(letter, clock())


def _mark_sent(letter: Letter, at: datetime) -> None:
    with transaction.atomic():
        if not finish(letter, at=at):
            return
        wiped = {"text": TAKEN_AWAY} if letter.confidential and not settings.DEMO else {}
        Letter.objects.filter(pk=letter.pk).update(state=LETTER.target("send"), sent_at=at, **wiped)


def _refused(letter: Letter, at: datetime, why: str) -> None:
    Letter.objects.filter(pk=letter.pk, lease=letter.lease).update(
        state=Letter.State.BOUNCED, done_at=at, returned_at=at, lease_until=None, last_error=why
    )


def _mark_given_up(letter: Letter) -> None:
    """A letter that was tried too often is shown as failed, so that somebody does something."""
    Letter.objects.filter(pk=letter.pk).exclude(failed_at=None).update(state=LETTER.target("give_up"))
