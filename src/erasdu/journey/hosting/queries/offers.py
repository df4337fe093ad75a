"""What a host sees of itself: what it was asked, and of each time what it offers, offered before, and promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Ask, Company, Home, HomePeriod, Placement, PlacementPeriod, Room
from erasdu.journey.hosting.queries.asking import calls_to_ask
from erasdu.journey.hosting.queries.capacity import live
from erasdu.journey.hosting.rules.asking import a_year_before, joined
from erasdu.kernel.periods import Period

LONGEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Window:
    """When learners come. `call` is None when none is known for these days; `ask`: what the host was asked for it."""

    call: Call | None
    period: Period
    ask: Ask | None = None

    @property
    def key(self) -> str:
        """For an address."""
        return self.call.key if self.call else self.period.end.isoformat()


def windows_of(row: Company | Home, on: date, first: Ask | None = None) -> list[Window]:
    """What this host is asked, offers or promised from today on; what comes first is what it answers now.

    `first`: what somebody answers for it on the telephone. Else the newest question without an answer, else the newest
    one. Who was asked nothing that still comes answers for the next call, else for any day of the year to come.
    """
    asked = _asked(row, on, first)
    asked.sort(key=lambda each: (each.ask != first, each.ask is None or each.ask.answer != Ask.Answer.NONE))
    calls = [Window(call, _days_of(call)) for call in calls_to_ask(row.keeper, on)]
    known = {each.call for each in asked}
    others = [each for each in calls if each.call not in known]
    spans = _spans(row, on)
    now = [*asked, *others][:1] or [Window(None, Period(on, on + LONGEST_AHEAD))]
    rest = [each for each in [*asked, *others] if each not in now and (each.ask or _holds(each, spans))]
    listed = now + rest
    apart = joined(span for span in spans if not any(each.period.overlaps(span) for each in listed))
    return listed + [Window(None, span) for span in apart]


def ask_of(row: Company | Home) -> Ask | None:
    """The newest question to this host, answered or not."""
    return row.asks.select_related("campaign__call", "campaign__by", "campaign__keeper").order_by("-pk").first()


def _asked(row: Company | Home, on: date, first: Ask | None) -> list[Window]:
    """One for each call that still comes, with the newest question (or that of the telephone), the newest first."""
    asks = row.asks.select_related("campaign__call", "campaign__by", "campaign__keeper").order_by("-pk")
    found: dict[int, Window] = {}
    for ask in asks.filter(campaign__call__stay_until__gte=on):
        call = ask.campaign.call
        if call.pk not in found or ask == first:
            found[call.pk] = Window(call, _days_of(call), ask)
    return list(found.values())


def _days_of(call: Call) -> Period:
    return Period(call.stay_from, call.stay_until)


def _holds(window: Window, spans: Sequence[Period]) -> bool:
    return any(window.period.overlaps(span) for span in spans)


def _spans(row: Company | Home, on: date) -> list[Period]:
    """When it offers something, or somebody counts on it, from today on."""
    if isinstance(row, Company):
        offered = Q(placement__company=row, placement__state=Placement.State.OFFERED)
        periods: QuerySet[Any] = PlacementPeriod.objects.filter(offered)
        taken = live().filter(placement__company=row)
    else:
        periods = row.periods.all()
        taken = live().filter(room__home=row)
    rows = {*periods.values_list("starts_on", "ends_on"), *taken.values_list("starts_on", "ends_on")}
    return [Period(max(first, on), last) for first, last in sorted(rows) if last >= on]


def places_in(company: Company, window: Period) -> list[Placement]:
    """Places that are offered with a day in the window, with their periods."""
    inside = Q(periods__starts_on__lte=window.end, periods__ends_on__gte=window.start)
    rows = company.placements.filter(inside, state=Placement.State.OFFERED).distinct()
    return list(rows.prefetch_related("periods").select_related("mentor").order_by("pk"))


def places_before(company: Company, window: Period) -> list[Placement]:
    """What can be offered again in one step, unless it is offered in the window: of each occupation that of a year ago,
    else the last."""
    now = {row.occupation for row in places_in(company, window)}
    rows = company.placements.annotate(first=Min("periods__starts_on"), last=Max("periods__ends_on"))
    rows = rows.filter(last__lt=window.start).prefetch_related("periods").order_by("-last", "-pk")
    found: dict[str, Placement] = {}
    for row in sorted(rows, key=lambda each: not a_year_before(each.first, window.start)):
        if row.occupation not in now:
            found.setdefault(row.occupation, row)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Beds:
    """The rooms of a home, and whether it is open in the window. `before`: it was open at another time."""

    rooms: tuple[Room, ...]
    nights: tuple[HomePeriod, ...]
    before: bool

    @property
    def number(self) -> int:
        return sum(room.beds for room in self.rooms)

    def within(self, window: Period) -> Period:
        """The nights of the window for which it is open as one stretch, else the window."""
        if len(self.nights) != 1:
            return window
        return Period(max(window.start, self.nights[0].starts_on), min(window.end, self.nights[0].ends_on))


def beds_in(home: Home, window: Period) -> Beds:
    periods = list(home.periods.all())
    inside = tuple(each for each in periods if each.starts_on <= window.end and each.ends_on >= window.start)
    return Beds(tuple(home.rooms.all()), inside, bool(periods) and not inside)


def booked(row: Placement | Company | Home, window: Period) -> int:
    """How many learners count on it in the window."""
    columns = {Placement: "placement", Company: "placement__company", Home: "room__home"}
    of = {columns[type(row)]: row}
    taken = live().filter(**of, starts_on__lte=window.end, ends_on__gte=window.start)
    return int(taken.aggregate(number=Count("mobility", distinct=True))["number"])
