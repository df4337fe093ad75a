"""How old a learner is: on a day, during a stay, and when they come of age."""

from __future__ import annotations

from datetime import date, timedelta

from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, no

ADULT = 18
YOUNGEST, OLDEST = 14, 25  # of learners during a stay


def age(born: date, on: date) -> int:
    """Years on that day. Who was born on 29 February has a birthday on 1 March in ordinary years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_minor(born: date, on: date) -> bool:
    """Whether somebody is under 18 on that day; on the eighteenth birthday one is an adult."""
    return age(born, on) < ADULT


def check_birth_date(born: date, stay: Period) -> Verdict:
    """Whether a learner is 14 to 25 on every day of the stay window."""
    if (youngest := age(born, stay.start)) < YOUNGEST:
        return no("too_young", age=youngest, least=YOUNGEST)
    if (oldest := age(born, stay.end)) > OLDEST:
        return no("too_old", age=oldest, most=OLDEST)
    return YES


def comes_of_age(born: date) -> date:
    """The eighteenth birthday; for who was born on 29 February that is 1 March."""
    year = born.year + ADULT  # never a leap year of its own: 18 is no multiple of 4
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=year)


def minor_days(born: date, stay: Period) -> Period | None:
    """The days of a stay on which the learner is under 18; None when there are none."""
    last = min(stay.end, comes_of_age(born) - timedelta(days=1))
    return Period(stay.start, last) if last >= stay.start else None
