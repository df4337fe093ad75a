"""Who sees what the retention job did, and who lets it run."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.verdict import YES, Verdict, no
from erasdu.office.retention.models import Run

LOOKED = timedelta(hours=24)


def runs_for(actor: Actor) -> QuerySet[Run]:
    """Counts only: neither role sees names here."""
    whose = actor.is_coordinator or actor.is_administrator
    return Run.objects.select_related("by").order_by("-at", "-pk") if whose else Run.objects.none()


def may_try(actor: Actor) -> Verdict:
    """A dry run."""
    known = actor.is_coordinator or actor.is_administrator or actor.role == SYSTEM_ROLE
    return YES if known else no("not_your_role")


def may_run(actor: Actor, *, at: datetime) -> Verdict:
    """A real one: somebody must have seen what it will do. What runs every night does what its rules say."""
    allowed = may_try(actor)
    if not allowed or actor.role == SYSTEM_ROLE:
        return allowed
    looked = Run.objects.filter(dry=True, at__gte=at - LOOKED, at__lte=at)
    since = Run.objects.filter(dry=False).order_by("-at").values_list("at", flat=True).first()
    return YES if (looked.filter(at__gt=since) if since else looked).exists() else no("retention_dry_run_first")
