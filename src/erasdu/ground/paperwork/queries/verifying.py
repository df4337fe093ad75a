"""What a stranger is told about a file, a hash or the code on a page: whether it is ours, and how it stands now."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from erasdu.ground.paperwork.queries.register import (
    Registered,
    by_code,
    is_registered,
    registered,
    registered_copy,
)
from erasdu.kernel.scans.codes import CODE
from erasdu.kernel.seal.keys import fingerprint_of, roots, trusted
from erasdu.kernel.seal.verifying import Finding, Status, examine

EXACT, ANOTHER, NOT_OURS, UNREADABLE = "exact_copy", "genuine_seal", "not_ours", "unreadable"
UNKNOWN_HASH, BY_CODE, NO_SUCH_CODE = "unknown_hash", "by_code", "no_such_code"


@dataclass(frozen=True, slots=True)
class Answer:
    """`code`: what it is; `why`: why it is not better than that; `paper`: of a registered one only."""

    code: str
    why: tuple[str, ...] = ()
    paper: Registered | None = None
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    sha256: str = ""


def of_file(pdf: bytes, language: str) -> Answer:
    """Raises `kernel.seal.keys.NoKeys` when the list of our keys cannot be read."""
    finding = examine(pdf, trusted=trusted(settings.SEAL_FOLDER), is_registered=is_registered)
    return _told(finding, language)


def _told(finding: Finding, language: str) -> Answer:
    exact = finding.status == Status.EXACT_COPY
    return Answer(
        finding.status.value,
        () if finding.codes == ("not_registered",) else finding.codes,
        registered_copy(finding.sha256, language) if exact else None,
        finding.sealed_at,
        finding.stamped_at,
        finding.sha256,
    )


def of_hash(sha256: str, language: str) -> Answer:
    """From a hash alone nothing but an exact copy can be told."""
    paper = registered_copy(sha256, language)
    return Answer(EXACT if paper else UNKNOWN_HASH, paper=paper, sha256=sha256)


def of_code(code: str, language: str) -> Answer:
    """What the code on a page leads to: the paper that we have, which says nothing about the one in somebody's hand."""
    envelope = by_code(code) if CODE.fullmatch(code) else None
    return Answer(BY_CODE, paper=registered(envelope, language)) if envelope else Answer(NO_SUCH_CODE)


def root_certificates() -> str:
    """As PEM, for who wants to check our seal with a program of their own."""
    return roots(settings.SEAL_FOLDER)


def root_fingerprints() -> list[str]:
    """SHA-256 of each root, in groups of eight: to compare with what is printed elsewhere."""
    pem = root_certificates().encode()
    found = x509.load_pem_x509_certificates(pem) if pem.strip() else []
    return [_grouped(fingerprint_of(each.public_bytes(Encoding.DER))) for each in found]


def _grouped(fingerprint: str) -> str:
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))
