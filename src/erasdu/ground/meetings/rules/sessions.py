"""Whether somebody was at the sessions at which they had to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from erasdu.ground.meetings.rules.seats import WAITING
from erasdu.kernel.periods import brussels_date


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting that somebody in this role was invited to for a dossier. `there`: seen, or heard it later.

    `organiser`: the kind of organisation that plans it.
    """

    series: str
    role: str
    required: bool
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False
    answer: str = ""
    there: bool = False
    seat: str = ""
    organiser: str = ""

    @property
    def said(self) -> str:
        """The answer; "full" of who would come and waits for a seat."""
        return FULL if self.answer == "yes" and self.seat == WAITING else self.answer


@dataclass(frozen=True, slots=True)
class Owed:
    """A required session at which nobody in that role was yet. `meeting`: the one that counts now."""

    meeting: Session
    why: str

    @property
    def by(self) -> date:
        return brussels_date(self.meeting.starts_at)


def owed(sessions: Iterable[Session], role: str, on: date) -> list[Owed]:
    """Of each required series that nobody in the role was at: the next moment, or else the last one; worst first."""
    found: dict[str, list[Session]] = {}
    for each in sessions:
        if each.role == role:
            found.setdefault(each.series, []).append(each)
    lacking = [_owed(each, on) for each in found.values() if _is_owed(each)]
    return sorted(lacking, key=lambda each: (ORDER.index(each.why), each.meeting.starts_at))


def is_asked(sessions: Iterable[Session], role: str) -> bool:
    """Whether any session is required of this role."""
    return any(each.role == role and each.required for each in sessions)


CANCELLED, MISSED, SAID_NO, FULL, TO_ANSWER, COMES = ORDER = (
    "cancelled", "missed", "said_no", "full", "to_answer", "comes",
)  # fmt: skip


def _is_owed(series: list[Session]) -> bool:
    return any(each.required for each in series) and not any(each.there for each in series)


def _owed(series: list[Session], on: date) -> Owed:
    live = sorted((each for each in series if not each.cancelled), key=lambda each: each.starts_at)
    if not live:
        return Owed(max(series, key=lambda each: each.starts_at), CANCELLED)
    coming = [each for each in live if brussels_date(each.ends_at) >= on]
    if not coming:
        return Owed(live[-1], MISSED)
    best = min(coming, key=lambda each: (_rank(each.said), each.starts_at))
    return Owed(best, {"yes": COMES, "no": SAID_NO, FULL: FULL}.get(best.said, TO_ANSWER))


def _rank(said: str) -> int:
    """Of several who may come, or several moments, the one that is most certain."""
    return ("yes", FULL, "maybe", "", "no").index(said)
