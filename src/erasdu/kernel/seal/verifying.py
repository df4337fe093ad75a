"""Is this file ours? Anybody may hand in anything.

A file is told to bear our seal when
(a) it has a signature, (b) the last one covers the whole file, (c) nothing that it covers was changed,
(d) its certificate is one of ours, by fingerprint. It is an exact copy when
(e) its SHA-256 is registered as well.

pyHanko alone is not strict enough for (b): it compares lengths, so a signature value that is written shorter than it
says leaves room for something else. Here the one gap must lie exactly between the two signed parts, and hold nothing
but the value in capital hexadecimals and zeros behind it, as our own seal writes it.
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
HEAD = 1024  # readers look this far for the start of a PDF
SEALED = re.compile(rb"/ByteRange ?\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
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
    broken, not_sealed, not_whole, altered, unknown_certificate, out_of_time: not ours, or altered.
    not_registered: a genuine seal. `stamped_at` is told of exact copies only: elsewhere anybody may have put it there.
    """

    status: Status
    sha256: str
    codes: tuple[str, ...] = ()
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    fingerprint: str = ""


def examine(pdf: bytes, *, trusted: Collection[str], is_registered: Callable[[str], bool]) -> Finding:
    """What the file is. Nothing in it raises; but for strangers' files use `limited.examine_in_child`."""
    digest = sha256(pdf).hexdigest()
    if finding := at_first_sight(pdf, digest):
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


def at_first_sight(pdf: bytes, digest: str) -> Finding | None:
    """What needs no reading: too large, no PDF, without a seal, or not ending where its seal says."""
    if len(pdf) > LARGEST:
        return Finding(Status.UNREADABLE, digest, ("too_large",))
    if b"%PDF-" not in pdf[:HEAD]:
        return Finding(Status.UNREADABLE, digest, ("not_a_pdf",))
    ranges = SEALED.findall(pdf)
    if not ranges:
        return Finding(Status.NOT_OURS, digest, ("not_sealed",))
    # The last only: what a stranger's file makes us do must not grow with the square of its size.
    first, second, length = map(int, ranges[-1])
    if not _covers(pdf, first, second, length):
        return Finding(Status.NOT_OURS, digest, ("not_whole",))
    return None


def _covers(pdf: bytes, first: int, second: int, length: int) -> bool:
    """Whether all but a signature value lies in the two parts."""
    return second + length == len(pdf) and VALUE.fullmatch(pdf, first, second) is not None


def _faults(pdf: bytes, signature: Any, trusted: Collection[str]) -> tuple[str, ...]:
    if signature is None:
        return ("not_sealed",)
    whole = signature.whole and _covers(pdf, *signature.gap, len(pdf) - signature.gap[1])
    checks = {
        "not_whole": whole,
        "altered": signature.sound and signature.padded,
        "unknown_certificate": fingerprint_of(signature.certificate) in trusted,
        "out_of_time": signature.in_time,
    }
    return tuple(code for code, fine in checks.items() if not fine)
