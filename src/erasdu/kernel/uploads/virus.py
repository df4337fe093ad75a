"""A port for an antivirus: `scanner(address).scan(data)`. Without one nothing is lost but a second look.

The real one is clamd, by its INSTREAM command: the bytes go over a socket of its host, in pieces with their length in
front, and it answers in one line.
"""

import logging
import socket
from typing import Literal, Protocol

log = logging.getLogger(__name__)
Answer = Literal["clean", "infected", "unavailable"]
PIECE = 64 * 1024
PATIENCE = 15.0  # seconds
LONGEST_ANSWER = 4096


class Scanner(Protocol):
    def scan(self, data: bytes) -> Answer: ...


class NoScanner:
    """None is configured: nothing is looked at."""

    def scan(self, data: bytes) -> Answer:
        return "clean"


class Clamd:
    """`address`: "host:port", or the path of its socket."""

    def __init__(self, address: str) -> None:
        self.address = address

    def scan(self, data: bytes) -> Answer:
        """Unavailable is also an answer that is neither yes nor no, such as a limit that was passed."""
        try:
            said = self._ask(data)
        except (OSError, ValueError) as error:
            log.warning("the antivirus does not answer: %s", type(error).__name__)
            return "unavailable"
        if said.endswith(b" FOUND"):
            return "infected"
        if said.endswith(b" OK"):
            return "clean"
        log.warning("the antivirus could not look at an upload of %s bytes", len(data))
        return "unavailable"

    def _ask(self, data: bytes) -> bytes:
        with self._connected() as server:
            server.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                server.sendall(len(piece).to_bytes(4, "big") + piece)
            server.sendall(bytes(4))
            said = b""
            while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER and (more := server.recv(PIECE)):
                said += more
        return said.rstrip(b"\0\n")

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            return self._connected_by_file()
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)

    def _connected_by_file(self) -> socket.socket:
        server = socket.socket(socket.AF_UNIX)
        server.settimeout(PATIENCE)
        try:
            server.connect(self.address)
        except OSError:
            server.close()
            raise
        return server


def scanner(address: str) -> Scanner:
    """The configured one; without an address, none."""
    return Clamd(address) if address else NoScanner()
