"""Covers laid over the days of a stay: which day, for which kind of insurance, nothing covers, and why not.

Plain Python: spans and covers in, gaps out. Covers may touch and overlap; a day is covered when each thing that is done
on it is covered by one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from erasdu.kernel.periods import Period

MUTUAL, HEALTH, ACCIDENT, LIABILITY_WORK, LIABILITY, ASSISTANCE = KINDS = (
    "mutual", "health", "accident", "liability_work", "liability", "assistance",
)  # fmt: skip
TRAVEL, WORK, LEISURE = ACTIVITIES = ("travel", "work", "leisure")
TRAVEL_OUT, WORK_DAY, FREE_DAY, TRAVEL_HOME = SPANS = ("travel_out", "work", "free", "travel_home")
SENDING, LEARNER, COORDINATOR, HOST = HOLDERS = ("sending", "learner", "coordinator", "host")
BOARD, GROUP = ("board", "group")  # a policy of the organisation above the one that sends
ANYBODY = (SENDING, BOARD, GROUP, LEARNER, COORDINATOR, HOST)
BY_SENDER = frozenset({SENDING, BOARD, GROUP})  # who sends, and who is above it
WORKPLACE, WAY, DAYS = NAMED = ("workplace", "way", "days")
NO_WORKPLACE = "no_workplace"  # nobody knows yet where the learner will work, so nobody can have named it
OLD_WORKPLACE = "old_workplace"  # it was confirmed before the learner went to another one
LATER_WORKPLACE = "later_workplace"  # it was confirmed for a whole school, before anybody knew of this one
DOUBTED = ((OLD_WORKPLACE, "workplace_changed"), (LATER_WORKPLACE, "workplace_later"))

DOES = {TRAVEL_OUT: (TRAVEL,), WORK_DAY: (WORK, LEISURE), FREE_DAY: (LEISURE,), TRAVEL_HOME: (TRAVEL,)}
"""What is done on a day of each span."""

SENDING = "sending"  # the holder of whom the reason says that it must insure this itself

# Why a cover does not count, from the furthest away to the nearest: of several the nearest is told.
WHY = (
    "no_cover",
    "wrong_document",
    "wrong_holder",
    "other_holder",
    "not_there",
    "not_everywhere",
    "not_for",
    "begins_after",
    "ends_before",
    "not_confirmed",
    "workplace_not_named",
    "workplace_later",
    "workplace_changed",
    "way_not_named",
    "confirmed_other_days",
    "workplace_unknown",
)
WORKPLACE_UNKNOWN = WHY[-1]  # nothing is wrong with it: it waits for the place to work  # fmt: skip
ANY_DAY = Period(date.min, date.max)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days of a stay on which the same is done."""

    kind: str
    days: Period


