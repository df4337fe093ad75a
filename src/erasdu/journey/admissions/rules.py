"""The rules of handing in and granting: what is in time, seats per school, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from erasdu.journey.calls.rules import before_opening, is_late
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import YES, Verdict, all_of, no

# -- in time ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """When one file may come in: the call's days, and what the coordinator added for this file alone."""

    opening: date
    deadline: date
    grace_until: date | None = None  # set when the file was returned to be completed
    late_allowed: bool = False  # a single late file, with a recorded reason

    @property
    def last_day(self) -> date:
        """The deadline, or the end of the days of grace when that is later."""
        return max(self.deadline, self.grace_until or self.deadline)


def in_time(window: Window, at: datetime) -> Verdict:
    """Whether a file may be handed in now; before the opening it would count as not handed in."""
    late = is_late(at, window.last_day) and not window.late_allowed
    return all_of(
        no("not_open_yet", opening=window.opening.isoformat()) if before_opening(at, window.opening) else YES,
        no("deadline_passed", deadline=window.last_day.isoformat()) if late else YES,
    )


def counts_as_late(window: Window, at: datetime) -> bool:
    """Whether a file that came in then ranks after those on time; completed within its grace it does not."""
    return is_late(at, window.last_day)


def grace_until(returned_at: datetime, days: int) -> date:
    """The last day to complete a file that was returned at that moment, with so many days of grace."""
    return brussels_date(returned_at) + timedelta(days)


def answer_by(granted_at: datetime, days: int) -> date:
    """The last day for a learner to accept or decline a place that was granted at that moment."""
    return brussels_date(granted_at) + timedelta(days)


# -- seats -----------------------------------------------------------------------------------------


def seats_of_school(*, per_school: int | None, allotted: int | None) -> int:
    """How many places a school has: what the coordinator allotted, else what the call fixes, else none."""
    return next((seats for seats in (allotted, per_school) if seats is not None), 0)


def check_allotments(seats: int, allotted: Mapping[int, int], taken: Mapping[int, int]) -> Verdict:
    """Whether seats may be divided like this, by school: not more than the call has, none below what it uses."""
    given = sum(allotted.values())
    short = sorted(str(school) for school, used in taken.items() if allotted.get(school, 0) < used)
    return all_of(
        YES if min(allotted.values(), default=0) >= 0 else no("seats_negative"),
        YES if given <= seats else no("seats_exceeded", given=given, seats=seats),
        no("seats_in_use", schools=",".join(short)) if short else YES,
    )


def may_grant(*, school_seats: int, school_taken: int, call_seats: int, call_taken: int) -> Verdict:
    """Whether there is a place for one more learner of a school; the call's own total always holds."""
    return all_of(
        YES if call_taken < call_seats else no("call_full", seats=call_seats),
        YES if school_taken < school_seats else no("school_full", seats=school_seats),
    )


# -- who comes next --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complete file on the programme waiting list. `order`: its number of arrival, different for each."""

    id: int
    order: int
    total: Fraction
    late: bool = False
    dual: bool = False


def waiting_list(files: Iterable[Waiting], *, dual_first: bool, first_come: bool) -> list[Waiting]:
    """The order of the programme waiting list.

    In time before late; then dual learners, when the call published that; then by arrival when that is the
    call's rule, and otherwise by total, with arrival between equal ones.
    """

    def place(item: Waiting) -> tuple[bool, bool, Fraction, int]:
        return (item.late, dual_first and not item.dual, Fraction(0) if first_come else -item.total, item.order)

    return sorted(files, key=place)


@dataclass(frozen=True, slots=True)
class Reserve:
    """A place on the reserve list of a school; `available` until withdrawn, called up or declined."""

    id: int
    rank: int
    available: bool = True


def next_reserve(reserves: Iterable[Reserve]) -> Reserve | None:
    """Who is called up from a school's reserve list when a place frees up: the first still available."""
    return min((item for item in reserves if item.available), key=lambda item: item.rank, default=None)


@dataclass(frozen=True, slots=True)
class CalledUp:
    """Who gets a freed place, and from which list."""

    id: int
    source: Literal["reserve", "waiting_list"]


def next_for_freed_place(
    reserves: Iterable[Reserve], files: Iterable[Waiting], *, dual_first: bool, first_come: bool
) -> CalledUp | None:
    """A freed place stays with its school while that has a reserve; then the programme waiting list has it."""
    if reserve := next_reserve(reserves):
        return CalledUp(reserve.id, "reserve")
    ordered = waiting_list(files, dual_first=dual_first, first_come=first_come)
    return CalledUp(ordered[0].id, "waiting_list") if ordered else None
