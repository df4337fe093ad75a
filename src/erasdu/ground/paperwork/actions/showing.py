"""Keeping what signers see, byte for byte, and noticing in time when it can neither be read nor drawn again."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault.actions import Prepared
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import SYSTEM, Actor

PURPOSE = "paperwork.shown"


def put_away(pdf: bytes, envelope: Envelope) -> Prepared:
    """Outside any transaction; what is never sent is swept away."""
    return vault.put_away(pdf, media_type="application/pdf", pages=envelope.pages)


def keep_shown(shown: Prepared, envelope: Envelope, *, by: Actor, at: datetime) -> StoredFile:
    """As long as the sealed copy; it goes with the data of whose paper it is."""
    about = envelope.document.person
    return vault.keep_put_away(shown, subject=envelope, purpose=PURPOSE, keep="grant_file", about=about, by=by, at=at)


def check_shown(*, at: datetime) -> int:
    """Every open paper that today's code would draw otherwise: can it still be shown? How many cannot."""
    lost = 0
    for envelope in queries.drawn_otherwise():
        if queries.can_be_shown(envelope):
            Envelope.objects.filter(pk=envelope.pk).exclude(lost_at=None).update(lost_at=None)
        else:
            lost += 1
            _report(envelope, at)
    return lost


@transaction.atomic
def _report(envelope: Envelope, at: datetime) -> None:
    """Once: in the journal, and on the coordinator's home page until it can be shown again or is sent anew."""
    if Envelope.objects.filter(pk=envelope.pk, lost_at=None).update(lost_at=at):
        document = envelope.document
        journal.record(
            "paper.lost", subjects=[document], by=SYSTEM, at=at, kind=document.kind, version=envelope.version
        )
