"""PAdES signatures in a PDF, in two steps: prepare the file with room for a signature, fill in the signature.

Between the two may lie a moment (our own key), or a signer who goes to another site and comes back.
"""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import cms, keys, tsp, x509
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko_certvalidator.registry import SimpleCertificateStore

DIGEST = "sha256"
# Bytes of a signature besides its certificates: attributes and value (RSA 4096 is the longest), and a time stamp.
ROOM, ROOM_FOR_STAMP = 2048, 12288


@dataclass(frozen=True, slots=True)
class Field:
    """What a signature says of itself in the PDF. `certifies`: allows no change at all; only a first one can."""

    name: str
    label: str
    signer: str
    reason: str
    certifies: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PDF with zeros from `start` to `end` where the signature comes; `digest` is over all the rest."""

    document: bytes
    digest: bytes
    start: int
    end: int


class _Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Leaves alone what the paper says of itself: that it conforms, when it was made, and that it is PDF 1.7.

    For elliptic curves the library would call it PDF 2.0, which PDF/A-2, PDF/A-3 and PDF/UA-1 are not.
    """

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        self.output_version = (1, 7)

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext.base_version == "/1.7":
            super().register_extension(ext)


def signatures_in(pdf: bytes) -> int:
    return len(_Writer(io.BytesIO(pdf)).prev.embedded_signatures)


def prepare(
    pdf: bytes, certificate: bytes, chain: tuple[bytes, ...], field: Field, *, at: datetime, stamped: bool
) -> Prepared:
    """The PDF with a field outside every page (PDF/UA allows no other that is invisible) and room for a signature."""
    meta = PdfSignatureMetadata(
        field_name=field.name,
        md_algorithm=DIGEST,
        certify=field.certifies,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        name=field.signer or None,
        reason=field.reason or None,
    )
    invisible = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    place = SigFieldSpec(field.name, invis_sig_settings=invisible, readable_field_name=field.label)
    signer = PdfSigner(meta, _external(certificate, chain), new_field_spec=place)
    session = signer.init_signing_session(_Writer(io.BytesIO(pdf)))
    session.system_time = at
    # Not estimated by pyHanko: that signs once more, and asks for one more time stamp.
    room = ROOM + len(certificate) + sum(map(len, chain)) + (ROOM_FOR_STAMP if stamped else 0)
    unsigned = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * room)
    ready, output = unsigned.digest_tbs_document()
    return Prepared(output.getvalue(), ready.document_digest, ready.reserved_region_start, ready.reserved_region_end)


def sign(prepared: Prepared, certificate: bytes, chain: tuple[bytes, ...], private_key: bytes) -> bytes:
    """The CMS signature with a key of our own, as DER."""
    signer = SimpleSigner(x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(private_key), _store(chain))
    made: bytes = asyncio.run(signer.async_sign(prepared.digest, DIGEST, use_pades=True)).dump()
    return made


def attributes(prepared: Prepared, certificate: bytes, chain: tuple[bytes, ...]) -> bytes:
    """What somebody else's key signs, as DER."""
    made = _external(certificate, chain).signed_attrs(prepared.digest, DIGEST, use_pades=True)
    found: bytes = asyncio.run(made).dump()
    return found


def with_value(attributes: bytes, value: bytes, certificate: bytes, chain: tuple[bytes, ...]) -> bytes:
    """The CMS signature of those attributes with a value that somebody else's key made, as DER."""
    signer = _external(certificate, chain, value)
    signed = signer.async_sign_prescribed_attributes(DIGEST, cms.CMSAttributes.load(attributes))
    made: bytes = asyncio.run(signed).dump()
    return made


def with_stamp(signature: bytes, token: Callable[[bytes], bytes]) -> bytes:
    """The CMS signature with a time stamp over its value; ValueError when the token is about something else."""
    content = cms.ContentInfo.load(signature)
    signer = content["content"]["signer_infos"][0]
    digest = sha256(signer["signature"].native).digest()
    stamp = cms.ContentInfo.load(token(digest), strict=True)
    about: tsp.TSTInfo = stamp["content"]["encap_content_info"]["content"].parsed
    if about["message_imprint"]["hashed_message"].native != digest:
        raise ValueError("a time stamp of something else")
    signer["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", stamp)])
    made: bytes = content.dump(force=True)
    return made


def fill(prepared: Prepared, signature: bytes) -> bytes:
    """The finished PDF."""
    output = io.BytesIO(prepared.document)
    PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end).fill_with_cms(output, signature)
    return output.getvalue()


def _external(certificate: bytes, chain: tuple[bytes, ...], value: bytes | None = None) -> ExternalSigner:
    return ExternalSigner(x509.Certificate.load(certificate), _store(chain), signature_value=value)


def _store(chain: tuple[bytes, ...]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(each) for each in chain])
    return store
