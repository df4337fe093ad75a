"""What a stay needs after it: that somebody says what was reached, and that it is on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, Requirement, because_of, pending

GATES = frozenset({CLOSING})
BEFORE = timedelta(days=7)  # before the last day it can be assessed, and is asked for
AFTER = timedelta(days=21)  # after it, by when everything is signed


@dataclass(frozen=True, slots=True)
class Assessing:
    """How far the assessment of one stay is. `who`: whose signature on it is waited for; empty: it is not sent.

    `stopped`: the day on which a stay that had begun ended early.
    """

    found: bool = False
    judged: bool = False
    signed: bool = False
    who: str = ""
    stopped: date | None = None


def can_begin(stay: Period, on: date) -> bool:
    """From the first day: who stops early is assessed too."""
    return on >= stay.start


def assessed(stay: Period | None, of: Assessing, on: date) -> list[Requirement]:
    """What was reached is assessed by host and school, and signed; asked for once the stay draws to its end."""
    if stay is None:
        return []
    end = min(stay.end, of.stopped) if of.stopped else stay.end
    if on < end - BEFORE:
        return []
    by = end + AFTER
    who = of.who or ("contact_point" if of.found else "host")
    state = pending(of.signed, on, by, asked=bool(of.who) or not of.found)
    return [because_of(Requirement("outcomes_assessed", state, who, by, GATES), "assessed_after_stay")]
