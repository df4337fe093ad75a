"""Is this file ours? Anybody may hand in anything.

A file is told to bear our seal when
(a) it has a signature, (b) the last one covers the whole file, (c) nothing that it covers was changed,
(d) its certificate is one of ours, by fingerprint. It is an exact copy when
(e) its SHA-256 is registered as well.

First the bytes (`proof`): the one gap must lie exactly between the two signed parts and hold nothing but the value in
capital hexadecimals and zeros behind it, and one of our keys must have signed the rest. Only then pyHanko reads the
PDF and judges it too, so that no parser ever sees bytes that we did not write. pyHanko alone is not strict enough for
(b): it compares lengths, so a value that is written shorter than it says leaves room for something else.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from importlib import import_module
from typing import Any

from erasdu.kernel.seal.keys import fingerprint_of

LARGEST = 20 * 1024 * 1024
LARGEST_VALUE = 128 * 1024  # in hexadecimals; ours take less than a third
HEAD = 1024  # readers look this far for the start of a PDF
RANGE = re.compile(rb"/ByteRange ?\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
VALUE = re.compile(rb"<(?:[0-9A-F]{2})+>")


class Status(StrEnum):
    EXACT_COPY = "exact_copy"
    GENUINE_SEAL = "genuine_seal"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """`codes` say why it is not better than `status`; the times and the fingerprint are told of our seals only.

    too_large, not_a_pdf, too_heavy: unreadable.
    not_sealed, not_whole, altered, unknown_certificate, out_of_time, broken: not ours, or altered.
    not_registered: a genuine seal. `stamped_at` is told of exact copies only: elsewhere anybody may have put it there.
    """

    status: Status
    sha256: str
    codes: tuple[str, ...] = ()
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    fingerprint: str = ""


def examine(pdf: bytes, *, trusted: Collection[str], is_registered: Callable[[str], bool]) -> Finding:
    """What the file is; nothing that is handed in raises."""
    digest = sha256(pdf).hexdigest()
    if finding := by_its_bytes(pdf, digest, trusted):
        return finding
    reading = import_module("erasdu.kernel.seal.reading")
    try:
        signature = reading.last_signature(pdf)
    except (MemoryError, RecursionError):
        return Finding(Status.UNREADABLE, digest, ("too_heavy",))
    except Exception:
        return Finding(Status.NOT_OURS, digest, ("broken",))
    if codes := _faults(pdf, signature, trusted):
        return Finding(Status.NOT_OURS, digest, codes)
    registered = is_registered(digest)
    return Finding(
        Status.EXACT_COPY if registered else Status.GENUINE_SEAL,
        digest,
        () if registered else ("not_registered",),
        sealed_at=signature.made_at,
        stamped_at=signature.stamped_at if registered else None,
        fingerprint=fingerprint_of(signature.certificate),
    )


def by_its_bytes(pdf: bytes, digest: str, trusted: Collection[str]) -> Finding | None:
    """What is no paper that one of our keys signed, without reading it as a PDF; None: it is one."""
    if len(pdf) > LARGEST:
        return Finding(Status.UNREADABLE, digest, ("too_large",))
    if b"%PDF-" not in pdf[:HEAD]:
        return Finding(Status.UNREADABLE, digest, ("not_a_pdf",))
    place = RANGE.match(pdf, max(pdf.rfind(b"/ByteRange"), 0))
    if place is None:
        return Finding(Status.NOT_OURS, digest, ("not_sealed",))
    first, second, length = map(int, place.groups())
    if second + length != len(pdf) or not _value(pdf, first, second):
        return Finding(Status.NOT_OURS, digest, ("not_whole",))
    proof = import_module("erasdu.kernel.seal.proof")
    fault = proof.fault_of(_value(pdf, first, second), proof.digest_of(pdf, first, second), trusted)
    return Finding(Status.NOT_OURS, digest, (fault,)) if fault else None


def _value(pdf: bytes, first: int, second: int) -> bytes:
    """The signature value that lies there, and nothing else; empty when it is not so."""
    if not 0 < second - first <= LARGEST_VALUE or not VALUE.fullmatch(pdf, first, second):
        return b""
    return bytes.fromhex(pdf[first + 1 : second - 1].decode())


def _faults(pdf: bytes, signature: Any, trusted: Collection[str]) -> tuple[str, ...]:
    """By reading it as a PDF: the same signature must be the last one, and whole."""
    if signature is None:
        return ("not_sealed",)
    first, second = signature.gap
    checks = {
        "not_whole": signature.whole and _value(pdf, first, second) == signature.value,
        "altered": signature.sound,
        "unknown_certificate": fingerprint_of(signature.certificate) in trusted,
        "out_of_time": signature.in_time,
    }
    return tuple(code for code, fine in checks.items() if not fine)
