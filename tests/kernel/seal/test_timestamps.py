"""A time-stamping authority over HTTP: asked once, believed only when it stamps what was asked, left alone when away."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import tsp

from erasdu.kernel.seal.sealing import seal
from erasdu.kernel.seal.timestamps import HttpTimestamper, NoTimestamp
from tests.sealing import AT, OwnTimestamper, paper, seal_keys


class Authority(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.own = OwnTimestamper().authority
        self.asked = 0
        self.answers = "granted"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Authority

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked += 1
        if self.server.answers == "slow":
            time.sleep(1)
            return  # who asked is gone
        content = self.content(asked)
        self.send_response(500 if self.server.answers == "broken" else 200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def content(self, asked: tsp.TimeStampReq) -> bytes:
        if self.server.answers == "nonsense":
            return b"0\x03abc"
        if self.server.answers == "refused":
            return tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()
        if self.server.answers == "other":
            asked["nonce"] = 1
        return self.server.own.request_tsa_response(asked).dump()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def authority() -> Iterator[Authority]:
    with Authority() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_seal_is_stamped_over_http_with_one_question(authority):
    done = seal(paper(), seal_keys(), at=AT, timestamper=HttpTimestamper(authority.url))
    assert done.level == "B-T"
    assert authority.asked == 1


@pytest.mark.parametrize("answers", ["broken", "nonsense", "refused", "other", "slow"])
def test_a_bad_answer_is_no_stamp_and_the_authority_gets_a_rest(authority, answers):
    authority.answers = answers
    for _ in range(3):
        with pytest.raises(NoTimestamp):
            HttpTimestamper(authority.url, timeout=0.4).token(bytes(32))
    assert authority.asked == 1
    assert seal(paper(), seal_keys(), at=AT, timestamper=HttpTimestamper(authority.url)).level == "B-B"


def test_after_its_rest_it_is_asked_again(authority):
    authority.answers = "broken"
    timestamper = HttpTimestamper(authority.url, rest=0)
    with pytest.raises(NoTimestamp):
        timestamper.token(bytes(32))
    authority.answers = "granted"
    assert timestamper.token(bytes(32))
    assert authority.asked == 2


def test_an_authority_that_is_not_there():
    with pytest.raises(NoTimestamp):
        HttpTimestamper("http://127.0.0.1:1").token(bytes(32))
