"""A signature with somebody else's key: prepared, asked for, waited for, filled in; and refused when it does not fit."""

import json
import threading
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from erasdu.kernel.seal.csc import CscService, CscSigner
from erasdu.kernel.seal.remote import (
    Certificate,
    Pending,
    RemoteFailed,
    digest_of,
    finish,
    holder_of,
    prepare,
    with_value,
)
from erasdu.kernel.seal.verifying import fingerprint_of
from erasdu.kernel.typeset import structure
from tests.kernel.seal.test_sealing import signatures
from tests.sealing import AT, LocalSigner, _self_signed, paper

TICKET = "envelope-7"
AGREED = {"code": "agreed", "state": TICKET}


def prepared(signer, **how) -> bytes:
    return prepare(paper(), signer.certificate(), at=AT, **how)


def test_there_and_back_again():
    signer = LocalSigner()
    state = prepared(signer, reason="Akkoord")
    sent = finish(state, signer, ticket=TICKET)
    assert sent == Pending(f"https://sign.example/agree?state={TICKET}")
    assert finish(state, signer, ticket=TICKET, answer=AGREED) == Pending(), "the service is still at it"
    signed = finish(state, signer, ticket=TICKET, answer=AGREED)
    (signature,) = signatures(signed)
    signature.compute_integrity_info()
    assert signature.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/Name"] == "Fatou Ndiaye"
    assert signature.sig_object["/Reason"] == "Akkoord"
    assert signature.self_reported_timestamp == AT
    assert fingerprint_of(signature.signer_cert.dump()) == fingerprint_of(signer.own)
    assert sound(signed)
    assert structure(signed) == []
    assert signed.startswith(paper())


def sound(pdf: bytes) -> bool:
    from erasdu.kernel.seal.reading import last_signature

    found = last_signature(pdf)
    return found.whole and found.sound


def test_two_signers_one_after_the_other():
    first, second = LocalSigner(waits=0), LocalSigner("Jef Vandenbroucke", waits=0)
    signed = finish(prepared(first), first, ticket=TICKET, answer=AGREED)
    state = prepare(signed, second.certificate(), at=AT, field="Signature2")
    both = finish(state, second, ticket=TICKET, answer=AGREED)
    assert [each.sig_object["/Name"] for each in signatures(both)] == ["Fatou Ndiaye", "Jef Vandenbroucke"]
    assert sound(both)


def test_what_the_service_signs_depends_on_every_byte():
    signer = LocalSigner()
    assert len(digest_of(prepared(signer))) == 32
    assert digest_of(prepared(signer)) != digest_of(prepare(paper("Anders"), signer.certificate(), at=AT))


def test_a_signature_that_does_not_fit_is_refused_and_can_be_tried_again():
    signer, other = LocalSigner(waits=0), LocalSigner(waits=0)
    state = prepared(signer)
    for wrong in (b"", b"nonsense", other.sign_hash(digest_of(state), ticket=TICKET, answer=AGREED)):
        with pytest.raises(RemoteFailed) as failed:
            with_value(state, wrong)
        assert failed.value.code == "wrong_signature"
    assert sound(finish(state, signer, ticket=TICKET, answer=AGREED))


def test_somebody_elses_return_is_refused():
    signer = LocalSigner(waits=0)
    with pytest.raises(RemoteFailed, match="refused"):
        finish(prepared(signer), signer, ticket=TICKET, answer={"code": "agreed", "state": "envelope-8"})


@pytest.mark.parametrize("state", [b"", b"{}", b"\n", b"[]\n", b'{"certificate": "!"}\n%PDF'])
def test_a_state_that_is_none_is_said(state):
    with pytest.raises(RemoteFailed) as failed:
        digest_of(state)
    assert failed.value.code == "bad_state"


