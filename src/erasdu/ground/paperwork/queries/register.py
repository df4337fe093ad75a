"""The register of sealed copies: what a stranger may know."""

from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.queries.content import kind_of, wording
from erasdu.ground.paperwork.queries.printing import reference, signers_now
from erasdu.ground.paperwork.states import COMPLETE


def is_registered(sha256: str) -> bool:
    """Whether these are the bytes of a sealed copy that this installation gave out."""
    return bool(sha256) and Envelope.objects.filter(final_sha256=sha256).exists()


@dataclass(frozen=True, slots=True)
class Registered:
    """What a stranger may know of a paper: its kind, day, standing, and initials of who signed."""

    kind: str
    reference: str
    signed_on: datetime | None
    state: str
    initials: tuple[str, ...]


def registered(envelope: Envelope, language: str) -> Registered:
    content, _ = wording(kind_of(envelope), language if language in kind_of(envelope).languages else envelope.language)
    signers = signers_now(envelope)
    state = "withdrawn" if any(signer.state == "revoked" for signer in signers) else envelope.state
    if access.is_frozen(envelope.document):
        state = "frozen"
    done = tuple(initials(signer.name) for signer in signers if signer.state == "signed")
    return Registered(content.short, reference(envelope), envelope.sealed_at or envelope.signed_at, state, done)


def by_sha256(sha256: str) -> Envelope | None:
    return Envelope.objects.filter(final_sha256=sha256).select_related("document").first() if sha256 else None


def by_code(code: str) -> Envelope | None:
    return Envelope.objects.filter(code=code.lower()).select_related("document").first()


def initials(name: str) -> str:
    return "".join(f"{part[0].upper()}." for part in name.split() if part)


def sealed_count() -> int:
    return Envelope.objects.filter(state=COMPLETE).count()
