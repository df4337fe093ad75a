"""The tables of papers."""

from erasdu.ground.paperwork.models.around import Anchor, EvidenceCheck, RemoteSigning, Sheet
from erasdu.ground.paperwork.models.papers import (
    Document,
    Envelope,
    Event,
    Evidence,
    Reader,
    Signature,
    Signer,
)
from erasdu.ground.paperwork.models.texts import Confirmation, Logo, Wording

__all__ = [
    "Anchor", "Confirmation", "Document", "Envelope", "Event", "Evidence", "EvidenceCheck", "Logo", "Reader",
    "RemoteSigning", "Sheet", "Signature", "Signer", "Wording",
]  # fmt: skip