@pytest.mark.parametrize(("pdf", "own"), [(b"", None), (b"nothing", None), (None, b"no certificate")])
def test_what_cannot_be_prepared_is_said(pdf, own):
    certificate = LocalSigner().certificate() if own is None else Certificate(own)
    with pytest.raises(RemoteFailed) as failed:
        prepare(paper() if pdf is None else pdf, certificate, at=AT)
    assert failed.value.code == "not_prepared"


# -- the interface of the Cloud Signature Consortium -----------------------------------------------


def challenge_of(verifier: str) -> str:
    """RFC 7636, S256."""
    assert 43 <= len(verifier) <= 128
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Service(ThreadingHTTPServer):
    """A trust service on this machine; `faults` maps a path to the status and body that it answers instead."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.signer = LocalSigner(waits=0)
        self.faults: dict[str, tuple[int, bytes]] = {}
        self.asked: list[str] = []
        self.challenge = ""  # of the signer who went to its page; then a code is worth nothing without what it is of
        self.credentials = ["one", "two"]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, asked: dict) -> dict:
        if path == "/oauth2/token":
            assert asked["client_secret"] == "geheim"
            if asked["grant_type"] == "client_credentials":
                return {"access_token": "service"}
            if self.challenge:
                assert challenge_of(asked["code_verifier"]) == self.challenge
                assert TICKET not in asked["code_verifier"]
            if asked["code"] == "me":
                return {"access_token": "service", "token_type": "Bearer"}
            return {"access_token": f"right-{asked['code']}", "token_type": "SAD"}
        if path == "/csc/v1/info":
            return {"specs": "1.0.4.0", "name": "Proefdienst"}
        if path == "/csc/v1/credentials/list":
            return {"credentialIDs": self.credentials}
        if path == "/csc/v1/credentials/info":
            return {"cert": {"certificates": [b64encode(self.signer.own).decode()]}, "key": {"status": "enabled"}}
        assert path == "/csc/v1/signatures/signHash"
        assert (asked["SAD"], asked["credentialID"]) == ("right-agreed", "one")
        assert (asked["hashAlgo"], asked["signAlgo"]) == ("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2")
        (digest,) = asked["hash"]
        value = self.signer.sign_hash(b64decode(digest), ticket=TICKET, answer=AGREED)
        return {"signatures": [b64encode(value).decode()]}


class Answers(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(self.path)
        form = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        if not form and not self.path.endswith("/info") or "credentials" in self.path:
            assert self.headers["Authorization"] == "Bearer service"
        asked = {name: value for name, (value,) in parse_qs(body).items()} if form else json.loads(body)
        status, content = self.server.faults.get(self.path) or (
            200,
            json.dumps(self.server.answer(self.path, asked)).encode(),
        )
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def at_service(service: Service, **how) -> CscSigner:
    given = {"url": service.url, "credential": "one", "client": "erasdu", "secret": "geheim"}
    return CscSigner(**given, **{"redirect": "https://erasdu.example/back", **how})


def test_a_service_signs_after_the_signer_agreed(service):
    signer = at_service(service)
    state = prepared(signer)
    sent = finish(state, signer, ticket=TICKET)
    parts = urlsplit(sent.redirect)
    asked = {name: value for name, (value,) in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{service.url}/oauth2/authorize"
    assert urlsafe_b64decode(asked.pop("hash")) == digest_of(state)
    service.challenge = asked.pop("code_challenge")
    assert service.challenge not in finish(state, signer, ticket="another").redirect
    assert asked == {
        "response_type": "code",
        "client_id": "erasdu",
        "redirect_uri": "https://erasdu.example/back",
        "scope": "credential",
        "credentialID": "one",
        "numSignatures": "1",
        "state": TICKET,
        "code_challenge_method": "S256",
    }
    assert sound(finish(state, signer, ticket=TICKET, answer=AGREED))


def whole_service(service: Service, **how) -> CscService:
    return CscService(service.url, "erasdu", "geheim", "https://erasdu.example/back", **how)


def test_a_signer_first_says_there_who_they_are(service):
    port = whole_service(service)
    parts = urlsplit(port.introduce(TICKET))
    asked = {name: value for name, (value,) in parse_qs(parts.query).items()}
    assert (parts.path, asked["scope"], asked["state"]) == ("/oauth2/authorize", "service", TICKET)
    known = port.known(ticket=TICKET, answer={"code": "me", "state": TICKET})
    assert known == {"token": "service", "credential": "one"}
    signer = port.signer(known)
    assert sound(finish(prepared(signer), signer, ticket=TICKET, answer=AGREED))
    assert port.says() == "Proefdienst"


def test_a_service_with_one_credential_for_all_asks_nobody_first(service):
    port = whole_service(service, credential="one")
    assert port.introduce(TICKET) == ""
    assert port.signer({}).credential == "one"


@pytest.mark.parametrize("answer", [{}, {"error": "access_denied"}, {"code": "me"}, {"code": "me", "state": "other"}])
def test_who_does_not_say_who_they_are_goes_no_further(service, answer):
    with pytest.raises(RemoteFailed, match="refused"):
        whole_service(service).known(ticket=TICKET, answer=answer)
    assert service.asked == []


def test_somebody_without_anything_to_sign_with(service):
    service.credentials = []
    with pytest.raises(RemoteFailed, match="refused"):
        whole_service(service).known(ticket=TICKET, answer={"code": "me", "state": TICKET})


def test_what_a_certificate_says_of_its_holder():
    holder = holder_of(LocalSigner().own)
    assert (holder.names, holder.qualified) == (("Fatou Ndiaye",), False)
    assert holder.valid_from <= AT <= holder.valid_until
    with pytest.raises(RemoteFailed, match="bad_answer"):
        holder_of(b"nothing")


def test_a_certificate_that_says_it_is_qualified():
    statements = bytes.fromhex("300a3008060604008e460101")
    assert holder_of(_self_signed("An", LocalSigner().key, statements=statements)).qualified


def test_a_right_that_was_given_before_is_used(service):
    assert at_service(service, token="service").certificate().own == service.signer.own
    assert service.asked == ["/csc/v1/credentials/info"]


@pytest.mark.parametrize(
    "answer", [{"error": "access_denied", "state": TICKET}, {"code": "agreed"}, {"code": "agreed", "state": "other"}]
)
def test_a_signer_who_does_not_agree_or_is_another(service, answer):
    signer = at_service(service)
    with pytest.raises(RemoteFailed) as failed:
        finish(prepared(signer), signer, ticket=TICKET, answer=answer)
    assert failed.value.code == "refused"
    assert "/csc/v1/signatures/signHash" not in service.asked


@pytest.mark.parametrize("path", ["/oauth2/token", "/csc/v1/credentials/info", "/csc/v1/signatures/signHash"])
@pytest.mark.parametrize(
    ("status", "content", "code"),
    [
        (500, b"", "unreachable"),
        (401, b"", "refused"),
        (302, b"", "refused"),
        (200, b"", "bad_answer"),
        (200, b"[]", "bad_answer"),
        (200, b"{}", "bad_answer"),
        (200, b'{"signatures": ["!"], "cert": {"certificates": ["!"]}}', "bad_answer"),
        (200, b'{"signatures": [1], "cert": {"certificates": []}}', "bad_answer"),
    ],
)
def test_every_fault_of_a_service_is_said(service, path, status, content, code):
    signer = at_service(service)
    state = prepared(service.signer)
    service.faults[path] = (status, content)
    with pytest.raises(RemoteFailed) as failed:
        finish(state, signer, ticket=TICKET, answer=AGREED)
    assert failed.value.code == code


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://sign.example", "nothing"])
def test_a_service_that_is_not_there_or_not_safe(service, url):
    with pytest.raises(RemoteFailed, match="unreachable"):
        at_service(service, token="service").__class__(
            url=url, credential="one", client="x", secret="y", redirect="z", token="service"
        ).certificate()
