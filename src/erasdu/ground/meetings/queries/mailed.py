"""What a mail about a meeting carries for the reader's calendar."""

from email.utils import parseaddr

from django.conf import settings

from erasdu.ground.look.figures import hours
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.meetings.queries.feeds import entry_of
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import Enclosure
from erasdu.kernel.icalendar import enclosed

NOT_ABOUT_THE_MOMENT = "meeting_to_read"


def said_of(meeting: Meeting) -> dict[str, str]:
    """When and where, in the language that is spoken."""
    when = hours(meeting.starts_at, meeting.ends_at)
    return {"moment": when, "place": meeting.place or meeting.video}


def calendar_of(letter: Letter) -> Enclosure | None:
    """The meeting as it is now, with the identifier it always had; cancelled when it is, or for who is not invited."""
    rows = Invitation.objects.filter(meeting=letter.about_pk, person=letter.person_id)
    row = rows.select_related("meeting__organiser").first()
    if row is None or letter.template.endswith(NOT_ABOUT_THE_MOMENT):
        return None
    entry = entry_of(row.meeting, letter.language, cancelled=row.withdrawn_at is not None)
    address = parseaddr(settings.MAIL_FROM)[1]
    method, text = enclosed(entry, organiser=row.meeting.organiser.name, address=address, at=letter.created_at)
    return Enclosure("erasdu.ics", "calendar", text, {"method": method})
