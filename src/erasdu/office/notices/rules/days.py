"""The hours in which the platform sends by itself, as clocks in Brussels show them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from erasdu.kernel.periods import BRUSSELS

WAKES, SLEEPS = time(7), time(21)
DIGEST_AT = time(7, 30)


def is_awake(at: datetime) -> bool:
    """Whether people may be disturbed at that moment."""
    return WAKES <= at.astimezone(BRUSSELS).time() < SLEEPS


def next_awake(at: datetime) -> datetime:
    """That moment when people are awake, else the next morning's first: also in a night of 23 or 25 hours."""
    if is_awake(at):
        return at
    here = at.astimezone(BRUSSELS)
    day = here.date() if here.time() < WAKES else here.date() + timedelta(days=1)
    return _on_the_clock(day, WAKES)


def digest_time(on: date) -> datetime:
    """When the mail of that day goes."""
    return _on_the_clock(on, DIGEST_AT)


def _on_the_clock(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BRUSSELS).astimezone(UTC)
