"""Which links work, and in whose name."""

from datetime import datetime

from django.db.models import Q, QuerySet

from erasdu.ground.links import rules
from erasdu.ground.links.models import Device, Link
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

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


def may_hand_out(actor: Actor, link: Link) -> Verdict:
    """Staff, for a link whose code comes through a person; never its own holder."""
    return all_of(
        YES if link.channel in rules.BY_STAFF else no("code_is_sent"),
        YES if actor.is_contact_point or actor.is_coordinator else no("not_your_role"),
        no("not_your_role") if actor.person == link.person_id else YES,
    )


def may_forget(person: int | None, device: Device) -> Verdict:
    return YES if person is not None and device.person_id == person else no("device_not_yours")
