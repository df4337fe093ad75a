"""A programme against the rules of the programme and of young people at work; each fault names rule and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from erasdu.journey.agreements.rules.days import BREAK, BREAK_AFTER, DAY, LESSON, TRAVEL, VISIT, WORK, Day, weeks
from erasdu.journey.agreements.rules.law import YOUNG_WEEK, Fault, at_night, by_law
from erasdu.journey.agreements.rules.sources import HOLIDAY
from erasdu.kernel.periods import Period

PROGRAMME = "programme"  # the weekly rule of the consortium
YOUNG = "94/33/EC"  # Directive on the protection of young people at work
ADULT = "2003/88/EC"  # Directive on working time
HOLIDAYS = "holidays"  # public holidays of both countries
COMPANY = "company"  # what it told itself
LEAST_WORK, MOST_LESSON, MOST_VISIT = 3, 1, 1
FULL_WEEK = 5  # days from Monday to Friday that lie in the stay, without the journey
FOR_ALL_ELSE = FULL_WEEK - LEAST_WORK  # a day of lessons and one of visits, or free ones
TOO_FEW = ("too_few_working_days", "too_few_in_part_of_week")  # of a whole week, and of a part of one
YOUNG_DAY, YOUNG_REST, YOUNG_DAYS = 8 * 60, 12 * 60, 5
ADULT_WEEK, ADULT_REST = 48 * 60, 11 * 60
ADULT_PRESENT, ADULT_DAYS = 24 * 60 - ADULT_REST, 6  # what the daily and the weekly rest leave


def faults(
    days: Sequence[Day],
    *,
    minor: bool,
    stay: Period | None = None,
    holidays: Mapping[date, Collection[str]] | None = None,
    host: str = "",
    shut: Collection[date] = (),
) -> list[Fault]:
    """What is wrong, day by day and week by week; `minor` also when the age is not known. `host`: its country, `shut`:
    the days on which the company is closed.

    `on` of a fault about a week is its Monday. The rule of the programme is written for whole weeks: at least three
    days of work, at most one of lessons, at most one of visits. Of a week that lies only partly in the stay, or in
    which one travels, this much follows: at most two days from Monday to Friday are without work, as in a whole one.
    So with four days at hand two are worked and with three one. A whole stay may not be without any.
    """
    ordered = sorted(days, key=lambda each: each.on)
    closed = holidays or {}
    legal = [*by_law(ordered, closed, host)] if minor else []
    told = {(fault.on, fault.what) for fault in legal if fault.code == HOLIDAY}
    found = [*legal, *(each for each in _days(ordered, stay, closed) if (each.on, each.what) not in told)]
    found += [
        Fault("company_closed", COMPANY, day.on, hard=False) for day in ordered if day.kind == WORK and day.on in shut
    ]
    for monday, week in weeks(ordered).items():
        found += _programme(monday, week)
        found += _young(monday, week) if minor else _adult(monday, week)
    found += [] if any(fault.code in TOO_FEW for fault in found) else _idle(ordered)
    found += _rest(ordered, YOUNG_REST, YOUNG, hard=True) if minor else _rest(ordered, ADULT_REST, ADULT, hard=False)
    return sorted(found, key=lambda fault: (fault.on, not fault.hard, fault.code, fault.what))


def _days(days: Sequence[Day], stay: Period | None, holidays: Mapping[date, Collection[str]]) -> Iterator[Fault]:
    seen = Counter(day.on for day in days)
    for on, times in seen.items():
        if times > 1:
            yield Fault("day_twice", PROGRAMME, on, hard=True)
    for day in days:
        if stay is not None and not day.is_idle:
            yield from _in_stay(day, stay)
        if not day.is_idle and (day.starts is None or day.ends is None):
            yield Fault("hours_missing", PROGRAMME, day.on, hard=True)
        if day.kind == WORK:
            for country in sorted(holidays.get(day.on, ())):
                yield Fault("public_holiday", HOLIDAYS, day.on, hard=False, what=country)
    for on in _missing(seen, stay):
        yield Fault("day_missing", PROGRAMME, on, hard=True)


def _in_stay(day: Day, stay: Period) -> Iterator[Fault]:
    """The journey there and back lies in the stay, on its first and last day."""
    if not stay.contains(day.on):
        yield Fault("day_outside_stay", PROGRAMME, day.on, hard=True)
    elif day.on in (stay.start, stay.end):
        yield Fault("busy_on_travel_day", PROGRAMME, day.on, hard=False)


def _missing(seen: Collection[date], stay: Period | None) -> list[date]:
    """Days of the stay of which the programme says nothing."""
    every = (stay.start + timedelta(days=number) for number in range(stay.days)) if stay else ()
    return [on for on in every if on not in seen]


def _programme(monday: date, week: Sequence[Day]) -> Iterator[Fault]:
    kinds = Counter(day.kind for day in week)
    at_hand = sum(day.on.isoweekday() <= FULL_WEEK and day.kind != TRAVEL for day in week)
    if kinds[WORK] < at_hand - FOR_ALL_ELSE:
        yield Fault(TOO_FEW[at_hand < FULL_WEEK], PROGRAMME, monday, hard=True)
    if kinds[LESSON] > MOST_LESSON:
        yield Fault("too_many_lesson_days", PROGRAMME, monday, hard=True)
    if kinds[VISIT] > MOST_VISIT:
        yield Fault("too_many_visit_days", PROGRAMME, monday, hard=True)


def _idle(days: Sequence[Day]) -> Iterator[Fault]:
    """A stay of which not one day is worked, although one could be."""
    at_hand = any(day.on.isoweekday() <= FULL_WEEK and day.kind != TRAVEL for day in days)
    if at_hand and not any(day.kind == WORK for day in days):
        yield Fault("no_working_day", PROGRAMME, days[0].on, hard=True)


def _young(monday: date, week: Sequence[Day]) -> Iterator[Fault]:
    for day in week:
        if day.minutes > YOUNG_DAY:
            yield Fault("day_too_long", YOUNG, day.on, hard=True)
        if not day.is_idle and day.last - day.first > BREAK_AFTER and day.rest < BREAK:
            yield Fault("break_too_short", YOUNG, day.on, hard=True)
        if at_night(day):
            yield Fault("works_at_night", YOUNG, day.on, hard=True)
    if sum(day.minutes for day in week) > YOUNG_WEEK:
        yield Fault("week_too_long", YOUNG, monday, hard=True)
    if sum(not day.is_idle for day in week) > YOUNG_DAYS:
        yield Fault("too_few_free_days", YOUNG, monday, hard=True)


def _adult(monday: date, week: Sequence[Day]) -> Iterator[Fault]:
    """The day of rest is any day of the week: of two weeks it may be the first and the last."""
    if sum(day.minutes for day in week) > ADULT_WEEK:
        yield Fault("week_too_long", ADULT, monday, hard=False)
    if len({day.on for day in week if not day.is_idle}) > ADULT_DAYS:
        yield Fault("no_day_of_rest", ADULT, monday, hard=False)
    for day in week:
        if not day.is_idle and day.last - day.first > ADULT_PRESENT:
            yield Fault("day_without_rest", ADULT, day.on, hard=False)


def _rest(days: Sequence[Day], least: int, source: str, *, hard: bool) -> Iterator[Fault]:
    active = [day for day in days if not day.is_idle and day.starts and day.ends]
    for one, next_one in pairwise(active):
        if (next_one.on - one.on).days * DAY + next_one.first - one.last < least:
            yield Fault("rest_too_short", source, next_one.on, hard=hard)
