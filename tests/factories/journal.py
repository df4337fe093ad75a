"""Journal lines for tests, sealed or not."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Model

from erasdu.ground.journal.actions import record
from erasdu.ground.journal.models import Line
from erasdu.kernel.actor import SYSTEM, Actor

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def line(code: str = "call.published", *subjects: Model, by: Actor = SYSTEM, at: datetime = AT, **data: object) -> Line:
    """One committed line that no sealer has numbered yet."""
    with transaction.atomic():
        return record(code, subjects=subjects, by=by, at=at, **data)
