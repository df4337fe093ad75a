"""Who sees letters with their texts."""

from django.db.models import QuerySet

from erasdu.ground.people.queries import in_demo
from erasdu.ground.post.models import Letter


def mailbox() -> QuerySet[Letter]:
    """Every letter with its text, in the demo, where all people are invented; nothing anywhere else."""
    rows = Letter.objects.select_related("person", "link", "code").order_by("-created_at", "-pk")
    return rows if in_demo() else rows.none()
