"""The state of mail, background work and accounts, for who keeps the platform going."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from erasdu.ground.jobs.models import Job
from erasdu.ground.jobs.queries import Turn, periodic, worker_seen
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import waiting_too_long
from erasdu.kernel.actor import ACCOUNT_ROLES, Actor

STUCK = (Letter.State.BOUNCED, Letter.State.FAILED)


@dataclass(frozen=True, slots=True)
class Office:
    """What an administrator's home page counts. `late`: letters that wait for more than a quarter of an hour."""

    accounts: int
    by_role: dict[str, int]
    organisations: int
    stuck_letters: int
    late: int
    worker: bool
    failed: list[Job]
    turns: list[Turn]


def office(at: datetime) -> Office:
    """Seven queries."""
    live = Role.objects.filter(until=None, kind__in=ACCOUNT_ROLES).order_by().values("kind")
    return Office(
        Account.objects.filter(is_active=True).count(),
        dict(live.annotate(n=Count("person", distinct=True)).values_list("kind", "n")),
        Organisation.objects.filter(closed_at=None).count(),
        Letter.objects.filter(state__in=STUCK).count(),
        waiting_too_long(at),
        worker_seen(at),
        list(Job.objects.exclude(failed_at=None).filter(done_at=None).order_by("-failed_at", "-pk")[:50]),
        periodic(),
    )


def in_group(letters: QuerySet[Letter], group: str) -> QuerySet[Letter]:
    """ "waiting", "gone" (sent or delivered) or "stuck" (came back or failed)."""
    states = {"waiting": ("queued",), "gone": ("sent", "delivered"), "stuck": STUCK}
    return letters.filter(Q(state__in=states[group]))


def to_whom(letter: Letter, actor: Actor) -> tuple[str, str]:
    """Name and address as the actor may see them: an administrator gets no name and a masked address."""
    if actor.is_coordinator:
        return (str(letter.person) if letter.person else "", letter.address)
    return ("", masked(letter.address))


def masked(address: str) -> str:
    """ "n…@school.be": enough to see which mail server refuses."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if domain else "…"
