"""The days of a stay: what each is for, how long, and as what it counts at school."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from erasdu.kernel.periods import Period

WORK, LESSON, VISIT, TRAVEL, FREE = "work", "lesson", "visit", "travel", "free"
KINDS = (WORK, LESSON, VISIT, TRAVEL, FREE)
IDLE = frozenset({TRAVEL, FREE})  # without hours
WORKING, LEARNING = "working", "learning"
# As what a day counts in full-time engagement: work in the company; lessons and visits as learning at school. A day of
# travel is neither.
COUNTED = {WORK: WORKING, LESSON: LEARNING, VISIT: LEARNING}
BREAK, BREAK_AFTER = 30, 270  # minutes
DAY = 24 * 60
USUAL = (1, 2, 3, 4, 5)
STARTS, ENDS = time(9), time(17)


@dataclass(frozen=True, slots=True)
class Day:
    """One day. An end at or before the start is on the next day; days of travel and free days have no hours.

    `pause`: minutes of break, when the host told it.
    """

    on: date
    kind: str = FREE
    starts: time | None = None
    ends: time | None = None
    pause: int | None = None

    @property
    def is_idle(self) -> bool:
        """Nobody works, learns or visits a company."""
        return self.kind in IDLE

    @property
    def first(self) -> int:
        """Minutes after midnight at which it starts."""
        return minutes_of(self.starts) if self.starts else 0

    @property
    def last(self) -> int:
        """Minutes after the same midnight at which it ends, also when that is on the next day."""
        if self.starts is None or self.ends is None:
            return self.first
        ends = minutes_of(self.ends)
        return ends if ends > self.first else ends + DAY

    @property
    def rest(self) -> int:
        """Minutes of break: as it was told, else the half hour that a longer day has."""
        if self.is_idle:
            return 0
        usual = BREAK if self.last - self.first > BREAK_AFTER else 0
        return usual if self.pause is None else self.pause

    @property
    def minutes(self) -> int:
        """Without the break."""
        return 0 if self.is_idle else max(0, self.last - self.first - self.rest)


@dataclass(frozen=True, slots=True)
class Count:
    """Days and minutes that count as working in the company, and as learning."""

    working_days: int = 0
    learning_days: int = 0
    travel_days: int = 0
    free_days: int = 0
    working_minutes: int = 0
    learning_minutes: int = 0


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


def counted(days: Iterable[Day]) -> Count:
    """What the school writes down: each day once, as one of the two components, as travel or as free."""
    found = Count()
    for day in days:
        component = COUNTED.get(day.kind)
        if component == WORKING:
            minutes = found.working_minutes + day.minutes
            found = replace(found, working_days=found.working_days + 1, working_minutes=minutes)
        elif component == LEARNING:
            minutes = found.learning_minutes + day.minutes
            found = replace(found, learning_days=found.learning_days + 1, learning_minutes=minutes)
        elif day.kind == TRAVEL:
            found = replace(found, travel_days=found.travel_days + 1)
        else:
            found = replace(found, free_days=found.free_days + 1)
    return found


def weeks(days: Iterable[Day]) -> dict[date, list[Day]]:
    """Monday → the days of that week, in order."""
    found: dict[date, list[Day]] = {}
    for day in sorted(days, key=lambda each: each.on):
        found.setdefault(day.on - timedelta(days=day.on.weekday()), []).append(day)
    return found


def first_draft(
    stay: Period,
    *,
    days: Sequence[int] = (),
    starts: time | None = None,
    ends: time | None = None,
    pause: int | None = None,
    closed: Collection[date] = (),
    known: Mapping[date, Day] | None = None,
) -> list[Day]:
    """A programme to start from, with each day of the stay: the journey on the first and the last, between them work on
    the company's days, free on the others and on public holidays.

    `known`: days that were filled in before keep what they say, unless a journey was on them that is on another day
    now, or is on them now and was not.
    """
    working, known = tuple(days) or USUAL, known or {}
    usual = {
        on: _usual(on, on.isoweekday() in working and on not in closed, starts or STARTS, ends or ENDS, pause)
        for on in (stay.start + timedelta(days=number) for number in range(stay.days))
    }
    usual |= {on: Day(on, TRAVEL) for on in (stay.start, stay.end)}
    before = {min(known), max(known)} if known else set()
    return [known[on] if on in known and _stays(known[on], on in before, stay) else day for on, day in usual.items()]


def _stays(day: Day, was_end: bool, stay: Period) -> bool:
    """Whether what was filled in is still about the same day. `was_end`: the stay began or ended on it before."""
    if day.on in (stay.start, stay.end):
        return was_end
    return day.kind != TRAVEL or not was_end


def _usual(on: date, works: bool, starts: time, ends: time, pause: int | None) -> Day:
    return Day(on, WORK, starts, ends, pause) if works else Day(on)
