"""An antivirus that speaks as clamd does, on a free port of this machine."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"looks-like-a-virus"


class Answers(socketserver.StreamRequestHandler):
    said: bytes | None = None

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        got = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            got += self.rfile.read(length)
        found = b"stream: Invented.Virus FOUND\0" if VIRUS in got else b"stream: OK\0"
        self.wfile.write(found if self.said is None else self.said)


@contextmanager
def clamd(said: bytes | None = None) -> Iterator[str]:
    """Its address; `said`: what it answers whatever it gets."""
    handler = type("Handler", (Answers,), {"said": said})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
