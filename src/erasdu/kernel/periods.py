"""Days and periods of days, and where a day ends: at midnight in Brussels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From its first day to its last, both included; `ValueError` when it would end before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period cannot end before it starts.")

    @property
    def days(self) -> int:
        """How many days, first and last included."""
        return (self.end - self.start).days + 1

    def contains(self, other: Period | date) -> bool:
        """Whether a day, or every day of another period, falls in this one."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether they share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def shift(self, days: int) -> Period:
        """The same number of days, that much later (or earlier, when negative)."""
        move = timedelta(days=days)
        return Period(self.start + move, self.end + move)


def end_of_day(day: date) -> datetime:
    """The first instant after that day in Brussels, in UTC: what happens then, or later, is late."""
    return start_of_day(day + timedelta(days=1))


def start_of_day(day: date) -> datetime:
    """The first instant of that day in Brussels, in UTC."""
    # Through the local calendar and not by adding 24 hours: two days a year last 23 or 25.
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC)


def brussels_date(at: datetime) -> date:
    """The day on the calendar in Brussels at that moment; `ValueError` for a time without a zone."""
    if at.utcoffset() is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(BRUSSELS).date()
