"""What a change would open again, tried out and taken back: nothing of it stays."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from erasdu.ground.journal import gates
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.requirement import DEPART, Requirement


def foresee(mobility: Mobility, change: Callable[[], object], on: date) -> list[Requirement]:
    """What is in order now and would not be any more; refused as the change itself would be refused.

    The change is made and rolled back, so that this never says something else than what happens.
    """
    before = {item.code for item in gates.needed(DEPART, [mobility], on)[mobility.pk] if item.clears(DEPART)}
    with transaction.atomic():
        change()
        changed = Mobility.objects.get(pk=mobility.pk)
        after = gates.needed(DEPART, [changed], on)[mobility.pk]
        transaction.set_rollback(True)
    return [item for item in after if item.code in before and not item.clears(DEPART)]
