"""What waits now, of every step, with what a mail may say of it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Protocol

from erasdu.kernel.memory import remembering
from erasdu.office.notices.models import Planned, Waiting
from erasdu.office.notices.queries.stops import stops, with_stops
from erasdu.office.notices.queries.things import departures, hosts
from erasdu.office.notices.queries.things.answers import to_answer
from erasdu.office.notices.queries.things.calls import places, returned, to_enrol
from erasdu.office.notices.queries.things.departures import Departures, to_depart
from erasdu.office.notices.queries.things.dossiers import Files, to_hand_in
from erasdu.office.notices.queries.things.ending import all_ends, ends_of, with_ends
from erasdu.office.notices.queries.things.hosts import Plans, of_plans
from erasdu.office.notices.queries.things.lost import came_back
from erasdu.office.notices.queries.things.papers import to_sign
from erasdu.office.notices.queries.things.persons import addresses_of, numbers_of, readers_of, seconds_of
from erasdu.office.notices.queries.things.sessions import invitations
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing, with_since
from erasdu.office.notices.queries.things.views import to_give

__all__ = [
    "Ahead",
    "Thing",
    "addresses_of",
    "numbers_of",
    "readers_of",
    "seconds_of",
    "things",
    "things_later",
    "turning",
    "waits_since",
]

Source = Callable[[date, Collection[int] | None], list[Thing]]


class Turning(Protocol):
    """What waits on one of the days for which it was read."""

    def things(self, on: date) -> list[Thing]: ...


# What it is about → who knows. A thing names its source by its kind, so that it can be asked for again.
SOURCES: Mapping[str, Source] = {
    "paperwork.signer": to_sign,
    "candidacies.candidacy": to_hand_in,
    "mobilities.mobility": to_depart,
    "calls.call": to_enrol,
    "admissions.place": places,
    "admissions.candidatefile": returned,
    "meetings.invitation": invitations,
    "people.person": came_back,
    "selection.input": to_give,
    "agreements.learningplan": of_plans,
    "matching.answer": to_answer,
}

# With the days, what these ask is otherwise by itself.
TURNING: Mapping[str, Callable[[date, date], Turning]] = {
    "candidacies.candidacy": Files,
    "mobilities.mobility": Departures,
    "agreements.learningplan": Plans,
}


def turning(on: date, last: date) -> set[date]:
    """The days until `last` on which something begins to wait of which nothing waits before."""
    return departures.turning(on, last) | hosts.turning(on, last)


class Ahead:
    """What waits on each of the days from `first` until `last` if nobody does anything, read once for all of them."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.turning = {kind: read(first, last) for kind, read in TURNING.items()}
        self.ends, self.planned, self.stops = all_ends(), _planned(first, last), stops()
        self.kept: dict[tuple[int, date], tuple[Thing, Thing]] = {}  # by number, with the thing whose number it is

    def things(self, day: date, before: Mapping[str, Thing]) -> dict[str, Thing]:
        """On that day, from what waits before it, with since when it does. No query.

        What is the same thing as before is that very one.
        """
        if not self.first <= day <= self.last:
            raise ValueError(f"It was read from {self.first} until {self.last}, not for {day}.")
        kept = [thing for thing in before.values() if thing.item.kind not in TURNING]
        turned = [thing for kind in TURNING for thing in self.turning[kind].things(day)]
        dated = [self._dated(thing, day, before) for thing in turned]
        return {thing.item.key: thing for thing in [*kept, *dated]}

    def _dated(self, thing: Thing, day: date, before: Mapping[str, Thing]) -> Thing:
        there = before.get(thing.item.key)
        since = there.item.since if there else _first(day, self.planned)
        if (id(thing), since) not in self.kept:
            (ended,) = with_stops(with_ends([thing], self.ends), self.stops)
            self.kept[id(thing), since] = thing, ended if ended.item.since != UNKNOWN else with_since(ended, since)
        return self.kept[id(thing), since][1]


def things_later(day: date, before: Mapping[str, Thing]) -> dict[str, Thing]:
    """The same of one day."""
    return Ahead(day, day).things(day, before)


@remembering()
def things(on: date, keys: Collection[str] | None = None) -> list[Thing]:
    """All that waits on that day; or, of these keys, what still does. Constant in queries."""
    found: list[Thing] = []
    for kind, source in SOURCES.items():
        pks = None if keys is None else {int(key.split(":")[2]) for key in keys if key.split(":")[1] == kind}
        if pks is None or pks:
            found += source(on, pks)
    if keys is not None:
        found = [thing for thing in found if thing.item.key in keys]
    return _begun(found, on)


@remembering()
def things_ahead(on: date, last: date) -> tuple[list[Thing], Ahead]:
    """All that waits on that day, and what it comes from on the days until the last one."""
    ahead = Ahead(on, last)
    found = (
        ahead.turning[kind].things(on) if kind in TURNING else source(on, None) for kind, source in SOURCES.items()
    )
    return _begun([thing for each in found for thing in each], on), ahead


def _begun(found: list[Thing], on: date) -> list[Thing]:
    """With the day since when each waits, where its step does not know it: the first whose mails can say it.

    And with the last one on which it does, and the rows that tell nobody of it any more.
    """
    known, first = waits_since(), _first(on, _planned(on, on))
    return [
        thing if thing.item.since != UNKNOWN else with_since(thing, known.get(thing.item.key, first))
        for thing in with_stops(with_ends(found, ends_of(found)), stops())
    ]


def _first(on: date, planned: Collection[date]) -> date:
    """The first day on which what begins to wait is said: the mails of that day may have gone."""
    return on + timedelta(days=on in planned)


def _planned(first: date, last: date) -> set[date]:
    """The days whose mails went."""
    return set(Planned.objects.filter(on__range=(first, last)).values_list("on", flat=True))


def waits_since() -> dict[str, date]:
    rows = Waiting.objects.values_list("what", "about_kind", "about_pk", "since")
    return {f"{what}:{kind}:{pk}": since for what, kind, pk, since in rows}
