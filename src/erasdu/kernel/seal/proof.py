"""Whether one of our keys signed these bytes. No PDF is read here: what passes was written by us, but for the value."""

from collections.abc import Collection
from hashlib import sha256

from asn1crypto import cms, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from erasdu.kernel.seal.keys import fingerprint_of


def fault_of(value: bytes, digest: bytes, trusted: Collection[str]) -> str:
    """Of a CMS value with zeros behind it, over the SHA-256 of the signed bytes: why it proves nothing, or ""."""
    try:
        length = parser.peek(value)
        signed = cms.ContentInfo.load(value[:length], strict=True)["content"]
        certificate = _ours(signed, trusted)
        if certificate is None:
            return "unknown_certificate"
        (signer,) = signed["signer_infos"]
        fine = not value[length:].strip(b"\0") and _told(signer) == digest and _signed(signer, certificate)
    except (ValueError, KeyError, TypeError, AttributeError, UnsupportedAlgorithm):
        return "altered"
    return "" if fine else "altered"


def _ours(signed: cms.SignedData, trusted: Collection[str]) -> bytes | None:
    found = (each.chosen.dump() for each in signed["certificates"])
    return next((each for each in found if fingerprint_of(each) in trusted), None)


def _told(signer: cms.SignerInfo) -> object:
    """The hash that the signer says was signed; exactly one, or it is none."""
    told = [each["values"] for each in signer["signed_attrs"] if each["type"].native == "message_digest"]
    ((only,),) = told
    return only.native


def _signed(signer: cms.SignerInfo, certificate: bytes) -> bool:
    key = x509.load_der_x509_certificate(certificate).public_key()
    value, attributes = signer["signature"].native, signer["signed_attrs"].untag().dump()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, attributes, ec.ECDSA(SHA256()))
            return True
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, attributes, padding.PKCS1v15(), SHA256())
            return True
    except InvalidSignature:
        pass
    return False


def digest_of(pdf: bytes, first: int, second: int) -> bytes:
    """SHA-256 of all but the value."""
    digest = sha256(memoryview(pdf)[:first])
    digest.update(memoryview(pdf)[second:])
    return digest.digest()
