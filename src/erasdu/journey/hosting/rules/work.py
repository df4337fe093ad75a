"""Working hours against the rules for learners and for young people; each warning names its rule and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

YOUNG = "94/33/EC"  # Directive on the protection of young people at work; the law of the host country may be stricter
PROGRAMME = "programme"  # the week as the programme wants it: at least three days of work
MOST_A_DAY, MOST_A_WEEK, LEAST_REST = 8 * 60, 40, 12 * 60  # minutes, hours, minutes
BREAK, BREAK_AFTER = 30, 270
NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 6 * 60
LEAST_DAYS, MOST_DAYS = 3, 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """`days`: ISO weekdays. An end at or before the start is on the next day. `pause`: minutes, when that was told."""

    days: tuple[int, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None
    hours_a_week: Decimal | None = None
    shifts: bool = False
    pause: int | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A code, the source of the rule, and whether it holds only for minors."""

    code: str
    source: str
    only_minors: bool


def minutes_between(starts: time | None, ends: time | None) -> int:
    """An end at or before the start is on the next day; 0 as long as one is not known."""
    if starts is None or ends is None:
        return 0
    start, end = (each.hour * 60 + each.minute for each in (starts, ends))
    return end - start + (24 * 60 if end <= start else 0)


def warnings(schedule: Schedule) -> list[Warned]:
    """What is wrong with working hours, or must be looked at; in the order in which one reads a schedule."""
    return [*_days(schedule), *_hours(schedule)]


def for_adults_only(schedule: Schedule) -> bool:
    """Whether a minor may not have these hours; shifts are looked at by a person."""
    return any(each.only_minors and each.code != "shifts_to_look_at" for each in warnings(schedule))


def _days(schedule: Schedule) -> Iterator[Warned]:
    if schedule.days and len(set(schedule.days)) < LEAST_DAYS:
        yield Warned("too_few_working_days", PROGRAMME, only_minors=False)
    if len(set(schedule.days)) > MOST_DAYS:
        yield Warned("too_few_free_days", YOUNG, only_minors=True)
    if schedule.hours_a_week is not None and schedule.hours_a_week > MOST_A_WEEK:
        yield Warned("week_too_long", YOUNG, only_minors=True)
    if schedule.shifts:
        yield Warned("shifts_to_look_at", YOUNG, only_minors=True)


def _hours(schedule: Schedule) -> Iterator[Warned]:
    if schedule.starts_at is None or schedule.ends_at is None:
        return
    start = schedule.starts_at.hour * 60 + schedule.starts_at.minute
    present = minutes_between(schedule.starts_at, schedule.ends_at)
    end = start + present
    usual = BREAK if present > BREAK_AFTER else 0
    if present - (usual if schedule.pause is None else schedule.pause) > MOST_A_DAY:
        yield Warned("day_too_long", YOUNG, only_minors=True)
    if start < NIGHT_UNTIL or end > NIGHT_FROM:
        yield Warned("works_at_night", YOUNG, only_minors=True)
    if 24 * 60 - present < LEAST_REST:
        yield Warned("rest_too_short", YOUNG, only_minors=True)
