"""The private calendar of a person: its address, and the meetings in it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from erasdu.ground.meetings import access, rules
from erasdu.ground.meetings.models import Feed, Invitation, Meeting
from erasdu.ground.meetings.queries.meetings import title_of
from erasdu.ground.people.models import Person
from erasdu.kernel.icalendar import Entry

KEPT = timedelta(days=90)  # what is longer ago is in no calendar


def token_of_feed(feed: Feed) -> str:
    return rules.feed_token(settings.SECRET_KEY, feed.key, feed.generation)


def feed_address(feed: Feed) -> str:
    """The whole address, for a calendar on a phone."""
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[token_of_feed(feed)])}"


def subscription(feed: Feed) -> str:
    """The same address as a phone or a calendar program opens by itself, to follow it."""
    return f"webcal://{feed_address(feed).partition('://')[2]}"


def feed_of(person: int | None) -> Feed | None:
    """The calendar of this person, while its address works."""
    return access.feeds().filter(person=person).first() if person is not None else None


def by_token(token: str) -> Feed | None:
    return access.feeds().filter(token_hash=rules.fingerprint(token)).first()


def entries_of(person: Person, at: datetime, language: str) -> list[Entry]:
    """Meetings that this person is invited to and did not say no to. One query."""
    rows = Invitation.objects.filter(person=person, withdrawn_at=None, meeting__ends_at__gt=at - KEPT)
    kept = rows.exclude(answer=rules.NO).select_related("meeting").order_by("meeting__starts_at", "pk")
    return [entry_of(row.meeting, language) for row in kept]


def entry_of(meeting: Meeting, language: str, *, cancelled: bool = False) -> Entry:
    """A title, a moment and where; nothing of who comes. `cancelled`: for this reader it is, whoever else comes."""
    return Entry(
        uid=f"meeting-{meeting.key}@{host()}",
        title=title_of(meeting, language),
        start=meeting.starts_at,
        end=meeting.ends_at,
        sequence=meeting.revision,  # which grows with every change, of the title as well
        place=meeting.place or meeting.video,
        cancelled=cancelled or meeting.cancelled_at is not None,
    )


def host() -> str:
    """What makes an identifier ours."""
    return urlsplit(settings.SITE_URL).hostname or "erasdu"
