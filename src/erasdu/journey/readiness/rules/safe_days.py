"""By when each thing must begin so that nobody misses their departure, and whether that is still possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from graphlib import TopologicalSorter

from erasdu.journey.readiness.rules.replies import BY_MAIL, PHONE, WAYS, Days, Way, days_for
from erasdu.kernel.requirement import DEPART, Requirement

Before = Mapping[str, Sequence[str]]  # code → codes that come first


@dataclass(frozen=True, slots=True)
class Window:
    """Until when the stays of a call last, and how long they are at least."""

    ends_on: date
    shortest: int

    @property
    def last_start(self) -> date:
        """The last day on which somebody can still leave."""
        return self.ends_on - timedelta(days=self.shortest - 1)


@dataclass(frozen=True, slots=True)
class Safe:
    """One thing that is open. `start_by`: the last safe day to begin; `slack`: days until then, negative when past;
    None for what only waits for a day that was agreed.

    `ready_on`: when it is in order if everybody begins today and answers as usual. `can_begin`: nothing must come
    first. `gone`: it holds up leaving, and comes too late even so; `by_phone` is then when it is in order if everybody
    who can be is telephoned today, and `saved` whether that is in time.
    """

    item: Requirement
    days: int
    start_by: date | None
    slack: int | None
    ready_on: date
    can_begin: bool
    gone: bool
    by_phone: date | None = None
    saved: bool = False

    @property
    def to_telephone(self) -> bool:
        """Whether a mail is too slow from today on: it can begin, and must by now."""
        return self.can_begin and (self.gone or (self.slack is not None and self.slack <= 0))


def plan(
    items: Iterable[Requirement], leaves_on: date | None, on: date, days: Days, ways: Mapping[str, Way] = WAYS
) -> list[Safe]:
    """Each thing that is not settled, in the given order."""
    wanted = [item for item in items if not item.settled]
    of = {item.code: item for item in wanted}
    first, order = _usual_order(tuple(of)) if ways is WAYS else _order(tuple(of), ways)
    takes = {code: _takes(item, days, ways.get(code), bool(first[code])) for code, item in of.items()}
    set_days = {code: day for code, item in of.items() if (day := _day_of(item, ways.get(code)))}
    ready = _ready(order, first, takes, on) | set_days
    ends = {code: _must_end(item, leaves_on, on) for code, item in of.items()}
    latest: dict[str, date | None] = _latest(order, first, takes, ends) | dict.fromkeys(set_days)
    gone = {code for code in of if of[code].holds(DEPART) and leaves_on is not None and ready[code] > leaves_on}
    called: Mapping[str, date] = {}
    if gone:
        sooner = {code: _takes(item, days, ways.get(code), bool(first[code]), PHONE) for code, item in of.items()}
        called = _ready(order, first, sooner, on) | set_days
    return [
        Safe(
            item=item,
            days=takes[item.code],
            start_by=latest[item.code],
            slack=(start - on).days if (start := latest[item.code]) else None,
            ready_on=ready[item.code],
            can_begin=not first[item.code],
            gone=item.code in gone,
            by_phone=called[item.code] if item.code in gone else None,
            saved=item.code in gone and leaves_on is not None and called[item.code] <= leaves_on,
        )
        for item in wanted
    ]


def _order(codes: Sequence[str], ways: Mapping[str, Way]) -> tuple[Before, Sequence[str]]:
    """What comes first of each, and all of them in an order in which they can be done."""
    first = {code: [each for each in ways[code].after if each in codes] if code in ways else [] for code in codes}
    return first, list(TopologicalSorter(first).static_order())


@lru_cache(maxsize=4096)
def _usual_order(codes: tuple[str, ...]) -> tuple[Before, Sequence[str]]:
    """Hundreds of stays lack the same."""
    return _order(codes, WAYS)


def missed_by(planned: Iterable[Safe], ways: Mapping[str, Way] = WAYS) -> frozenset[str]:
    """The codes by which the departure is missed: what comes too late, and what must come first of that."""
    of = {each.item.code: each for each in planned}
    found: set[str] = set()
    look = [code for code, each in of.items() if each.gone]
    while look:
        code = look.pop()
        if code in of and code not in found:
            found.add(code)
            look += ways[code].after if code in ways else ()
    return frozenset(found)


def _takes(item: Requirement, days: Days, way: Way | None, waits: bool, by: str = BY_MAIL) -> int:
    """The days of the steps that are still to come: from who must act now to the last; 0 for a day that is set.

    `waits`: something must come first. Who acts for that is none of the steps of this, which all are to come. `by`: the
    channel in the place of mail, for who can be reached that way.
    """
    if _day_of(item, way):
        return 0
    if way and (anew := way.anew.get(item.why)):
        return _sum(anew, days, by)
    steps = way.steps if way else ((item.who, BY_MAIL),)
    roles = [role for role, _channel in steps]
    if waits and item.who not in roles:
        return _sum(steps, days, by)
    left = steps[roles.index(item.who) :] if item.who in roles else (*_asked_besides(item, days), *steps[-1:])
    return _sum(left, days, by)


def _sum(steps: Iterable[tuple[str, str]], days: Days, by: str) -> int:
    """`by`: in the place of mail, where that is no slower."""
    return sum(
        min(days_for(days, role, channel), days_for(days, role, by if channel == BY_MAIL else channel))
        for role, channel in steps
    )


def _day_of(item: Requirement, way: Way | None) -> date | None:
    """The day on which it happens, once that is agreed."""
    return item.by if way is not None and way.agreed and item.why == way.agreed and item.state == "waiting" else None


def _asked_besides(item: Requirement, days: Days) -> Sequence[tuple[str, str]]:
    """Who must act now without being one of the usual steps."""
    return ((item.who, BY_MAIL),) if (item.who, BY_MAIL) in days else ()


def _ready(order: Sequence[str], first: Before, takes: Mapping[str, int], on: date) -> dict[str, date]:
    """When each can be in order, after what must come first."""
    found: dict[str, date] = {}
    for code in order:
        begins = max((found[each] for each in first[code]), default=on)
        found[code] = begins + timedelta(days=takes[code])
    return found


def _latest(
    order: Sequence[str], first: Before, takes: Mapping[str, int], ends: dict[str, date | None]
) -> dict[str, date | None]:
    """The last day on which each may begin: before its own last day, and before all that must wait for it."""
    found: dict[str, date | None] = {}
    for code in reversed(order):
        end = ends[code]
        begin = end - timedelta(days=takes[code]) if end else None
        found[code] = begin
        for each in first[code]:
            earlier = ends[each]
            if begin is not None and (earlier is None or begin < earlier):
                ends[each] = begin
    return found


def _must_end(item: Requirement, leaves_on: date | None, on: date) -> date | None:
    """Its own last day as long as that is to come; then, when it holds up leaving, the day of leaving itself."""
    if not item.holds(DEPART) or leaves_on is None:
        return item.by
    return min(item.by, leaves_on) if item.by is not None and item.by >= on else leaves_on
