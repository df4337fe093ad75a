"""Letting go of what signers answered: they took it back, or its time is over. That it was asked stays."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Document, Envelope, Signature
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault.queries import by_key
from erasdu.kernel.actor import Actor

COPIES = ("final_file", "record_file", "signed_file")


@transaction.atomic
def erase_answers(document: Document, *, by: Actor, at: datetime) -> bool:
    """The answers in every version, and the sealed copies that print them; whether there was anything.

    The hashes stay, so that a copy that somebody kept is still known as ours.
    """
    signatures = Signature.objects.filter(signer__envelope__document=document)
    held = [row.pk for row in signatures if row.secret_answers or row.answers]
    nothing = dict.fromkeys(COPIES, "")
    copies = list(Envelope.objects.filter(document=document).exclude(**nothing))
    if not held and not copies:
        return False
    Signature.objects.filter(pk__in=held).update(answers={}, secret_answers=b"")
    for key in (getattr(envelope, name) for envelope in copies for name in COPIES):
        if (stored := by_key(key)) is not None:
            vault.let_go(stored, at=at)
    Envelope.objects.filter(pk__in=[envelope.pk for envelope in copies]).update(**nothing)
    subject = queries.subject_of(document)
    journal.record(
        "paper.erased", subjects=[document, *([subject] if subject else [])], by=by, at=at, kind=document.kind
    )
    return True
