"""A real mail server on a free port of this machine, that takes, refuses, or puts off what it is told to."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """`answers`: address → answer to RCPT; `at_data`: answers to the next DATA, one after the other.

    "" hangs up without an answer, "kept" does so after the mail was taken.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}
        self.at_data: list[str] = []
        self.slow = 0.0
        self._controller: Controller | None = None

    # -- what the server calls ----------------------------------------------------------------
    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.slow:
            await asyncio.sleep(self.slow)
        said = self.at_data.pop(0) if self.at_data else None
        if said == "kept":
            self.mails.append(message_from_bytes(envelope.content))
        if said in ("", "kept"):
            server.transport.abort()
        if said is not None:
            return said or "250 OK"
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"

    # -- what tests call ----------------------------------------------------------------------
    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()