@dataclass(frozen=True, slots=True)
class Cover:
    """One cover. `territory`: countries in which it holds, None everywhere. `document`: of health, what it is.

    `shared`: of everybody whom one organisation sends.
    `confirmed`: the days that the insurer's written confirmation of `confirmed_on` names; `names`: what else it names.
    """

    kind: str
    holder: str = SENDING
    days: Period = ANY_DAY
    territory: frozenset[str] | None = None
    activities: frozenset[str] = frozenset(ACTIVITIES)
    document: str = ""
    confirmed: Period | None = None
    confirmed_on: date | None = None
    names: frozenset[str] = frozenset()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """One kind that a stay must have, with what is asked of it. `documents`: of health, which count; empty: any.

    `reach`: where it must hold beside the country of the stay, None everywhere. `names`: what the insurer's written
    confirmation must name; empty: none is needed.
    """

    kind: str
    country: str
    documents: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset(ACTIVITIES)
    holders: frozenset[str] = frozenset(ANYBODY)
    reach: frozenset[str] | None = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of one span on which nothing covers one activity. `day`: until or from when the nearest cover counts."""

    kind: str
    span: str
    activity: str
    days: Period
    why: str
    day: date | None = None


@lru_cache(maxsize=2048)
def spans_of(
    stay: Period, worked: frozenset[date] | None = None, closed: frozenset[date] = frozenset()
) -> tuple[Span, ...]:
    """The journey there, days of work, other days, the journey back. `worked`: the programme, else Monday to Friday.
    `closed`: public holidays there, on which only who has it in the programme works.

    A programme says nothing of days before its first and after its last day of work: a stay that became longer is
    worked there from Monday to Friday until somebody says otherwise. Nobody goes to work nowhere: a programme without a
    day of the stay says nothing, and a stay without other days of work has one on its first and last day.
    """
    worked = worked if worked and any(stay.contains(day) for day in worked) else None
    told = Period(min(worked), max(worked)) if worked else None
    found = [Span(TRAVEL_OUT, Period(stay.start, stay.start))]
    between = [stay.start + timedelta(days=number) for number in range(1, stay.days - 1)]
    works = {
        day: day in worked if worked and told and told.contains(day) else day.weekday() < 5 and day not in closed
        for day in between
    }
    found += [Span(WORK_DAY if work else FREE_DAY, days) for work, days in _runs(works)]
    both, idle = dict.fromkeys((stay.start, stay.end)), worked is None and not any(works.values())
    ends = [day for day in both if idle or (worked is not None and day in worked)]
    found += [Span(WORK_DAY, Period(day, day)) for day in ends]
    return *found, Span(TRAVEL_HOME, Period(stay.end, stay.end))


def gaps(spans: Iterable[Span], covers: Iterable[Cover], need: Need) -> list[Gap]:
    """Every day and activity of this kind that nothing covers, in order of days; days with the same reason together."""
    return list(_found(tuple(spans), tuple(cover for cover in covers if cover.kind == need.kind), need))


@lru_cache(maxsize=4096)
def _found(spans: tuple[Span, ...], candidates: tuple[Cover, ...], need: Need) -> tuple[Gap, ...]:
    """Who travels together has the same days and the same covers."""
    found = [
        gap
        for span in spans
        for activity in DOES[span.kind]
        if activity in need.activities
        for gap in _gaps(span, activity, candidates, need)
    ]
    return tuple(sorted(found, key=lambda gap: (gap.days.start, SPANS.index(gap.span), gap.activity)))


def _gaps(span: Span, activity: str, covers: Sequence[Cover], need: Need) -> Iterator[Gap]:
    if not covers:
        yield Gap(need.kind, span.kind, activity, span.days, WHY[0])
        return
    usable = [(cover, _refused(cover, activity, need)) for cover in covers]
    if any(not refused and _whole(cover, span.days, need) for cover, refused in usable):
        return
    days = (span.days.start + timedelta(days=number) for number in range(span.days.days))
    bare = [(day, why) for day in days if (why := _nearest(day, usable, need)) is not None]
    for why, group in groupby(bare, key=lambda each: each[1]):
        for run in _consecutive([day for day, _ in group]):
            yield Gap(need.kind, span.kind, activity, run, *why)


def _nearest(day: date, usable: Sequence[tuple[Cover, str]], need: Need) -> tuple[str, date | None] | None:
    """None when the day is covered; else why the cover that comes nearest does not count."""
    reasons = [(refused and (refused, None)) or _on(cover, day, need) for cover, refused in usable]
    if None in reasons:
        return None
    known = [reason for reason in reasons if reason is not None]
    return max(known, key=lambda each: (WHY.index(each[0]), -_away(day, each[1])), default=("no_cover", None))


def _away(day: date, other: date | None) -> int:
    return abs((other - day).days) if other else 0


def _whole(cover: Cover, days: Period, need: Need) -> bool:
    """One cover's days have no holes: who has the first and the last has all."""
    return _on(cover, days.start, need) is None and _on(cover, days.end, need) is None


def reaches(cover: Cover, country: str, stay: Period | None, holders: frozenset[str]) -> bool:
    """Whether it is of use to somebody there: it holds in that country, on some of those days, in the right name."""
    there = cover.territory is None or not country or country in cover.territory
    in_time = stay is None or (cover.days.start <= stay.end and cover.days.end >= stay.start)
    return there and in_time and cover.holder in holders


def _refused(cover: Cover, activity: str, need: Need) -> str:
    """Why it counts on no day for this activity; "" when that depends on the day."""
    if need.documents and cover.document not in need.documents:
        return "wrong_document"
    if cover.holder not in need.holders:  # one in the school's own name is not always what is asked
        return "wrong_holder" if SENDING in need.holders else "other_holder"
    if cover.territory is not None and need.country not in cover.territory:
        return "not_there"
    if cover.territory is not None and (need.reach is None or not need.reach <= cover.territory):
        return "not_everywhere"
    return "" if activity in cover.activities else "not_for"


def _on(cover: Cover, day: date, need: Need) -> tuple[str, date | None] | None:
    if day < cover.days.start:
        return "begins_after", cover.days.start
    if day > cover.days.end:
        return "ends_before", cover.days.end
    why = _unconfirmed(cover, day, need.names) if need.names else ""
    return (why, None) if why else None


def _unconfirmed(cover: Cover, day: date, names: frozenset[str]) -> str:
    """What lacks in what the insurer wrote. Without a place to work nothing of it can be written yet."""
    if WORKPLACE in names and NO_WORKPLACE in cover.names:
        return WORKPLACE_UNKNOWN
    if cover.confirmed is None and (DAYS in names or cover.confirmed_on is None):
        return "not_confirmed"
    if WORKPLACE in names and WORKPLACE not in cover.names:
        return next((why for name, why in DOUBTED if name in cover.names), "workplace_not_named")
    if WAY in names and WAY not in cover.names:
        return "way_not_named"
    known = DAYS not in names or (cover.confirmed is not None and cover.confirmed.contains(day))
    return "" if known else "confirmed_other_days"


def _runs(works: dict[date, bool]) -> Iterator[tuple[bool, Period]]:
    for work, group in groupby(works.items(), key=lambda each: each[1]):
        days = [day for day, _ in group]
        yield work, Period(days[0], days[-1])


def _consecutive(days: Sequence[date]) -> Iterator[Period]:
    start = previous = days[0]
    for day in days[1:]:
        if day - previous != ONE_DAY:
            yield Period(start, previous)
            start = day
        previous = day
    yield Period(start, previous)
