"""Sending what lies in the outbox. Runs outside any transaction: a slow mail server holds no lock.

Letters are taken one at a time, so that a worker that dies leaves one behind, which goes again (with the same
Message-ID) when its lease ends.
"""

import logging
import smtplib
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, SafeMIMEText, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from erasdu.ground.jobs.actions import MAX_TRIES, claim, finish, put_back
from erasdu.ground.journal import actions as journal
from erasdu.ground.people.queries import in_demo
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import (
    Enclosure,
    check_of,
    enclosure_of,
    filled,
    gateway,
    kept_here,
    lost_before,
    message_id,
)
from erasdu.ground.post.rules import ASKED_FOR, JUST_NOW, as_html, asked_for, is_awake, next_awake
from erasdu.ground.post.states import LETTER
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.texting import NotSent

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
LEASE = 60  # seconds
BUDGET = 5.0  # seconds of one round, so that the worker hears when it must stop
SERVER_BACK = timedelta(minutes=15)  # a server that was down is asked again at least this often
PATIENT = 280  # tries while the server is down: about five days, without the nights
NOT_NOW = timedelta(days=3)  # so long a letter is offered to who says: not now
EACH_HOUR = timedelta(hours=1)
TAKEN_AWAY = "…"


def send_due(clock: Clock, most: int = 200) -> int:
    """Send letters that are due, for some seconds; how many were taken up."""
    if kept_here():
        return _keep_here(clock(), most)
    _until_morning(clock())
    until, taken = time.monotonic() + BUDGET, 0
    connection: BaseEmailBackend | None = None
    while taken < most and time.monotonic() < until:
        letters = claim(Letter.objects.select_related("link", "code"), at=clock(), seconds=LEASE)
        if not letters:
            break
        taken += 1
        if not _still_wanted(letters[0], clock()):
            continue
        if letters[0].medium == "text":
            _send_text(letters[0], clock())
            continue
        connection = connection or _connect(letters[0], clock)
        if connection is None:
            break
        if not _send(letters[0], connection, clock):
            _hang_up(connection)
            connection = None
    if connection is not None:
        _hang_up(connection)
    return taken


def _until_morning(at: datetime) -> None:
    """What should have gone before wakes nobody at night, but for what its reader waits for."""
    if is_awake(at):
        return
    late = Letter.objects.filter(done_at=None, failed_at=None, due__lte=at - JUST_NOW)
    free = late.filter(Q(lease_until=None) | Q(lease_until__lt=at))
    waited_for = Q(confidential=True)
    for name in ASKED_FOR:
        waited_for |= Q(template__startswith=name)
    free.exclude(waited_for).update(due=next_awake(at))


def _still_wanted(letter: Letter, at: datetime) -> bool:
    """Whether the letter goes, as its step says now: what is open no more is told to nobody, nor a dead link."""
    check = check_of(letter)
    text = check(letter, at) if check else letter.text
    if letter.link is not None and letter.link.revoked_at is not None:
        text = None
    if text is None:
        mine = Letter.objects.filter(pk=letter.pk, lease=letter.lease, state__in=LETTER.sources("cancel"))
        mine.update(state=LETTER.target("cancel"), failed_at=at, lease_until=None)
        return False
    if text != letter.text:
        Letter.objects.filter(pk=letter.pk, lease=letter.lease).update(text=text)
        letter.text = text
    return True


def _keep_here(at: datetime, most: int) -> int:
    """All that are due at once: no server makes them wait."""
    letters = claim(Letter.objects.select_related("link", "code"), at=at, seconds=LEASE, most=most)
    going = [letter.pk for letter in letters if _still_wanted(letter, at)]
    mine = Letter.objects.filter(pk__in=going, done_at=None, state__in=LETTER.sources("send"))
    mine.update(done_at=at, lease_until=None, last_error="", state=LETTER.target("send"), sent_at=at)
    return len(letters)


def _send_text(letter: Letter, at: datetime) -> None:
    way = gateway()
    if way is None:
        _not_now(letter, at, "no gateway for text messages")
        return
    try:
        way.send(letter.address, filled(letter).strip(), reference=letter.key)
    except NotSent as error:
        if error.for_good:
            _refused(letter, at, str(error))
        else:
            _not_now(letter, at, f"text: {error}")
    else:
        _mark_sent(letter, at)


