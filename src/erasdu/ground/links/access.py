"""Which links work, and in whose name."""

from datetime import datetime

from django.db.models import Q, QuerySet

from erasdu.ground.links.models import Device, Link
from erasdu.kernel.verdict import YES, Verdict, no

LIVE_ROLE = Q(role=None) | Q(role__until=None, role__organisation__closed_at=None)


def working_links(at: datetime) -> QuerySet[Link]:
    """Not revoked, not expired, of a holder who was not erased and whose role goes on."""
    links = Link.objects.filter(LIVE_ROLE, revoked_at=None, expires_at__gt=at, person__erased_at=None)
    return links.select_related("person", "role", "role__organisation")


def renewable_links(at: datetime) -> QuerySet[Link]:
    """Also those that only expired: their holder may have a new one at the stored address."""
    return Link.objects.filter(LIVE_ROLE, revoked_at=None, person__erased_at=None).select_related("person")


def devices_for(person: int | None, at: datetime) -> QuerySet[Device]:
    """The browsers remembered for a person."""
    if person is None:
        return Device.objects.none()
    return Device.objects.filter(person_id=person, revoked_at=None, until__gt=at).order_by("-since", "-pk")


def may_forget(person: int | None, device: Device) -> Verdict:
    return YES if person is not None and device.person_id == person else no("device_not_yours")
