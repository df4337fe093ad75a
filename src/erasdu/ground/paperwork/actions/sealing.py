"""The final copy: drawn with what was signed and the evidence, sealed once, kept, registered, told."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import papers, queries
from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.actions.signing import about
from erasdu.ground.paperwork.actions.telling import tell_complete
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.states import ENVELOPE, SIGNED
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault.models import StoredFile
from erasdu.ground.vault.queries import by_key
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.seal.keys import load
from erasdu.kernel.seal.sealing import seal
from erasdu.kernel.seal.timestamps import HttpTimestamper
from erasdu.kernel.typeset import Attachment, pages_of


def seal_job(job: Job) -> None:
    """The background work for one version that everybody signed."""
    envelope = Envelope.objects.select_related("document").filter(pk=job.payload["envelope"]).first()
    if envelope is not None and envelope.state == SIGNED:
        complete(envelope, at=clock.now())


def complete(envelope: Envelope, *, at: datetime) -> None:
    """Draw and seal outside the transaction; register, keep and tell inside. Twice is once."""
    signers = queries.signers_now(envelope)
    kind, head = queries.kind_of(envelope), envelope.document.head
    audit = Attachment(
        "audit.json", json.dumps(queries.audit(envelope), ensure_ascii=False, sort_keys=True, indent=1),
        "application/json", "What happened to this paper, chained",
    )  # fmt: skip
    data = queries.printed(envelope, signers, rows=queries.evidence_rows(envelope), head=head)
    codes = queries.page_codes(envelope.code, envelope.pages + 3)
    pdf = papers.draw(kind, envelope.language, data, at=at, page_codes=codes, attachments=[audit], checked=True)
    if not envelope.signed_file:
        _registered(envelope, {"final": _sealed(envelope, pdf, "paperwork.final", at)}, at)
        return
    # Somebody signed in the file itself, so nothing may be added to it but the seal: the evidence is a second paper.
    copies = {
        "final": _sealed(envelope, queries.signed_so_far(envelope), "paperwork.final", at),
        "record": _sealed(envelope, pdf, "paperwork.record", at),
    }
    _registered(envelope, copies, at)


def _sealed(envelope: Envelope, pdf: bytes, purpose: str, at: datetime) -> StoredFile:
    """Sealed and kept, registered by nobody yet."""
    sealed = seal(pdf, load(settings.SEAL_FOLDER, settings.SEAL_PASSWORD), at=at, timestamper=timestamper())
    return vault.keep(
        sealed,
        media_type="application/pdf",
        pages=pages_of(pdf),
        subject=envelope,
        purpose=purpose,
        keep="grant_file",
        about=envelope.document.person,
        by=SYSTEM,
        at=at,
    )


@transaction.atomic
def _registered(envelope: Envelope, copies: Mapping[str, StoredFile], at: datetime) -> None:
    files = {f"{name}_file": stored.key for name, stored in copies.items()}
    hashes = {f"{name}_sha256": stored.sha256 for name, stored in copies.items()}
    rows = Envelope.objects.filter(pk=envelope.pk, state__in=ENVELOPE.sources("seal"))
    if not rows.update(state=ENVELOPE.target("seal"), sealed_at=at, **files, **hashes):
        return  # another worker was first, or it was taken back meanwhile: the sweep removes the file
    if (before := by_key(envelope.signed_file)) is not None:  # the final copy begins with all of it
        vault.delete(before, by=SYSTEM, at=at)
        Envelope.objects.filter(pk=envelope.pk).update(signed_file="")
    envelope.refresh_from_db()
    chained(envelope.document, "sealed", at=at, envelope=envelope, **hashes)
    for signer in queries.signers_now(envelope):
        if signer.state == "signed":
            tell_complete(signer, at=at)
    journal.record(
        "paper.complete", subjects=about(envelope.document), by=SYSTEM, at=at, kind=envelope.document.kind,
        version=envelope.version,
    )  # fmt: skip


def timestamper() -> HttpTimestamper | None:
    return HttpTimestamper(settings.TSA_URL) if settings.TSA_URL else None
