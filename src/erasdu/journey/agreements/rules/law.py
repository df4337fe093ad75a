"""What the law where they work asks of who is not 18 besides the hours of the directive: somebody looks whether it may.

Each of these laws lets some trades do otherwise, so none of it stops a programme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from erasdu.journey.agreements.rules.days import Day, minutes_of, weeks
from erasdu.journey.agreements.rules.sources import (
    APART,
    BY_SUNDAY,
    EVENING,
    HOLIDAY,
    SATURDAY,
    SUNDAY,
    WEEK,
    Source,
    laws_of,
)

YOUNG_WEEK = 40 * 60  # of the directive, which stops a programme
NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 6 * 60
WEEKDAYS = {SATURDAY: 6, SUNDAY: 7}
FREE_DAYS = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """`hard`: it must be right before the agreement goes out; otherwise somebody looks at it. `what`: a country."""

    code: str
    source: str
    on: date
    hard: bool
    what: str = ""


def by_law(days: Sequence[Day], holidays: Mapping[date, Collection[str]], host: str) -> Iterator[Fault]:
    """Of who is not 18 and works in that country, day by day and week by week. Days in order."""
    worked = {day.on for day in days if not day.is_idle}
    for law in laws_of(host):
        for day in days:
            if not day.is_idle and _forbids(law, day, host in holidays.get(day.on, ())):
                yield Fault(law.code, law.source, day.on, hard=False, what=host)
        for monday, week in weeks(days).items():
            if _forbids_week(law, monday, week, worked):
                yield Fault(law.code, law.source, monday, hard=False, what=host)


def at_night(day: Day) -> bool:
    """Whether any of it lies between ten in the evening and six in the morning."""
    return _outside(day, NIGHT_UNTIL, NIGHT_FROM)


def _forbids(law: Source, day: Day, closed: bool) -> bool:
    if law.code in WEEKDAYS:
        return day.on.isoweekday() == WEEKDAYS[law.code]
    if law.code == HOLIDAY:
        return closed
    if law.code != EVENING or law.after is None or law.before is None:
        return False
    return not at_night(day) and _outside(day, minutes_of(law.after), minutes_of(law.before))


def _outside(day: Day, first: int, last: int) -> bool:
    if day.is_idle or day.starts is None or day.ends is None:
        return False
    return day.first < first or day.last > last


def _forbids_week(law: Source, monday: date, week: Sequence[Day], worked: Collection[date]) -> bool:
    """What the directive stops by itself, too many hours or too few free days, is not told again."""
    if law.code == WEEK:
        return law.hours * 60 < sum(day.minutes for day in week) <= YOUNG_WEEK
    if law.code not in (APART, BY_SUNDAY):
        return False
    sunday, *own, after = [monday + timedelta(days=number) not in worked for number in range(-1, 8)]
    if sum(own) < FREE_DAYS:
        return False
    if law.code == BY_SUNDAY:
        saturday, this_sunday = own[-2:]
        return this_sunday and not (saturday or after)
    return not any(one and next_one for one, next_one in pairwise((sunday, *own, after)))
