"""Evidence: each thing that happens to a paper is chained to the one before, in the transaction of the act."""

import json
from datetime import datetime

from erasdu.ground.paperwork.models import Document, Envelope, Event, Evidence, Signer
from erasdu.kernel.chain import link, new_salt, salted


def chained(document: Document, kind: str, *, at: datetime, envelope: Envelope | None = None, **body: object) -> Event:
    """Append one event: codes, ids and hashes only. The document is locked, so that numbers have no gap."""
    locked = Document.objects.select_for_update().only("head", "length").get(pk=document.pk)
    seq = locked.length + 1
    moment = at.isoformat()
    hashed = link(locked.head, seq, kind, moment, body)
    event = Event.objects.create(
        document=document, envelope=envelope, seq=seq, kind=kind, at=at, body=body, prev=locked.head, hash=hashed
    )
    Document.objects.filter(pk=document.pk).update(head=hashed, length=seq)
    document.head, document.length = hashed, seq
    return event


def kept_aside(signer: Signer, payload: dict[str, object], *, at: datetime) -> dict[str, str]:
    """Put what identifies the visitor in an erasable row; the chain gets its key and a salted hash."""
    salt = new_salt()
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    row = Evidence.objects.create(signer=signer, payload=payload, salt=salt, at=at)
    return {"evidence": row.key, "evidence_sha256": salted(text, salt)}
