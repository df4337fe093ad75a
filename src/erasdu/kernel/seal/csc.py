"""A trust service that speaks the Cloud Signature Consortium's interface, version 1.0.4 (2019), with OAuth 2.

The signer agrees on the service's own page (`oauth2/authorize` with scope `credential`), comes back with a code, and
that buys the right to one signature over one hash (`oauth2/token`, then `signatures/signHash`). A code that somebody
else got hold of buys nothing: only who sent the signer knows what was promised with it (RFC 7636, S256).
"""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from erasdu.kernel.seal.remote import Certificate, Pending, RemoteFailed

TIMEOUT = 20
LARGEST_ANSWER = 1024 * 1024
SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256, RSA_SHA256 = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"
# Without TLS only to this machine itself.
LOCAL = {"localhost", "127.0.0.1", "::1"}
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class CscSigner:
    """One signer's credential at a service. `url`: its base, before `/csc/v1`; `oauth`: where its OAuth lies.

    `redirect`: our address to which the service sends the signer back with `code` and `state` (our ticket).
    `token`: right to use the service, when the signer gave it before; without one it is asked in our own name.
    """

    url: str
    credential: str
    client: str
    secret: str = field(repr=False)
    redirect: str
    oauth: str = ""
    token: str = field(default="", repr=False)

    def token_for(self, code: str, ticket: str) -> str:
        """The right that somebody gave us by agreeing on the service's page, where we sent them with this ticket."""
        return self._token(
            grant_type="authorization_code", code=code, redirect_uri=self.redirect, code_verifier=self._promised(ticket)
        )

    def _promised(self, ticket: str) -> str:
        """What nobody finds who sees the ticket, and we find again without keeping it."""
        return _urlsafe(hmac.digest(self.secret.encode(), f"verifier:{ticket}".encode(), "sha256"))

    def credentials(self) -> list[str]:
        """The ids of what the holder of `token` may sign with."""
        answer = _post(f"{self.url}/csc/v1/credentials/list", json.dumps({}), self._service_headers())
        match answer.get("credentialIDs"):
            case [*found]:
                return [str(each) for each in found]
        raise RemoteFailed("bad_answer", "credentials/list without a list")

    def certificate(self) -> Certificate:
        asked = {"credentialID": self.credential, "certificates": "chain", "certInfo": False}
        answer = _post(f"{self.url}/csc/v1/credentials/info", json.dumps(asked), self._service_headers())
        match answer.get("cert"):
            case {"certificates": [str(own), *above]}:
                return Certificate(_decoded(own), tuple(_decoded(str(each)) for each in above))
        raise RemoteFailed("bad_answer", "credentials/info without certificates")

    def sign_hash(self, digest: bytes, *, ticket: str, answer: Mapping[str, str]) -> bytes | Pending:
        if not answer:
            return Pending(self._authorize_url(digest, ticket))
        require_agreed(answer, ticket)
        return self._signature(digest, self.token_for(answer["code"], ticket))

    def _authorize_url(self, digest: bytes, ticket: str) -> str:
        hashed = base64.urlsafe_b64encode(digest).decode()
        return self.authorize_url(
            ticket, scope="credential", credentialID=self.credential, numSignatures="1", hash=hashed
        )

    def authorize_url(self, ticket: str, **asked: str) -> str:
        """The service's own page, on which the signer agrees to what is asked."""
        challenge = _urlsafe(sha256(self._promised(ticket).encode()).digest())
        whole = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.redirect,
            "state": ticket,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.oauth or self.url}/oauth2/authorize?{urlencode({**whole, **asked})}"

    def _signature(self, digest: bytes, right: str) -> bytes:
        asked = {
            "credentialID": self.credential,
            "SAD": right,
            "hash": [base64.b64encode(digest).decode()],
            "hashAlgo": SHA256,
            "signAlgo": self._algorithm(),
        }
        answer = _post(f"{self.url}/csc/v1/signatures/signHash", json.dumps(asked), self._service_headers())
        match answer.get("signatures"):
            case [str(value)]:
                return _decoded(value)
        raise RemoteFailed("bad_answer", "signHash without one signature")

    def _algorithm(self) -> str:
        key = x509.load_der_x509_certificate(self.certificate().own).public_key()
        return ECDSA_SHA256 if isinstance(key, ec.EllipticCurvePublicKey) else RSA_SHA256

    def _service_headers(self) -> dict[str, str]:
        token = self.token or self._token(grant_type="client_credentials", scope="service")
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def _token(self, **asked: str) -> str:
        form = urlencode({**asked, "client_id": self.client, "client_secret": self.secret})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = _post(f"{self.oauth or self.url}/oauth2/token", form, headers)
        if not isinstance(token := answer.get("access_token"), str):
            raise RemoteFailed("bad_answer", "oauth2/token without a token")
        return token


@dataclass(frozen=True, slots=True)
class CscService:
    """A service at an address. `credential`: the one for every signer, when the service is set up so; otherwise the
    signer first says there who they are, and the service names theirs."""

    url: str
    client: str
    secret: str = field(repr=False)
    redirect: str
    oauth: str = ""
    credential: str = ""

    def introduce(self, ticket: str) -> str:
        return "" if self.credential else self.signer({}).authorize_url(ticket, scope="service")

    def known(self, *, ticket: str, answer: Mapping[str, str]) -> dict[str, str]:
        require_agreed(answer, ticket)
        token = self.signer({}).token_for(answer["code"], ticket)
        found = self.signer({"token": token}).credentials()
        if not found:
            raise RemoteFailed("refused", "nothing to sign with")
        return {"token": token, "credential": found[0]}

    def signer(self, known: Mapping[str, str]) -> CscSigner:
        credential, token = known.get("credential", self.credential), known.get("token", "")
        return CscSigner(self.url, credential, self.client, self.secret, self.redirect, self.oauth, token)

    def says(self) -> str:
        answer = _post(f"{self.url}/csc/v1/info", json.dumps({}), {"Content-Type": "application/json"})
        return str(answer.get("name") or self.url)


def _urlsafe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def require_agreed(answer: Mapping[str, str], ticket: str) -> None:
    """The signer came back with a code, for what we sent them to."""
    if "error" in answer:
        raise RemoteFailed("refused", answer["error"][:100])
    if "code" not in answer:
        raise RemoteFailed("refused", "the signer came back without a code")
    if answer.get("state") != ticket:
        raise RemoteFailed("refused", "the signer came back with another's ticket")


def _post(url: str, body: str, headers: Mapping[str, str]) -> Json:
    """The service's answer as JSON; every way to fail is a RemoteFailed."""
    connection = _connection(url)
    try:
        connection.request("POST", urlsplit(url).path, body.encode(), dict(headers))
        return _answer(connection.getresponse())
    except (OSError, HTTPException) as error:
        raise RemoteFailed("unreachable", type(error).__name__) from error
    finally:
        connection.close()


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=TIMEOUT)
    if host in LOCAL:
        return HTTPConnection(host, parts.port, timeout=TIMEOUT)
    raise RemoteFailed("unreachable", "a trust service has an https address")


def _answer(response: HTTPResponse) -> Json:
    text = response.read(LARGEST_ANSWER)
    if response.status >= 500:
        raise RemoteFailed("unreachable", f"status {response.status}")
    if response.status != 200:
        raise RemoteFailed("refused", f"status {response.status}")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise RemoteFailed("bad_answer", "no JSON") from error
    if not isinstance(found, dict):
        raise RemoteFailed("bad_answer", "no JSON object")
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RemoteFailed("bad_answer", "no base64") from error
