"""Keys, a small sealed paper, and doubles of the two services that sealing may ask: for every test about papers."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from erasdu.kernel.seal import keys as sealkeys
from erasdu.kernel.seal.keys import Keys
from erasdu.kernel.seal.remote import Certificate, Pending, RemoteFailed
from erasdu.kernel.seal.sealing import Sealed, seal
from erasdu.kernel.seal.timestamps import NoTimestamp
from erasdu.kernel.typeset import Attachment, render

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAPER = """
#set document(title: "Proef")
#set text(font: "Noto Sans", lang: sys.inputs.language)
#let data = json(bytes(sys.inputs.data))
#for file in json(bytes(sys.inputs.attachments)) {
  pdf.attach(file.name, bytes(file.text), relationship: "data", mime-type: file.mime_type,
    description: file.description)
}
= #data.title
#for text in data.texts { par(text) }
"""


@cache
def seal_folder() -> Path:
    """Keys of an invented organisation, made once for all tests of this process."""
    folder = _folder()
    sealkeys.make(folder, organisation="Voorbeeldscholen vzw", at=AT, development=True)
    return folder


def _folder() -> Path:
    """A new one, gone when the process ends."""
    whole = tempfile.mkdtemp(prefix="erasdu-seal-")
    atexit.register(shutil.rmtree, whole, ignore_errors=True)
    return Path(whole, "seal")


def seal_keys() -> Keys:
    return sealkeys.load(seal_folder())


def trusted() -> frozenset[str]:
    return sealkeys.trusted(seal_folder())


@cache
def paper(title: str = "Proef", audit: str = "{}", *, attached: bool = True) -> bytes:
    """A PDF/A-3a of one page with an audit attached, or a PDF/A-2a without."""
    folder = seal_folder().parent
    (folder / "paper.typ").write_text(PAPER)
    audits = [Attachment("audit.json", audit, "application/json", "Audit")] if attached else []
    texts = [f"Regel {number}" for number in range(20)]
    return render(
        folder, "paper.typ", {"title": title, "texts": texts}, timestamp=AT, language="nl", attachments=audits
    )


@cache
def sealed_paper() -> Sealed:
    return seal(paper(), seal_keys(), at=AT, reason="Volledig ondertekend")


# -- doubles ---------------------------------------------------------------------------------------


class OwnTimestamper:
    """A time-stamping authority of our own: it proves nothing, but its stamps have the real form."""

    def __init__(self) -> None:
        from asn1crypto import keys
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign.timestamps import DummyTimeStamper

        key = rsa.generate_private_key(65537, 2048)
        self.certificate = _self_signed("Own time stamps", key, x509.oid.ExtendedKeyUsageOID.TIME_STAMPING)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.authority = DummyTimeStamper(
            asn1_x509.Certificate.load(self.certificate), keys.PrivateKeyInfo.load(private), fixed_dt=AT
        )

    def token(self, digest: bytes) -> bytes:
        import asyncio

        return asyncio.run(self.authority.async_timestamp(digest, "sha256")).dump()


class NoTimestamper:
    """An authority that is away."""

    def token(self, digest: bytes) -> bytes:
        raise NoTimestamp("away")


class LocalSigner:
    """A trust service in miniature: sends the signer away first, lets wait a while, signs when the code is right."""

    def __init__(self, name: str = "Fatou Ndiaye", *, waits: int = 1) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.own = _self_signed(name, self.key)
        self.waits = waits

    def certificate(self) -> Certificate:
        return Certificate(self.own)

    def sign_hash(self, digest: bytes, *, ticket: str, answer: Mapping[str, str]) -> bytes | Pending:
        if not answer:
            return Pending(f"https://sign.example/agree?state={ticket}")
        if answer.get("code") != "agreed" or answer.get("state") != ticket:
            raise RemoteFailed("refused")
        if self.waits:
            self.waits -= 1
            return Pending()
        return self.key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))


@cache
def local_signer(name: str, waits: int = 0) -> LocalSigner:
    """The same key as long as the tests last: a signer comes back to it in another request."""
    return LocalSigner(name, waits=waits)


class LocalService:
    """The port of a whole service: `name` is whose certificate it has, `introduces`: it asks who they are first."""

    def __init__(self, name: str, *, introduces: bool = False, waits: int = 0, away: bool = False) -> None:
        self.name, self.introduces, self.waits, self.away = name, introduces, waits, away

    def introduce(self, ticket: str) -> str:
        if self.away:
            raise RemoteFailed("unreachable")
        return f"https://sign.example/who?state={ticket}" if self.introduces else ""

    def known(self, *, ticket: str, answer: Mapping[str, str]) -> dict[str, str]:
        if answer.get("code") != "me" or answer.get("state") != ticket:
            raise RemoteFailed("refused")
        return {"name": self.name}

    def signer(self, known: Mapping[str, str]) -> LocalSigner:
        return local_signer(known.get("name", self.name), self.waits)

    def says(self) -> str:
        if self.away:
            raise RemoteFailed("unreachable")
        return "a double"


def impostor(keys: Keys) -> Keys:
    """Keys of somebody else in the same names."""
    return sealkeys.make(_folder(), organisation=keys.organisation, at=AT, development=keys.development)


def private(keys: Keys) -> ec.EllipticCurvePrivateKey:
    key = load_der_private_key(keys.private_key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _self_signed(
    name: str, key, purpose: x509.ObjectIdentifier | None = None, *, statements: bytes = b"", serial: str = ""
) -> bytes:
    told = [x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]
    subject = x509.Name(told + ([x509.NameAttribute(x509.NameOID.SERIAL_NUMBER, serial)] if serial else []))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(2036, 1, 1))
        .add_extension(usage, critical=True)
    )
    if statements:
        qualified = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), statements)
        builder = builder.add_extension(qualified, critical=False)
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
