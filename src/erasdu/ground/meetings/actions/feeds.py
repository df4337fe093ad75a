"""Making the address of a private calendar, a new one in its place, and stopping it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.meetings import rules
from erasdu.ground.meetings.models import Feed
from erasdu.ground.people.models import Person
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def make_feed(*, by: Actor, at: datetime) -> Feed:
    """A new address for one's own calendar; an earlier one is dead at once."""
    if by.person is None:
        raise Refused(no("not_your_role"))
    person = Person.objects.select_for_update().get(pk=by.person)
    row = Feed.objects.filter(person=person).first() or Feed(person=person, key=new_key(), generation=0)
    row.generation += 1
    row.made_at, row.ended_at = at, None
    row.token_hash = rules.fingerprint(rules.feed_token(settings.SECRET_KEY, row.key, row.generation))
    row.save()
    journal.record("feed.made", subjects=[row], by=by, at=at)
    return row


@transaction.atomic
def end_feed(*, by: Actor, at: datetime) -> None:
    """Nobody reads it any more, wherever the address went."""
    live = Feed.objects.filter(person=by.person, ended_at=None)
    if (row := live.first()) is None or not live.update(ended_at=at):
        no("feed_ended").require()
    else:
        journal.record("feed.ended", subjects=[row], by=by, at=at)
