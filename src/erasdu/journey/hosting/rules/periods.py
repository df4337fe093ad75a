"""The days on which learners are welcome: in order, apart from each other, with room for at least one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, no

LONGEST = 3 * 366  # days: longer is a slip of the pen, such as 2206


@dataclass(frozen=True, order=True, slots=True)
class Offer:
    """From its first to its last day, both included, so many learners at a time. Not checked when it is made."""

    first: date
    last: date
    places: int


@dataclass(frozen=True, order=True, slots=True)
class Nights:
    """From the first night to the last morning: that one is the day of leaving. Not checked when it is made."""

    first: date
    last: date


def check_offers(offers: Sequence[Offer]) -> Verdict:
    """Periods of a place: at least one, each in order and with a place, no day in two of them."""
    if not offers:
        return no("no_period")
    for each in offers:
        if each.last < each.first:
            return no("period_ends_before_start", first=each.first.isoformat(), last=each.last.isoformat())
        if each.places < 1:
            return no("period_without_place", first=each.first.isoformat())
        if (each.last - each.first).days > LONGEST:
            return no("period_too_long", first=each.first.isoformat(), last=each.last.isoformat())
    for one, two in pairwise(sorted(offers)):
        if two.first <= one.last:
            return no("periods_overlap", one=one.first.isoformat(), two=two.first.isoformat())
    return YES


def check_nights(periods: Sequence[Nights]) -> Verdict:
    """Periods of a home, of which there may be none yet. A bed is not counted twice: no night is in two of them."""
    for each in periods:
        if each.last <= each.first:
            return no("period_without_night", first=each.first.isoformat(), last=each.last.isoformat())
        if (each.last - each.first).days > LONGEST:
            return no("period_too_long", first=each.first.isoformat(), last=each.last.isoformat())
    for one, two in pairwise(sorted(periods)):
        if two.first < one.last:
            return no("periods_overlap", one=one.first.isoformat(), two=two.first.isoformat())
    return YES


def moved_into(offers: Sequence[Offer], window: Period) -> list[Offer]:
    """The same periods, the first beginning with the window; what falls outside is cut off.

    Without any period: the whole window, one learner.
    """
    if not offers:
        return [Offer(window.start, window.end, 1)]
    days = (window.start - min(each.first for each in offers)).days
    found = []
    for each in sorted(offers):
        moved = Period(each.first, each.last).shift(days)
        if moved.overlaps(window):
            found.append(Offer(max(moved.start, window.start), min(moved.end, window.end), each.places))
    return found


def left_for(offers: Sequence[Offer], window: Period, others: Sequence[Period]) -> list[Offer]:
    """What stays of periods once those of a window are taken back: what lies outside it and serves another window."""
    found = outside(offers, window)
    return [piece for piece in found if any(Period(piece.first, piece.last).overlaps(each) for each in others)]


def outside(offers: Sequence[Offer], window: Period) -> list[Offer]:
    """What lies before and after a window; of a period that crosses its edge the rest."""
    day, found = timedelta(days=1), []
    for each in sorted(offers):
        before = Offer(each.first, min(each.last, window.start - day), each.places)
        after = Offer(max(each.first, window.end + day), each.last, each.places)
        found += [piece for piece in (before, after) if piece.first <= piece.last]
    return found


def inside(offers: Sequence[Offer], window: Period) -> list[Offer]:
    """What lies in a window; of a period that crosses its edge the part within."""
    cut = [Offer(max(each.first, window.start), min(each.last, window.end), each.places) for each in sorted(offers)]
    return [each for each in cut if each.first <= each.last]


def joined_up(offers: Sequence[Offer]) -> list[Offer]:
    """Periods that follow on each other with as many places, as one."""
    found: list[Offer] = []
    for each in sorted(offers):
        if found and (found[-1].last + timedelta(days=1), found[-1].places) == (each.first, each.places):
            found[-1] = Offer(found[-1].first, each.last, each.places)
        else:
            found.append(each)
    return found


def as_weeks(offers: Sequence[Offer], weeks: Sequence[Period]) -> list[int] | None:
    """Which of these weeks periods fill, by their number; None when they cut through one or differ in places."""
    if len({each.places for each in offers}) > 1:
        return None
    chosen = []
    for number, week in enumerate(weeks):
        days = sum(each.last.toordinal() - each.first.toordinal() + 1 for each in inside(offers, week))
        if days == week.days:
            chosen.append(number)
        elif days:
            return None
    return chosen
