"""What is booked of one stay against its days: nights without a bed, and bookings that go along with other days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from erasdu.kernel.periods import Period

ONE = timedelta(days=1)


def without_bed(stay: Period, beds: Iterable[Period]) -> list[date]:
    """The nights of a stay, each named after the day before it, in which no bed is booked.

    The last day of a bed is the morning of leaving it: the next may begin on it. A stay of one day has no night.
    """
    found, day = [], stay.start
    booked = sorted((bed for bed in beds if bed.end > stay.start), key=lambda bed: bed.start)
    for bed in booked:
        found += _days(day, min(bed.start, stay.end))
        day = max(day, bed.end)
    return found + _days(day, stay.end)


def moved(booked: Sequence[Period], before: Period, after: Period, *, beds: bool) -> list[Period | None]:
    """The days of each booking once the stay has other days; None for one that falls away.

    What began with the stay begins with it again, and what ended with it ends with it; the rest keeps its days as far
    as they lie in the stay. Several that have nothing in common with the new days are not guessed at: they fall away.
    """
    if not before.overlaps(after):
        return [after] if len(booked) == 1 else [None] * len(booked)
    return [_moved(each, before, after, least=ONE if beds else timedelta()) for each in booked]


def _moved(booked: Period, before: Period, after: Period, *, least: timedelta) -> Period | None:
    start = after.start if booked.start <= before.start else max(booked.start, after.start)
    end = after.end if booked.end >= before.end else min(booked.end, after.end)
    return Period(start, end) if end - start >= least else None


def _days(first: date, until: date) -> list[date]:
    return [first + number * ONE for number in range((until - first).days)]
