"""Whether parents of a learner who is of age keep hearing about papers, dates and who to call."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def tell_guardians(mobility: Mobility, *, yes: bool, by: Actor, at: datetime) -> None:
    """The learner's own choice, which can be taken back at any time."""
    access.may_choose_telling(by, mobility, at=at).require()
    rows = Mobility.objects.filter(pk=mobility.pk, guardians_told_at__isnull=yes)
    if not rows.update(guardians_told_at=at if yes else None, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    mobility.refresh_from_db(fields=["guardians_told_at", "revision"])
    journal.record("mobility.guardians_told", subjects=[mobility], by=by, at=at, yes=yes)
