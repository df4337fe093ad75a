"""What a host sees of itself: what it offers now, what it offered before, and what it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Ask, Company, Home, HomePeriod, Placement, Room
from erasdu.journey.hosting.queries.asking import calls_to_ask
from erasdu.journey.hosting.queries.capacity import live
from erasdu.kernel.periods import Period

LONGEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Window:
    """When learners come. `call` is None when nobody asked and no call is known: then any day of the next year."""

    call: Call | None
    period: Period


def ask_of(row: Company | Home) -> Ask | None:
    """The newest question to this host, answered or not."""
    return row.asks.select_related("campaign__call", "campaign__by", "campaign__keeper").order_by("-pk").first()


def window_of(row: Company | Home, ask: Ask | None, on: date) -> Window:
    """Of the newest question when that lies ahead, else of the next call, else the year to come."""
    if ask is not None and ask.campaign.call.stay_until >= on:
        call = ask.campaign.call
        return Window(call, Period(call.stay_from, call.stay_until))
    for call in calls_to_ask(row.keeper, on):
        return Window(call, Period(call.stay_from, call.stay_until))
    return Window(None, Period(on, on + LONGEST_AHEAD))


def places_in(company: Company, window: Period) -> list[Placement]:
    """Places that are offered with a day in the window, with their periods."""
    inside = Q(periods__starts_on__lte=window.end, periods__ends_on__gte=window.start)
    rows = company.placements.filter(inside, state=Placement.State.OFFERED).distinct()
    return list(rows.prefetch_related("periods").select_related("mentor").order_by("pk"))


def places_before(company: Company, window: Period) -> list[Placement]:
    """What can be offered again in one step: of each occupation the last, unless it is offered in the window."""
    now = {row.occupation for row in places_in(company, window)}
    rows = company.placements.annotate(last=Max("periods__ends_on")).filter(last__lt=window.start)
    found: dict[str, Placement] = {}
    for row in rows.prefetch_related("periods").order_by("-last", "-pk"):
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


def beds_in(home: Home, window: Period) -> Beds:
    periods = list(home.periods.all())
    inside = tuple(each for each in periods if each.starts_on <= window.end and each.ends_on >= window.start)
    return Beds(tuple(home.rooms.all()), inside, bool(periods) and not inside)


def booked(row: Placement | Home, window: Period) -> int:
    """How many learners count on it in the window."""
    of = Q(placement=row) if isinstance(row, Placement) else Q(room__home=row)
    taken = live().filter(of, starts_on__lte=window.end, ends_on__gte=window.start)
    return int(taken.aggregate(number=Count("mobility", distinct=True))["number"])
