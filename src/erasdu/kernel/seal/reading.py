"""What the last signature in a PDF is worth. Raises on a file that is not built as a PDF should be."""

import asyncio
import io
import logging
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# It tells at length what is wrong with a file; who handed it in is told what matters.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Signature:
    """`whole`: covers every byte of the file but its own value; `sound`: nothing that it covers was changed.

    `gap`: from where to where its own `value` should lie.
    `stamped_at`: time of a stamp that is itself sound; whose it is, is not judged here.
    """

    certificate: bytes
    made_at: datetime | None
    whole: bool
    gap: tuple[int, int]
    value: bytes
    sound: bool
    in_time: bool
    stamped_at: datetime | None


def last_signature(pdf: bytes) -> Signature | None:
    """The signature that was added last, or None."""
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_signatures
    if not found:
        return None
    last: EmbeddedPdfSignature = found[-1]
    certificate: x509.Certificate = last.signer_cert
    status = _status(last, certificate)
    made_at = last.self_reported_timestamp
    return Signature(
        certificate=certificate.dump(),
        made_at=made_at,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        gap=_gap(last),
        value=last.pkcs7_content,
        sound=_sound(status),
        in_time=made_at is not None and certificate.not_valid_before <= made_at <= certificate.not_valid_after,
        stamped_at=status.timestamp_validity.timestamp if status.timestamp_validity else None,
    )


def _status(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> PdfSignatureStatus:
    """Trust in the certificate is the caller's to judge, by its fingerprint: here it is its own anchor."""
    context = ValidationContext(
        trust_roots=[certificate], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    return asyncio.run(async_validate_pdf_signature(signature, context))


def _sound(status: PdfSignatureStatus) -> bool:
    """pyHanko's bottom line, but for trust in who made a time stamp."""
    stamp = status.timestamp_validity
    return bool(
        status.intact
        and status.valid
        and status.trusted
        and status.seed_value_ok
        and status.docmdp_ok
        and (stamp is None or (stamp.intact and stamp.valid))
    )


def _gap(signature: EmbeddedPdfSignature) -> tuple[int, int]:
    _, length, second, _ = signature.byte_range
    return int(length), int(second)
