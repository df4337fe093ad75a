"""The keys of the seal, in one folder that only grows.

    seal.p12      the private key of the seal, its certificate and those above it; readable by its owner alone
    root.pem      every root that seals hang from, present and past: to be published
    trusted.json  SHA-256 fingerprints of every seal certificate, present and past, and of the roots

`make` makes what lacks and never replaces a key. The key of a root that we make ourselves signs one certificate and is
forgotten: nobody can make a second one in its name. To renew, move seal.p12 away and `make` again; to use a
bought certificate, put it in place as seal.p12: `make` adds it to what is trusted.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

SEAL, ROOTS, TRUSTED = "seal.p12", "root.pem", "trusted.json"
ROOT_LASTS = timedelta(days=3653)
SEAL_LASTS = timedelta(days=1826)
DEVELOPMENT = "ErasDu development root"
# A demo tells of papers that were sealed before it was installed.
DEMO_PAST = timedelta(days=730)
LONGEST_NAME = 64


class NoKeys(RuntimeError):
    """There are no usable keys; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Certificates and private key as DER: whoever seals makes objects of its own of them, to share between threads."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private_key: bytes = field(repr=False)
    organisation: str
    valid_from: datetime
    valid_until: datetime
    development: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate)


def fingerprint_of(certificate: bytes) -> str:
    return sha256(certificate).hexdigest()


def load(folder: Path, password: str = "") -> Keys:
    """The keys in the folder; read again only when the file changed."""
    file = folder / SEAL
    try:
        return _loaded(file, password, file.stat().st_mtime_ns)
    except OSError as error:
        raise NoKeys(f"no seal key: {file.name} cannot be read ({error.strerror})") from error


@lru_cache(maxsize=4)
def _loaded(file: Path, password: str, _: int) -> Keys:
    try:
        found = pkcs12.load_pkcs12(file.read_bytes(), password.encode() or None)
    except ValueError as error:
        raise NoKeys(f"{file.name} is no PKCS #12 file that this password opens") from error
    if found.key is None or found.cert is None:
        raise NoKeys(f"{file.name} lacks a private key or its certificate")
    certificate, above = found.cert.certificate, [each.certificate for each in found.additional_certs]
    return Keys(
        certificate=certificate.public_bytes(Encoding.DER),
        chain=tuple(each.public_bytes(Encoding.DER) for each in above),
        private_key=found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        organisation=_name(certificate, NameOID.ORGANIZATION_NAME) or _name(certificate, NameOID.COMMON_NAME),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        development=_name_of(certificate.issuer, NameOID.COMMON_NAME) == DEVELOPMENT,
    )


def trusted(folder: Path) -> frozenset[str]:
    """Fingerprints of the certificates that seal for us or did so once; none when nothing was made yet."""
    return frozenset(_trusted(folder)["seals"])


def roots(folder: Path) -> str:
    """The roots as PEM, to publish and to put into evidence; empty when there are none."""
    file = folder / ROOTS
    return file.read_text() if file.exists() else ""


def make(folder: Path, *, organisation: str, at: datetime, password: str = "", development: bool = False) -> Keys:
    """Makes what lacks, and trusts the key that is there; what exists is never replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(folder):
        if not (folder / SEAL).exists():
            _write(folder / SEAL, _new(organisation, at, password, development), mode=0o600)
        keys = load(folder, password)
        _trust(folder, keys)
    return keys


# -- a new key -------------------------------------------------------------------------------------


def _new(organisation: str, at: datetime, password: str, development: bool) -> bytes:
    organisation = organisation.strip()[:LONGEST_NAME]
    if not organisation:
        raise NoKeys("a seal names its organisation")
    start = at - (DEMO_PAST if development else timedelta(days=1))
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _subject(organisation, DEVELOPMENT if development else "ErasDu root")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), root_key.public_key())
        .not_valid_before(start)
        .not_valid_after(at + ROOT_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(root=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    seal = (
        _certificate(_subject(organisation, "ErasDu seal"), root_name, seal_key.public_key(), root_key.public_key())
        .not_valid_before(start)
        .not_valid_after(at + SEAL_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(root=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    hidden: KeySerializationEncryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"seal", seal_key, seal, [root], hidden)


def _subject(organisation: str, name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, above: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )


def _usage(*, root: bool) -> x509.KeyUsage:
    """A root signs certificates; a seal signs papers, and cannot take it back."""
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )


def _name(certificate: x509.Certificate, part: x509.ObjectIdentifier) -> str:
    return _name_of(certificate.subject, part)


def _name_of(name: x509.Name, part: x509.ObjectIdentifier) -> str:
    return next((str(each.value) for each in name.get_attributes_for_oid(part)), "")


# -- the folder ------------------------------------------------------------------------------------


def _trust(folder: Path, keys: Keys) -> None:
    """The key and its root among what is trusted: root.pem and trusted.json only ever grow."""
    known = _trusted(folder)
    root = _topmost([x509.load_der_x509_certificate(each) for each in (*keys.chain[::-1], keys.certificate)])
    wanted = {
        "seals": _with(known["seals"], keys.fingerprint),
        "roots": _with(known["roots"], fingerprint_of(root.public_bytes(Encoding.DER))),
    }
    pem = root.public_bytes(Encoding.PEM).decode()
    if pem not in (published := roots(folder)):
        _write(folder / ROOTS, (published + pem).encode(), mode=0o644)
    if wanted != known:
        _write(folder / TRUSTED, (json.dumps(wanted, indent=2) + "\n").encode(), mode=0o644)


def _topmost(certificates: list[x509.Certificate]) -> x509.Certificate:
    """The one that nobody else issued; of a bought chain without its root, the one nearest to it."""
    return next((each for each in certificates if each.issuer == each.subject), certificates[0])


def _with(known: list[str], fingerprint: str) -> list[str]:
    return known if fingerprint in known else [*known, fingerprint]


def _trusted(folder: Path) -> dict[str, list[str]]:
    file = folder / TRUSTED
    try:
        found = json.loads(file.read_text())
        return {"seals": list(found["seals"]), "roots": list(found["roots"])}
    except FileNotFoundError:
        return {"seals": [], "roots": []}
    except (ValueError, KeyError, TypeError) as error:
        raise NoKeys(f"{file.name} is damaged: put it back from a backup") from error


def _write(file: Path, content: bytes, *, mode: int) -> None:
    """The whole file or nothing, also when we are killed or the power goes."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as new:
        os.fchmod(handle, mode)
        new.write(content)
        new.flush()
        os.fsync(handle)
    os.replace(name, file)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One maker at a time; what a killed one left half-made goes first."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for half in folder.glob(".new-*"):
            half.unlink()
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
