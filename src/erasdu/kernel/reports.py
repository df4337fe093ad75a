"""What a mail server says of a mail that it could not deliver: a delivery status notification (RFC 3464)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

FAILED = "failed"  # "delayed" is no end, "relayed" and "delivered" are no failure
STATUS, RETURNED = "message/delivery-status", ("message/rfc822", "text/rfc822-headers")
MOST = 300  # characters of what the other side said


@dataclass(frozen=True, slots=True)
class Returned:
    """The Message-ID of a mail that failed for good, and what the other side said."""

    message_id: str
    why: str


def returned(report: bytes) -> Returned | None:
    """None for a mail that is no report, reports no final failure, or does not say of which mail."""
    mail = message_from_bytes(report, policy=policy.default)
    parts = list(mail.walk())
    failed = next((said for part in parts for said in _said(part) if _word(said, "Action") == FAILED), None)
    names = [name for part in parts if (name := _message_id(part))]
    if failed is None or not names:
        return None
    why = str(failed.get("Diagnostic-Code") or failed.get("Status") or "")
    return Returned(names[0], " ".join(why.partition(";")[2].split() or why.split())[:MOST])


def _said(part: Message) -> Iterator[Message]:
    """The groups of fields of a status part: of the mail, then of each recipient."""
    payload = part.get_payload() if part.get_content_type() == STATUS else []
    yield from (each for each in payload if isinstance(each, Message)) if isinstance(payload, list) else ()


def _word(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).strip().lower()


def _message_id(part: Message) -> str:
    """Of the mail that came back, not of the report."""
    if part.get_content_type() not in RETURNED:
        return ""
    payload = part.get_payload()
    mail = payload[0] if isinstance(payload, list) and payload else None
    if isinstance(mail, Message):
        return str(mail.get("Message-ID", "")).strip()
    content = part.get_content() if isinstance(part, EmailMessage) else payload
    return str(message_from_bytes(str(content).encode(), policy=policy.default).get("Message-ID", "")).strip()