def message(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as plain text and as HTML, with the same Message-ID at every try."""
    headers = {"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"}
    text, whom = filled(letter), [letter.address]
    mail = EmailMultiAlternatives(
        letter.subject, text, settings.MAIL_FROM, whom, headers=headers, connection=connection
    )
    mail.attach_alternative(as_html(letter.subject, text, letter.language), "text/html")
    if enclosure := enclosure_of(letter):
        mail.attach(_file(enclosure))
    return mail


def _file(enclosure: Enclosure) -> SafeMIMEText:
    part = SafeMIMEText(enclosure.text, enclosure.kind, "utf-8")
    for name, value in enclosure.params.items():
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=enclosure.name)
    return part


def _connect(letter: Letter, clock: Clock) -> BaseEmailBackend | None:
    """None when the server does not answer; the letter then waits."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server does not answer: %s", type(error).__name__)
        _wait_for_server(letter, clock(), type(error).__name__)
        return None
    return connection


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.info("the mail server hung up first")


def _send(letter: Letter, connection: BaseEmailBackend, clock: Clock) -> bool:
    """Send one letter; False when the connection is of no use any more."""
    try:
        message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (450, b""))[0]
        return _said_no(letter, code, clock())
    except smtplib.SMTPDataError as error:
        return _said_no(letter, error.smtp_code, clock())
    except smtplib.SMTPResponseException as error:  # the sender, or signing in: our own fault, not the reader's
        _wait_for_server(letter, clock(), f"{error.smtp_code} {type(error).__name__}")
        return False
    except (smtplib.SMTPException, OSError) as error:
        _wait_for_server(letter, clock(), type(error).__name__)
        return False
    except Exception as error:  # such as an address that cannot be written in a header
        log.exception("letter %s cannot be sent", letter.key)
        _put_back(letter, clock(), type(error).__name__, MAX_TRIES, EACH_HOUR)
        return False
    _mark_sent(letter, clock())
    return True


def _said_no(letter: Letter, code: int, at: datetime) -> bool:
    """5xx: never; 4xx: not now; 421: not now, and goodbye."""
    if code >= 500:
        _refused(letter, at, f"{code} refused")
    else:
        _not_now(letter, at, f"{code}")
    return code != 421


def _mark_sent(letter: Letter, at: datetime) -> None:
    with transaction.atomic():
        if not finish(letter, at=at):
            return
        wiped = {"text": TAKEN_AWAY} if letter.confidential and not in_demo() else {}
        Letter.objects.filter(pk=letter.pk).update(state=LETTER.target("send"), sent_at=at, **wiped)
        if lost_before(letter):
            journal.record("letter.arrives_again", subjects=[letter], by=SYSTEM, at=at)


def _not_now(letter: Letter, at: datetime, error: str) -> None:
    """A full mailbox is emptied in a day or two; a code is of no use by then."""
    if letter.confidential:
        _put_back(letter, at, error, MAX_TRIES, EACH_HOUR)
        return
    since = letter.not_now_since or at
    Letter.objects.filter(pk=letter.pk, lease=letter.lease).update(not_now_since=since)
    _put_back(letter, at, error, letter.tries + (at - since < NOT_NOW), EACH_HOUR)


def _wait_for_server(letter: Letter, at: datetime, error: str) -> None:
    _put_back(letter, at, f"mail server: {error}", PATIENT, SERVER_BACK)


def _put_back(letter: Letter, at: datetime, error: str, most: int, longest: timedelta) -> None:
    """At night nobody is woken by what could not go in the evening, but for what they wait for themselves."""
    hour = (lambda due: due) if asked_for(letter.template, letter.confidential) else next_awake
    with transaction.atomic():
        put_back(letter, at=at, error=error, most=most, longest=longest, hour=hour)
        _mark_given_up(letter, at)


def _refused(letter: Letter, at: datetime, why: str) -> None:
    """The other side never takes it: whoever waits for an answer hears of it by this line."""
    mine = Letter.objects.filter(pk=letter.pk, lease=letter.lease, state__in=LETTER.sources("refuse"))
    fresh = {"done_at": at, "returned_at": at, "lease_until": None, "last_error": why}
    with transaction.atomic():
        if mine.update(state=LETTER.target("refuse"), **fresh):
            journal.record("letter.came_back", subjects=[letter], by=SYSTEM, at=at)


def _mark_given_up(letter: Letter, at: datetime) -> None:
    """A letter that was tried too often is shown as failed, so that somebody does something."""
    tried = Letter.objects.filter(pk=letter.pk, state__in=LETTER.sources("give_up"))
    if tried.exclude(failed_at=None).update(state=LETTER.target("give_up")):
        journal.record("letter.given_up", subjects=[letter], by=SYSTEM, at=at)
