"""Sealing a finished paper: one signature of the organisation over the whole file."""

from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

from erasdu.kernel.seal.keys import Keys
from erasdu.kernel.seal.timestamps import NoTimestamp, Timestamper

FIELD = "Seal"


class NotSealed(RuntimeError):
    """The paper cannot be sealed; the message says why."""


class Sealed(bytes):
    """The bytes of a sealed paper; `level` is B-T with a time stamp of a third party, B-B without."""

    level: str

    def __new__(cls, pdf: bytes, level: str) -> "Sealed":
        made = super().__new__(cls, pdf)
        made.level = level
        return made

    @property
    def sha256(self) -> str:
        return sha256(self).hexdigest()


def seal(pdf: bytes, keys: Keys, *, at: datetime, reason: str = "", timestamper: Timestamper | None = None) -> Sealed:
    """The paper with its seal: PAdES, conforming as before, allowing no change afterwards.

    When no time stamp can be had it is sealed without: see `level`. A paper that bears somebody's own signature
    already is sealed over it. Every call makes its own objects, so threads do not disturb each other.
    """
    if at.tzinfo is None:
        raise ValueError("the time of a seal says its time zone")
    pades: Any = import_module("erasdu.kernel.seal.pades")
    # PDF/A wants the marker at the end on a line of its own before anything follows.
    pdf = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    try:
        field = pades.Field(
            FIELD, f"Seal of {keys.organisation}", keys.organisation, reason, not pades.signatures_in(pdf)
        )
        ready = pades.prepare(pdf, keys.certificate, keys.chain, field, at=at, stamped=timestamper is not None)
        signature = pades.sign(ready, keys.certificate, keys.chain, keys.private_key)
        stamped = _stamped(pades, signature, timestamper)
        return Sealed(pades.fill(ready, stamped or signature), "B-T" if stamped else "B-B")
    except Exception as error:
        raise NotSealed(f"{type(error).__name__}: {error}") from error


def _stamped(pades: Any, signature: bytes, timestamper: Timestamper | None) -> bytes:
    try:
        return pades.with_stamp(signature, timestamper.token) if timestamper else b""
    except (NoTimestamp, ValueError):
        return b""
