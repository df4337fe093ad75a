"""The text that an anchor seals: where the journal and the chain of every paper stood on one day."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

FORMAT = "erasdu-anchor/1"
HEAD = re.compile(r"([0-9a-z]{1,40}) ([0-9]{1,9}) ([0-9a-f]{64})", re.ASCII)
JOURNAL = re.compile(r"journal ([0-9]{1,18}) ([0-9a-f]{64}|-)", re.ASCII)


class Head(NamedTuple):
    """The last event of one chain: its number and hash."""

    key: str
    length: int
    hash: str


class Anchored(NamedTuple):
    day: date
    journal: Head
    heads: tuple[Head, ...]


def anchor_text(day: date, journal: Head, heads: Iterable[Head]) -> str:
    """One line each, by key: whoever has the rows can write it again, and its hash says whether nothing differs."""
    lines = [FORMAT, f"day {day.isoformat()}", f"journal {journal.length} {journal.hash or '-'}"]
    lines += [f"{head.key} {head.length} {head.hash}" for head in sorted(heads)]
    return "\n".join(lines) + "\n"


def read_anchor(text: str) -> Anchored:
    """Raises ValueError for what `anchor_text` did not write."""
    lines = text.splitlines()
    if len(lines) < 3 or lines[0] != FORMAT or not lines[1].startswith("day "):
        raise ValueError("no anchor")
    journal = JOURNAL.fullmatch(lines[2])
    found = [HEAD.fullmatch(line) for line in lines[3:]]
    if journal is None or None in found:
        raise ValueError("a line of the anchor cannot be read")
    heads = tuple(Head(each[1], int(each[2]), each[3]) for each in found if each)
    last = Head("journal", int(journal[1]), "" if journal[2] == "-" else journal[2])
    return Anchored(date.fromisoformat(lines[1].removeprefix("day ")), last, heads)


def anchor_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
