"""Text messages go out through a gateway: one port, a real one over HTTP, and one that keeps them."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

PATIENCE = 15  # seconds
LONGEST = 480  # signs, three linked messages


class NotSent(Exception):
    """`for_good`: this number will never get it; otherwise it may be tried later."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Gateway(Protocol):
    def send(self, number: str, text: str, *, reference: str) -> None:
        """`number` in E.164; the same `reference` twice is one message. Raises NotSent."""


@dataclass(frozen=True, slots=True)
class OverHttp:
    """A provider that takes one JSON object a message: to, from, text, reference; the token as bearer."""

    url: str
    token: str
    sender: str

    def send(self, number: str, text: str, *, reference: str) -> None:
        body = {"to": number, "from": self.sender, "text": text[:LONGEST], "reference": reference}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
                return
        except urllib.error.HTTPError as error:
            raise NotSent(str(error.code), for_good=error.code in {400, 404, 410, 422}) from None
        except OSError as error:
            raise NotSent(type(error).__name__, for_good=False) from None


@dataclass(slots=True)
class Kept:
    """The double: what would have gone out, and numbers that refuse."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()

    def send(self, number: str, text: str, *, reference: str) -> None:
        if number in self.refuses:
            raise NotSent("refused", for_good=True)
        if all(known != reference for _, _, known in self.sent):
            self.sent.append((number, text, reference))


def from_url(given: str) -> Gateway | None:
    """`https://token@host/path?sender=ErasDu`; None for an empty one."""
    parts = urlsplit(given)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return None
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    sender = parse_qs(parts.query).get("sender", ["ErasDu"])[0]
    return OverHttp(urlunsplit((parts.scheme, host, parts.path, "", "")), unquote(parts.username or ""), sender)
