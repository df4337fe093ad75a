"""What the invited read: each letter with their own link."""

from datetime import datetime

from erasdu.ground.meetings.models import Invitation
from erasdu.ground.meetings.queries import title_of
from erasdu.ground.post.actions import write


def tell(what: str, row: Invitation, *, at: datetime, time: str = "") -> None:
    """One letter about the meeting as it now is; once for each time that it moved."""
    meeting = row.meeting
    context = {
        "meeting": meeting,
        "title": title_of(meeting, row.person.language),
        "waiting": row.seat == "waiting",
        "organiser": meeting.organiser.name,
    }
    key = f"meeting-{what}:{row.pk}:{meeting.sequence}:{row.invited_at if what == 'invited' else time}"
    write(
        f"meetings/letters/{what}", to=row.person, once=key[:160], at=at, context=context, about=meeting, link=row.link
    )
