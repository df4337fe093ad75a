"""Reading the outbox: what was sent to whom, what came back, what waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet

from erasdu.ground.post.models import Letter

LATE = timedelta(minutes=15)


def waiting_too_long(at: datetime) -> int:
    """Letters that should have gone more than a quarter of an hour ago."""
    return Letter.objects.filter(done_at=None, failed_at=None, due__lt=at - LATE).count()


def about(subject: Model) -> QuerySet[Letter]:
    """The letters about one dossier, newest first."""
    found = Letter.objects.filter(about_kind=subject._meta.label_lower, about_pk=subject.pk)
    return found.select_related("person").order_by("-created_at", "-pk")


def in_trouble(persons: Iterable[int]) -> QuerySet[Letter]:
    """Letters to these persons that came back or failed."""
    return Letter.objects.filter(person__in=list(persons), state__in=[Letter.State.BOUNCED, Letter.State.FAILED])
