"""The one clock: the database's time, unless a rehearsal, the demo or a test set another.

Called in views, tasks and commands only; everything deeper takes `at` or `on` as an argument.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.db import connection

from erasdu.kernel.periods import brussels_date

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Aware, UTC. Inside a transaction on PostgreSQL: the moment of asking, not of its start."""
    if (at := _set.get()) is not None:
        return at
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
            return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment.astimezone(UTC)


def today() -> date:
    """The day it is now in Europe/Brussels."""
    return brussels_date(now())


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """The clock stands at `at` inside: for the demo, a rehearsal or a test."""
    if at.tzinfo is None:
        raise ValueError("the clock needs an aware time")
    token = _set.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
