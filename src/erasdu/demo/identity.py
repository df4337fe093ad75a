"""A pretended trust service, so that demo and tests can show the way there and back. Its signatures are worth nothing.

It asks the visitor for a name and believes it. It is never reached where the demo is not allowed.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from erasdu.demo.access import may_demo
from erasdu.ground.journal import clock
from erasdu.kernel.seal.remote import Certificate, Pending, RemoteFailed

SALT = "demo.identity"
LASTS = 600  # seconds that what the app says is believed


class DemoService:
    """The port of `kernel.seal.remote`, without a service behind it."""

    def introduce(self, ticket: str) -> str:
        return _page(state=ticket)

    def known(self, *, ticket: str, answer: Mapping[str, str]) -> dict[str, str]:
        return {"name": agreed(answer, ticket)["name"]}

    def signer(self, known: Mapping[str, str]) -> "DemoSigner":
        return DemoSigner(known["name"])

    def says(self) -> str:
        return "a pretended app of the demo"


class DemoSigner:
    def __init__(self, name: str) -> None:
        self.name = name

    def certificate(self) -> Certificate:
        """Made on the spot, by the key itself."""
        told = {x509.NameOID.COMMON_NAME: self.name[:64], x509.NameOID.ORGANIZATION_NAME: "Demo, worth nothing"}
        subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in told.items()])
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        at = clock.now()
        made = (
            x509.CertificateBuilder(subject, subject, _key().public_key(), x509.random_serial_number())
            .not_valid_before(at - timedelta(minutes=5))
            .not_valid_after(at + timedelta(days=1))
            .add_extension(usage, critical=True)
            .sign(_key(), hashes.SHA256())
        )
        return Certificate(made.public_bytes(Encoding.DER))

    def sign_hash(self, digest: bytes, *, ticket: str, answer: Mapping[str, str]) -> bytes | Pending:
        if not answer:
            return Pending(_page(state=ticket, hash=digest.hex(), name=self.name))
        if agreed(answer, ticket)["hash"] != digest.hex():
            raise RemoteFailed("refused", "agreed to something else")
        return _key().sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))


def agree(state: str, hashed: str, name: str) -> str:
    """What the app sends along when the visitor agreed."""
    _require_demo()
    return signing.dumps({"ticket": state, "hash": hashed, "name": name}, salt=SALT)


def agreed(answer: Mapping[str, str], ticket: str) -> dict[str, str]:
    _require_demo()
    if "error" in answer:
        raise RemoteFailed("refused", answer["error"])
    try:
        said: dict[str, str] = signing.loads(answer.get("code", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise RemoteFailed("refused", "not what the app said") from error
    if said["ticket"] != ticket:
        raise RemoteFailed("refused", "another ticket")
    return said


def _page(**asked: str) -> str:
    _require_demo()
    return f"{reverse('demo:app')}?{urlencode(asked)}"


def _require_demo() -> None:
    if not may_demo():
        raise RemoteFailed("unreachable", "only in the demo")


def _key() -> ec.EllipticCurvePrivateKey:
    """The same in every process."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), b"demo.identity", hashlib.sha256).digest()
    return ec.derive_private_key(int.from_bytes(drawn, "big") >> 1, ec.SECP256R1())
