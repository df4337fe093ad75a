"""Opening what only its readers see: each time is on the journal, and those it is about see who it was."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.actions.signing import about
from erasdu.ground.paperwork.models import Document
from erasdu.kernel.actor import Actor


@transaction.atomic
def read(document: Document, *, by: Actor, at: datetime) -> None:
    """Somebody looks at the answers of a restricted paper now: on the screen, or on photos of it."""
    access.may_read(by, document).require()
    seen(document, by=by, at=at)


def seen(document: Document, *, by: Actor, at: datetime) -> None:
    """The line of the journal, for an act that shows the answers along with something else."""
    journal.record("paper.read", subjects=about(document), by=by, at=at, kind=document.kind)
