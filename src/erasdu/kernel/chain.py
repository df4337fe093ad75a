"""A hash chain for evidence: each event is bound to the one before it, so none is changed or left out unseen.

Of personal details the chain holds salted hashes only; the details and their salts lie in a row that can be erased.
What a chain cannot show by itself is that its end was cut off: keep its head elsewhere too (in a sealed paper).
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import rfc8785


class Event(NamedTuple):
    """`at`: ISO text in UTC; `body`: JSON without fractions; `hash`: the link over all of it."""

    seq: int
    kind: str
    at: str
    body: Mapping[str, object]
    hash: str


def link(prev: str, seq: int, kind: str, at: str, body: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of the event and the hash before it ("" for the first).

    Raises ValueError for what has no one text in every language: fractions, numbers over 2^53, broken characters.
    """
    if _fraction_in(body):
        raise ValueError("evidence holds no fractions: write them as text")
    event = {"prev": prev, "seq": seq, "kind": kind, "at": at, "body": body}
    return hashlib.sha256(rfc8785.dumps(event)).hexdigest()  # type: ignore[arg-type]


def check(events: Iterable[Event], head: str = "") -> int | None:
    """The number of the first event that does not fit, or None; with a `head` also when the last is not that one."""
    prev = ""
    expected = 1
    for event in events:
        if event.seq != expected or event.hash != _linked(prev, event):
            return expected
        prev, expected = event.hash, expected + 1
    return expected if head and head != prev else None


def new_salt() -> str:
    return secrets.token_hex(16)


def salted(value: str, salt: str) -> str:
    """What stands in the chain for a personal detail: HMAC-SHA256 with the salt as its key, both as UTF-8."""
    return hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest()


def _linked(prev: str, event: Event) -> str | None:
    try:
        return link(prev, event.seq, event.kind, event.at, event.body)
    except ValueError:
        return None


def _fraction_in(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_fraction_in, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_fraction_in, value))
    return isinstance(value, float)
