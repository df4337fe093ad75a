"""Time stamps by a third party (RFC 3161). Without one a seal's time is what our own clock says."""

import asyncio
import time
from importlib import import_module
from typing import Protocol

TIMEOUT = 5
# After a failure nobody is asked for a while: a hundred papers do not each wait for a server that is away.
REST = 60


class NoTimestamp(RuntimeError):
    """No time stamp can be had now."""


class Timestamper(Protocol):
    def token(self, digest: bytes) -> bytes:
        """The token (DER) over a SHA-256 digest; raises NoTimestamp."""
        ...


class HttpTimestamper:
    """A time-stamping authority at an address; `url` may hold the user and password that it asks for."""

    # Until when an authority is left alone, in this process.
    _resting: dict[str, float] = {}

    def __init__(self, url: str, *, timeout: float = TIMEOUT, rest: float = REST) -> None:
        self._url, self._timeout, self._rest = url, timeout, rest

    def token(self, digest: bytes) -> bytes:
        if time.monotonic() < self._resting.get(self._url, 0):
            raise NoTimestamp("it failed a moment ago")
        client = import_module("pyhanko.sign.timestamps").HTTPTimeStamper(self._url, timeout=self._timeout)
        try:
            made: bytes = asyncio.run(client.async_timestamp(digest, "sha256")).dump()
            return made
        except Exception as error:  # a server may be away, or answer anything
            self._resting[self._url] = time.monotonic() + self._rest
            raise NoTimestamp(f"{type(error).__name__}: {error}") from error
