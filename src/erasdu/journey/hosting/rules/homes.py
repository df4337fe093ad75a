"""Whether a home may be proposed: dates of visit, interview and extracts decide, so it ends by itself.

Every home is visited before a learner is proposed to it. A household is also spoken with. For a minor both must still
be valid, and of every adult in the household an extract of the criminal record was seen that was in order: at most a
month old when it was seen (Flemish decree, in force since 1 February 2023), and seen in the last year, after which the
same decree asks it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.kernel.verdict import YES, Verdict, no

HOUSEHOLDS = frozenset({"family", "other"})  # with adults who live there; a hostel or hotel has staff


@dataclass(frozen=True, slots=True)
class Extract:
    """Of one adult: when an extract in order was seen, and its date. Both empty: none was, whatever the reason."""

    seen_on: date | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What decides whether a home may be proposed. `beds`: in all its rooms."""

    kind: str
    withdrawn: bool
    paused: bool
    beds: int
    visited_on: date | None
    interviewed_on: date | None
    valid_until: date | None
    adults: tuple[Extract, ...] = ()


def is_household(kind: str) -> bool:
    return kind in HOUSEHOLDS


def house(kind: str, contact: int, email: str, street: str) -> tuple[str, str, str]:
    """What two networks that hold the same house have in common: who answers for it, by address or, without one, by id.

    A family has one house, however its street is written; one desk may answer for two hotels.
    """
    who = email.strip().casefold() or f"#{contact}"
    return (kind, who, "" if is_household(kind) else street.strip().casefold())


def proposable(home: HomeFacts, on: date, *, minor: bool) -> Verdict:
    """Whether a learner who is (no) `minor` may be proposed to sleep there on that day: the last one of the stay."""
    if home.withdrawn:
        return no("home_withdrawn")
    if home.paused:
        return no("home_paused")
    if not home.beds:
        return no("home_without_bed")
    if home.visited_on is None:
        return no("home_not_visited")
    if is_household(home.kind) and home.interviewed_on is None:
        return no("home_not_interviewed")
    return _safe_for_a_minor(home, on) if minor else YES


def _safe_for_a_minor(home: HomeFacts, on: date) -> Verdict:
    if home.valid_until is None:
        return no("home_checks_without_end")
    if home.valid_until < on:
        return no("home_checks_ended", day=home.valid_until.isoformat())
    if not is_household(home.kind):
        return YES
    if not home.adults:
        return no("home_without_adult")
    ends = [valid_on(each) for each in home.adults]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return no("home_extract_lacks")
    return YES if min(known) >= on else no("home_extract_ended", day=min(known).isoformat())


def valid_on(extract: Extract) -> date | None:
    """The last day on which an extract counts: a year after it was seen. None when there is none that counts."""
    seen, issued = extract.seen_on, extract.issued_on
    if seen is None or issued is None or not check_extract(issued, seen, today=seen):
        return None
    return _same_day(seen, years=1)


def expires_on(home: HomeFacts) -> date | None:
    """The day on which the first of its checks ends; None when one of them was never done."""
    ends = [home.valid_until]
    if is_household(home.kind):
        ends += [valid_on(each) for each in home.adults] or [None]
    known = [end for end in ends if end is not None]
    return min(known) if len(known) == len(ends) else None


def told(verdict: Verdict, *, knows: bool) -> Verdict:
    """The reason for who may know of the checks; others hear only that the home is not available."""
    return verdict if knows or verdict else no("home_not_available")


def check_extract(issued_on: date, seen_on: date, *, today: date) -> Verdict:
    """An extract counts when it was at most a month old on the day that somebody saw it."""
    if seen_on > today:
        return no("day_to_come", day=seen_on.isoformat())
    if issued_on > seen_on:
        return no("extract_seen_before_issued")
    if seen_on > _same_day(issued_on, months=1):
        return no("extract_too_old", day=issued_on.isoformat())
    return YES


def check_visit(days: Iterable[date | None], valid_until: date | None, *, today: date) -> Verdict:
    """`days`: of visit and interview, as far as they took place; what they are worth ends at most two years later."""
    done = [day for day in days if day is not None]
    for day in done:
        if day > today:
            return no("day_to_come", day=day.isoformat())
    if valid_until is None:
        return no("checks_without_end") if done else YES
    if not done:
        return no("checks_end_before_begin")
    if valid_until <= max(done):
        return no("checks_end_before_begin")
    return no("checks_valid_too_long") if valid_until > _same_day(min(done), years=2) else YES


def _same_day(day: date, *, months: int = 0, years: int = 0) -> date:
    """That much later; where the month is shorter, its last day."""
    months += day.month - 1 + 12 * years
    year, month = day.year + months // 12, months % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
