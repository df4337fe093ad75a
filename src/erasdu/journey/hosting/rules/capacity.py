"""What is free on each day and in each night, and whether a stay fits in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.journey.hosting.rules.periods import Nights, Offer
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, no

ONE = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Taken:
    """Somebody has the place or the bed: of a place both days are included, of a bed the last is that of leaving."""

    first: date
    last: date


def free_places(offers: Iterable[Offer], taken: Iterable[Taken], window: Period) -> tuple[int, ...]:
    """For each day of the window how many places are free; none where nothing is offered."""
    room = _spread([(each.first, each.last, each.places) for each in offers], window)
    used = _spread([(each.first, each.last, 1) for each in taken], window)
    return tuple(max(there - gone, 0) for there, gone in zip(room, used, strict=True))


def free_beds(beds: int, periods: Iterable[Nights], taken: Iterable[Taken], window: Period) -> tuple[int, ...]:
    """For the night after each day of the window how many of the beds are free."""
    room = _spread([(each.first, each.last - ONE, beds) for each in periods], window)
    used = _spread([(each.first, each.last - ONE, 1) for each in taken], window)
    return tuple(max(min(there, beds) - gone, 0) for there, gone in zip(room, used, strict=True))


def check_place(offers: Iterable[Offer], taken: Iterable[Taken], stay: Period) -> Verdict:
    """Whether one more learner can have the place on every day of the stay."""
    offers = list(offers)
    for place, free in enumerate(free_places(offers, taken, stay)):
        day = stay.start + place * ONE
        if not any(each.first <= day <= each.last for each in offers):
            return no("no_place_on_day", day=day.isoformat())
        if not free:
            return no("place_taken_on_day", day=day.isoformat())
    return YES


def check_bed(beds: int, periods: Iterable[Nights], taken: Iterable[Taken], stay: Nights) -> Verdict:
    """Whether one more learner can sleep there in every night of the stay."""
    if stay.last <= stay.first:
        return no("period_without_night", first=stay.first.isoformat(), last=stay.last.isoformat())
    periods = list(periods)
    for place, free in enumerate(free_beds(beds, periods, taken, Period(stay.first, stay.last - ONE))):
        night = stay.first + place * ONE
        if not any(each.first <= night < each.last for each in periods):
            return no("no_bed_in_night", day=night.isoformat())
        if not free:
            return no("bed_taken_in_night", day=night.isoformat())
    return YES


def check_still_fits(offers: Sequence[Offer], taken: Sequence[Taken]) -> Verdict:
    """Whether changed periods still hold everybody who was promised a place; else the first day that lacks one."""
    for each in sorted(taken):
        others = list(taken)
        others.remove(each)
        verdict = check_place(offers, others, Period(each.first, each.last))
        if not verdict:
            return no("promised_on_day", day=dict(verdict.params)["day"])
    return YES


def _spread(given: Iterable[tuple[date, date, int]], window: Period) -> list[int]:
    """The sum for each day of the window, by steps up and down: periods may be long and many."""
    steps = [0] * (window.days + 1)
    for first, last, number in given:
        if last < window.start or first > window.end or last < first:
            continue
        steps[(max(first, window.start) - window.start).days] += number
        steps[(min(last, window.end) - window.start).days + 1] -= number
    found, now = [], 0
    for step in steps[:-1]:
        now += step
        found.append(now)
    return found
