"""What the coordinator does with a letter that is written and waits: hold it, change it, stop it, let it go."""

from datetime import date, datetime, time

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.post import actions as post
from erasdu.ground.post.models import Letter
from erasdu.ground.post.rules import next_awake, on_the_clock
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no
from erasdu.office.notices import access, rules
from erasdu.office.notices.queries import waiting

MORNING = time(7)
AFTER = 14  # days after it goes in which its link works at least


@transaction.atomic
def hold(letter: Letter, until: date, *, by: Actor, at: datetime) -> None:
    """It goes in the morning of that day; its link then works for a while."""
    access.may_stop(by).require()
    on = brussels_date(at)
    if not on < until <= on + rules.LONGEST:
        no("hold_too_late").require()
    if not post.put_off(letter, due=on_the_clock(until, MORNING)):
        no("mail_gone").require()
    if letter.link is not None and letter.person is not None:
        links.prolong([letter.link.key], letter.person, at=at, days=(until - on).days + AFTER)
    journal.record("notices.letter_held", subjects=[letter], by=by, at=at, until=until.isoformat())


@transaction.atomic
def let_go(letter: Letter, *, by: Actor, at: datetime) -> None:
    """It goes now, at night in the morning."""
    access.may_stop(by).require()
    if not post.put_off(letter, due=next_awake(at)):
        no("mail_gone").require()
    journal.record("notices.letter_let_go", subjects=[letter], by=by, at=at)


@transaction.atomic
def rewrite(letter: Letter, *, subject: str, body: str, by: Actor, at: datetime) -> None:
    """This one letter in other words; what the outbox fills in stays in it."""
    access.may_rewrite(by, letter).require()
    places = waiting.places_of(letter)
    whole = subject + body
    lacking = places - rules.places_in(body)
    if rules.unknown(whole, places) or lacking or rules.stray(whole) or not body.strip():
        no("notice_text_faulty").require()
    if not post.rewrite(letter, subject=subject, text=body):
        no("mail_gone").require()
    journal.record("notices.letter_changed", subjects=[letter], by=by, at=at)


@transaction.atomic
def stop(letter: Letter, *, by: Actor, at: datetime) -> None:
    """It does not go."""
    access.may_stop(by).require()
    if not post.cancel(letter, at=at):
        no("mail_gone").require()
    journal.record("notices.letter_stopped", subjects=[letter], by=by, at=at)
