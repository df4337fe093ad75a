"""Upkeep of the journal's side tables."""

from datetime import timedelta

from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Receipt

KEEP_RECEIPTS = timedelta(days=2)


def forget_receipts() -> int:
    """Forms that were sent longer ago than anybody presses a button twice."""
    Receipt.objects.filter(at__lt=clock.now() - KEEP_RECEIPTS).delete()
    return 0
