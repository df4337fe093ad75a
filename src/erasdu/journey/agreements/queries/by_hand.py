"""Pages of an agreement that were signed by hand, and that somebody still looks at."""

from django.db.models import Q

from erasdu.ground.paperwork.models import Sheet
from erasdu.ground.paperwork.queries import Standing

UNSEEN = ("reading", "ask")


def pages_waiting(standing: Standing | None, person: int | None) -> Sheet | None:
    """The newest page of this version that nobody looked at yet; or one from this person since it was sent, on which no
    code was read."""
    envelope = standing.envelope if standing else None
    if envelope is None:
        return None
    unread = Q(envelope=None, by=person, at__gte=envelope.issued_at) if person else Q(pk__in=())
    rows = Sheet.objects.filter(Q(envelope=envelope) | unread, state__in=UNSEEN)
    return rows.order_by("-at", "-pk").first()
