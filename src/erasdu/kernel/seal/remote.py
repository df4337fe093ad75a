"""A signature with somebody's own key at a trust service: prepare, send the signer there, fill in what comes back.

Between the steps everything lies in one value of bytes (`state`), so that any process can go on with it:

    state = prepare(pdf, service.certificate(), at=at, reason="…")
    outcome = finish(state, service, ticket=ticket)                  # Pending: send the signer to outcome.redirect
    outcome = finish(state, service, ticket=ticket, answer={…})      # the PDF, or Pending again

The service sees a hash only. That the signer saw what is signed is ours to ensure.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

FIELD = "Signature"
QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
QC_COMPLIANCE = bytes.fromhex("0606 0400 8e46 0101")  # 0.4.0.1862.1.1, in DER


class RemoteFailed(RuntimeError):
    """`code`: unreachable, refused, bad_answer (of the service); wrong_signature, not_prepared, bad_state."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Certificate:
    """The signer's certificate and those above it, as DER."""

    own: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """No signature yet: send the signer to `redirect`; empty: ask again later."""

    redirect: str = ""


class RemoteSigner(Protocol):
    def certificate(self) -> Certificate:
        """Whose signature it will be; raises RemoteFailed."""
        ...

    def sign_hash(self, digest: bytes, *, ticket: str, answer: Mapping[str, str]) -> bytes | Pending:
        """The signature over a SHA-256 digest. `ticket` is ours and comes back with the signer; `answer` holds the
        parameters with which the signer came back, none at first. Raises RemoteFailed."""
        ...


class RemoteService(Protocol):
    """A trust service as an installation knows it. Every method may raise RemoteFailed."""

    def introduce(self, ticket: str) -> str:
        """Where the signer first says who they are; empty when the service need not be told."""
        ...

    def known(self, *, ticket: str, answer: Mapping[str, str]) -> dict[str, str]:
        """What has to be kept of the signer who came back from there, to go on with; it is a secret."""
        ...

    def signer(self, known: Mapping[str, str]) -> RemoteSigner: ...

    def says(self) -> str:
        """What the service calls itself, when it answers."""
        ...


def prepare(
    pdf: bytes, certificate: Certificate, *, at: datetime, reason: str = "", label: str = "", field: str = FIELD
) -> bytes:
    """The state with which `finish` goes on; `field` differs for each signer of one paper."""
    pades = _pades()
    pdf = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    try:
        name = _common_name(certificate.own)
        about = pades.Field(field, label or name, name, reason, False)
        ready = pades.prepare(pdf, certificate.own, certificate.chain, about, at=at, stamped=False)
        attributes = pades.attributes(ready, certificate.own, certificate.chain)
    except Exception as error:
        raise RemoteFailed("not_prepared", f"{type(error).__name__}: {error}") from error
    head = {
        "certificate": _text(certificate.own),
        "chain": [_text(each) for each in certificate.chain],
        "attributes": _text(attributes),
        "digest": _text(ready.digest),
        "start": ready.start,
        "end": ready.end,
    }
    return json.dumps(head).encode() + b"\n" + bytes(ready.document)


def digest_of(state: bytes) -> bytes:
    """What the signer's key signs: to show beside the paper, and to compare with what the service shows."""
    return sha256(_read(state).attributes).digest()


def finish(
    state: bytes, service: RemoteSigner, *, ticket: str, answer: Mapping[str, str] | None = None
) -> bytes | Pending:
    """The signed PDF, or where to send the signer. Raises RemoteFailed; the state can be tried again."""
    value = service.sign_hash(digest_of(state), ticket=ticket, answer=answer or {})
    return value if isinstance(value, Pending) else with_value(state, value)


def with_value(state: bytes, value: bytes) -> bytes:
    """The signed PDF; a value that does not fit the certificate is refused."""
    waiting = _read(state)
    _require_fit(waiting, value)
    pades = _pades()
    ready = pades.Prepared(waiting.document, waiting.digest, waiting.start, waiting.end)
    signature = pades.with_value(waiting.attributes, value, waiting.certificate.own, waiting.certificate.chain)
    signed: bytes = pades.fill(ready, signature)
    return signed


@dataclass(frozen=True, slots=True)
class _Waiting:
    certificate: Certificate
    attributes: bytes
    digest: bytes
    start: int
    end: int
    document: bytes


def _read(state: bytes) -> _Waiting:
    head, _, document = state.partition(b"\n")
    try:
        given = json.loads(head)
        return _Waiting(
            certificate=Certificate(_bytes(given["certificate"]), tuple(map(_bytes, given["chain"]))),
            attributes=_bytes(given["attributes"]),
            digest=_bytes(given["digest"]),
            start=int(given["start"]),
            end=int(given["end"]),
            document=document,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RemoteFailed("bad_state") from error


def _require_fit(waiting: _Waiting, value: bytes) -> None:
    key = x509.load_der_x509_certificate(waiting.certificate.own).public_key()
    digest, how = sha256(waiting.attributes).digest(), Prehashed(SHA256())
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            return key.verify(value, digest, ec.ECDSA(how))
        if isinstance(key, rsa.RSAPublicKey):
            return key.verify(value, digest, padding.PKCS1v15(), how)
    except InvalidSignature as error:
        raise RemoteFailed("wrong_signature") from error
    raise RemoteFailed("wrong_signature", "a kind of key that is not supported")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is. `names`: how it calls them; `text`: all that it says of them.

    `qualified`: it says of itself that it is a qualified one; whether its issuer may say so is for a list of trust.
    """

    names: tuple[str, ...]
    text: str
    qualified: bool
    valid_from: datetime
    valid_until: datetime


def holder_of(certificate: bytes) -> Holder:
    """Raises RemoteFailed (bad_answer) for what is no certificate."""
    try:
        read = x509.load_der_x509_certificate(certificate)
        given, family = (_told(read, oid) for oid in (x509.NameOID.GIVEN_NAME, x509.NameOID.SURNAME))
        names = tuple(name for name in (f"{given} {family}".strip(), _told(read, x509.NameOID.COMMON_NAME)) if name)
        statements = [each.value for each in read.extensions if each.oid == QC_STATEMENTS]
    except ValueError as error:
        raise RemoteFailed("bad_answer", "no certificate") from error
    qualified = any(QC_COMPLIANCE in each.value for each in statements if isinstance(each, x509.UnrecognizedExtension))
    return Holder(names, read.subject.rfc4514_string(), qualified, read.not_valid_before_utc, read.not_valid_after_utc)


def _told(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _common_name(certificate: bytes) -> str:
    holder = holder_of(certificate)
    return holder.names[-1] if holder.names else holder.text


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _pades() -> Any:
    return import_module("erasdu.kernel.seal.pades")
