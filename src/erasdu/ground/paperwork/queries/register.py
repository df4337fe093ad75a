"""The register of sealed copies: what a stranger may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from erasdu.ground.paperwork import access, words
from erasdu.ground.paperwork.models import Anchor, Envelope, Signer
from erasdu.ground.paperwork.queries.content import short_for
from erasdu.ground.paperwork.queries.printing import reference, signers_now
from erasdu.ground.paperwork.states import COMPLETE, LIVE


def is_registered(sha256: str) -> bool:
    """Whether these are the bytes of a sealed copy that this installation gave out, or of an anchor of its evidence."""
    known = bool(sha256) and Envelope.objects.filter(_copy(sha256)).exists()
    return known or anchor_by_sha256(sha256) is not None


def _copy(sha256: str) -> Q:
    """The sealed copy of a version, or its record when signers signed in the copy itself."""
    return Q(final_sha256=sha256) | Q(record_sha256=sha256)


@dataclass(frozen=True, slots=True)
class Registered:
    """What a stranger may know of a paper: its kind, day, standing, and initials of who signed."""

    kind: str
    reference: str
    signed_on: datetime | None
    state: str
    initials: tuple[str, ...]


def registered(envelope: Envelope, language: str) -> Registered:
    signers = signers_now(envelope)
    state = _stands(envelope, signers)
    done = tuple(initials(signer.name) for signer in signers if signer.state == "signed")
    return Registered(
        short_for(envelope, language), reference(envelope), envelope.sealed_at or envelope.signed_at, state, done
    )


def _stands(envelope: Envelope, signers: Iterable[Signer]) -> str:
    """What is over stays so, whatever happened to its document later; a consent taken back is told as that."""
    if envelope.state not in LIVE:
        return envelope.state
    if any(signer.state == "revoked" for signer in signers):
        return "withdrawn"
    return "frozen" if access.is_frozen(envelope.document) else envelope.state


def by_sha256(sha256: str) -> Envelope | None:
    return Envelope.objects.filter(_copy(sha256)).select_related("document").first() if sha256 else None


def anchor_by_sha256(sha256: str) -> Anchor | None:
    return Anchor.objects.filter(sha256=sha256).first() if sha256 else None


def registered_copy(sha256: str, language: str) -> Registered | None:
    """What these very bytes are: a paper, or the sealed state of a day's evidence, which nobody signs."""
    if envelope := by_sha256(sha256):
        return registered(envelope, language)
    anchor = anchor_by_sha256(sha256)
    return Registered(str(words.ANCHOR), anchor.day.isoformat(), anchor.at, COMPLETE, ()) if anchor else None


def by_code(code: str) -> Envelope | None:
    return Envelope.objects.filter(code=code.lower()).select_related("document").first()


def initials(name: str) -> str:
    return "".join(f"{part[0].upper()}." for part in name.split() if part)


def sealed_count() -> int:
    return Envelope.objects.filter(state=COMPLETE).count()
