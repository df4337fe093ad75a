"""When the mails of a day go, within the hours in which the platform writes by itself."""

from __future__ import annotations

from datetime import date, datetime, time

from erasdu.ground.post.rules import is_awake, next_awake, on_the_clock

__all__ = ["DIGEST_AT", "digest_time", "is_awake", "next_awake"]
DIGEST_AT = time(7, 30)


def digest_time(on: date) -> datetime:
    """When the mail of that day goes."""
    return on_the_clock(on, DIGEST_AT)
