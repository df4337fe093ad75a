"""Who of a school's own learners, and their parents, comes to sessions that somebody else organises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef

from erasdu.ground.meetings.models import Invitation, Meeting, Reason
from erasdu.journey.calls.models import Call
from erasdu.journey.preparation import access
from erasdu.journey.preparation.queries.forgotten import STAY
from erasdu.kernel.actor import Actor


def own_guests(actor: Actor, call: Call, meetings: Iterable[Meeting]) -> Mapping[int, Sequence[Invitation]]:
    """Of each meeting, by its id, those who are invited for a learner of one's own; by name. One query."""
    own = access.stays_to_invite(actor, call).values("pk")
    reasons = Reason.objects.filter(invitation=OuterRef("pk"), subject_kind=STAY, subject_pk__in=own)
    rows = Invitation.objects.filter(
        Exists(reasons), meeting__in=[each.pk for each in meetings], withdrawn_at=None, person__erased_at=None
    )
    found = defaultdict[int, list[Invitation]](list)
    for row in rows.select_related("person", "meeting").order_by("person__family_name", "person__given_name", "pk"):
        found[row.meeting_id].append(row)
    return found
