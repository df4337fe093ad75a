"""The evidence pack of one version: what shows who signed what and when, to check without us."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pikepdf
from django.conf import settings

from erasdu.ground.paperwork.models import Envelope, Event, Evidence
from erasdu.ground.paperwork.queries.printing import audit, events, final_copy, record_copy, shown
from erasdu.kernel import chain
from erasdu.kernel.seal.keys import roots
from erasdu.kernel.seal.pack import Payload, write_pack


def evidence_pack(envelope: Envelope, *, at: datetime) -> bytes:
    """A ZIP with both papers, the chain, and the personal details that were not erased: not for everybody's eyes."""
    final, record = final_copy(envelope), record_copy(envelope)
    sealed = record if record is not None else final
    told = _attached(sealed) if sealed is not None else json.dumps(audit(envelope), ensure_ascii=False)
    chained = list(events(envelope.document))
    return write_pack(
        made_at=at,
        shown=shown(envelope),
        final=final,
        record=record,
        audit=told,
        roots=roots(settings.SEAL_FOLDER),
        later=[_plain(event) for event in chained[len(json.loads(told)["events"]) :]],
        payloads=_payloads(chained),
    )


def _attached(final: bytes) -> str:
    """The audit as it travels inside the sealed copy."""
    with pikepdf.open(BytesIO(final)) as document:
        return document.attachments["audit.json"].get_file().read_bytes().decode()


def _plain(event: Event) -> chain.Event:
    return chain.Event(event.seq, event.kind, event.at.isoformat(), event.body, event.hash)


def _payloads(chained: list[Event]) -> Iterator[Payload]:
    """What the chain has salted hashes of, as far as it is still there."""
    named = {event.body["evidence"]: event.seq for event in chained if "evidence" in event.body}
    for row in Evidence.objects.filter(key__in=named, erased_at=None).order_by("pk"):
        text = json.dumps(row.payload, sort_keys=True, ensure_ascii=False)
        yield Payload(named[row.key], "evidence_sha256", row.salt, text)
