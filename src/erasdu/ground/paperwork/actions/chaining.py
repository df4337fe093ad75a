"""Evidence: each thing that happens to a paper is chained to the one before, in the transaction of the act."""

import json
from datetime import datetime

from django.db import connection

from erasdu.ground.inserting import insert
from erasdu.ground.paperwork.models import Document, Envelope, Event, Evidence, Signer
from erasdu.kernel.chain import link, new_salt, salted

MOVE_ON = "UPDATE paperwork_document SET head = %s, length = %s WHERE id = %s AND head = %s AND length = %s"


def chained(document: Document, kind: str, *, at: datetime, envelope: Envelope | None = None, **body: object) -> Event:
    """Append one event: codes, ids and hashes only. The document's row is taken, so that numbers have no gap.

    Its head is moved on by compare-and-set from where this copy of it stands; when somebody else moved it meanwhile,
    once more from where it is, with the row locked.
    """
    event = _next(document, envelope, kind, at, body)
    if not _moved_on(document, event):
        now = Document.objects.select_for_update().only("head", "length").get(pk=document.pk)
        document.head, document.length = now.head, now.length
        event = _next(document, envelope, kind, at, body)
        if not _moved_on(document, event):
            raise RuntimeError("a chain moved on while its document was locked")
    insert(event)
    document.head, document.length = event.hash, event.seq
    return event


def _next(document: Document, envelope: Envelope | None, kind: str, at: datetime, body: dict[str, object]) -> Event:
    """What comes after the end that this copy of the document knows."""
    seq = document.length + 1
    hashed = link(document.head, seq, kind, at.isoformat(), body)
    return Event(
        document=document, envelope=envelope, seq=seq, kind=kind, at=at, body=body, prev=document.head, hash=hashed
    )


def _moved_on(document: Document, event: Event) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MOVE_ON, [event.hash, event.seq, document.pk, event.prev, event.seq - 1])
        return bool(cursor.rowcount == 1)


def kept_aside(signer: Signer, payload: dict[str, object], *, at: datetime) -> dict[str, str]:
    """Put what identifies the visitor in an erasable row; the chain gets its key and a salted hash."""
    salt = new_salt()
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    row = insert(Evidence(signer=signer, payload=payload, salt=salt, at=at))
    return {"evidence": row.key, "evidence_sha256": salted(text, salt)}
