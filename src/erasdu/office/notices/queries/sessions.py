"""Who reads of a meeting: each of the invited by their own link, whatever they were invited for."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from erasdu.ground.journal.models import Line
from erasdu.ground.look.tongues import EVERYWHERE, speaking
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.meetings.queries import said_of, title_of
from erasdu.ground.post.actions import language_of
from erasdu.ground.post.models import Letter
from erasdu.office.notices import words
from erasdu.office.notices.queries import Reader, pks
from erasdu.office.notices.queries.stops import letter_is_stopped

LINK = "{link}"
FROM_THE_START = "notices/letters/meeting_to_read"
TAKEN_BACK = "notices/letters/meeting_taken_back"
CANCELLED = "notices/letters/meeting_cancelled"


def invited(line: Line) -> Iterator[Reader]:
    """Who was new on the list in that moment."""
    if line.data.get("number"):
        yield from _readers(_live(line).filter(invited_at=line.at))


def guests(line: Line) -> Iterator[Reader]:
    """Everybody who did not say no, of a meeting that is not over."""
    yield from _readers(_coming(line).filter(meeting__ends_at__gt=line.at))


def readers(line: Line) -> Iterator[Reader]:
    """The same, from when it began: before that, what there is to read is on their page when they come to answer."""
    yield from _readers(_coming(line).filter(meeting__starts_at__lte=line.at))


def moved_up(line: Line) -> Iterator[Reader]:
    """Who waited longest and has a seat now."""
    yield from _readers(_live(line).filter(pk=line.data.get("invitation")))


def taken_back(line: Line) -> Iterator[Reader]:
    """Whose invitation was a mistake, when there was time to read it."""
    rows = _of(line).exclude(withdrawn_at=None).filter(pk=line.data.get("invitation"), meeting__ends_at__gt=line.at)
    for reader in _readers(rows):
        yield Reader(reader.person, reader.about, {**reader.context, "link": ""})


def _of(line: Line) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(meeting__in=pks(line, Meeting), person__erased_at=None)
    return rows.select_related("person", "meeting__organiser", "link").order_by("pk")


def _live(line: Line) -> QuerySet[Invitation]:
    return _of(line).filter(withdrawn_at=None)


def _coming(line: Line) -> QuerySet[Invitation]:
    return _live(line).exclude(answer="no")


def _readers(rows: Iterable[Invitation]) -> Iterator[Reader]:
    for row in rows:
        with speaking(language_of(row.person, EVERYWHERE)):
            context: dict[str, object] = {
                "organiser": row.meeting.organiser.name,
                "session": title_of(row.meeting, row.person.language),
                **said_of(row.meeting),
                "needed": str(words.NEEDED) if row.meeting.required else "",
                "link": LINK,
            }
        yield Reader(row.person, row.meeting, context, row.link)


def still_wanted(letter: Letter, at: datetime) -> str | None:
    """A letter that waited for the morning, in the moment before it goes: not about what is over or no longer so."""
    rows = Invitation.objects.filter(meeting=letter.about_pk, person=letter.person_id).select_related("meeting")
    row = rows.first()
    if row is None or letter_is_stopped(letter):
        return None
    over = at >= row.meeting.ends_at and letter.template != FROM_THE_START
    gone = row.meeting.cancelled_at is not None and letter.template not in (CANCELLED, TAKEN_BACK, FROM_THE_START)
    withdrawn = (row.withdrawn_at is not None) != (letter.template == TAKEN_BACK)
    return None if over or gone or withdrawn else letter.text
