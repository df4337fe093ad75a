"""Writing calendars (RFC 5545) for phones. Moments go out in UTC, so no change of the clock moves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//ErasDu//Calendar//EN"
LONGEST = 75  # octets of a line


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. `start`, `end`: two moments, or two days that are both included.

    `uid` stays the same for the same thing; a higher `sequence` replaces what a calendar had.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    sequence: int = 0
    place: str = ""
    url: str = ""
    cancelled: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise ValueError("An entry has two moments or two days.")
        if isinstance(self.start, datetime) and self.start.utcoffset() is None:
            raise ValueError("A moment needs a time zone.")
        if self.end < self.start:
            raise ValueError("An entry cannot end before it starts.")


def calendar(name: str, entries: Iterable[Entry], *, at: datetime) -> str:
    """The whole file. `at`: when it was made."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, at)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def enclosed(entry: Entry, *, organiser: str, address: str, at: datetime) -> tuple[str, str]:
    """Method and text of the file in a mail about one thing. `organiser`, `address`: in whose name, and from where.

    It is published, or cancelled; never a REQUEST: the buttons with which a calendar then answers would lead nowhere,
    and who pressed one would believe that they had said yes.
    """
    method = "CANCEL" if entry.cancelled else "PUBLISH"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    named = organiser.replace('"', "'")
    lines += _event(entry, at, f'ORGANIZER;CN="{_plain(named)}":mailto:{address}')
    return method, "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, at: datetime, *more: str) -> list[str]:
    optional = {"LOCATION": _text(entry.place), "URL": entry.url}
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_moment(at)}",
        *_span(entry),
        f"SUMMARY:{_text(entry.title)}",
        *(f"{name}:{value}" for name, value in optional.items() if value),
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        *more,
        "END:VEVENT",
    ]


def _span(entry: Entry) -> list[str]:
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        return [f"DTSTART:{_moment(entry.start)}", f"DTEND:{_moment(entry.end)}"]
    after = entry.end + timedelta(days=1)  # the end of whole days is the first day that is free again
    return [f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    plain = "".join(sign for sign in value.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign >= " ")
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n").replace("\x7f", "")


def _plain(value: str) -> str:
    """In a parameter: one line, without signs that steer."""
    return "".join(sign for sign in " ".join(value.split()) if sign >= " " and sign != "\x7f")


def _folded(line: str) -> str:
    """Never longer than 75 octets; what goes on starts with a space. No letter is cut in two."""
    parts, current, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST:
            parts.append(current)
            current, size = " ", 1
        current, size = current + sign, size + octets
    return "\r\n".join([*parts, current])
