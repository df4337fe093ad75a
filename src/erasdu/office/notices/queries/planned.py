"""The plan of a day and of the next weeks, with what it says: one function for the page and for the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from erasdu.ground.people.models import Person
from erasdu.ground.prepared import Prepared
from erasdu.kernel.memory import remembering
from erasdu.office.notices import rules
from erasdu.office.notices.models import Decision, News, Planned
from erasdu.office.notices.queries.still import still_news
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import (
    Ahead,
    Thing,
    readers_of,
    things_ahead,
    turning,
)

LOOK_BACK = timedelta(days=60)
DAYS = 30
AGAIN = "notices.lacking"  # the work that makes once more the mails of a day that could not be made


@dataclass(frozen=True, slots=True)
class World:
    """All that a plan is made from, read once. `later`: from when what waits is otherwise, if nobody does anything.

    `ahead`: what can be foreseen without reading again.
    """

    things: Mapping[str, Thing]
    news: Mapping[int, News]
    readers: Mapping[int, rules.Reader]
    decisions: Mapping[tuple[int, date], rules.Decision]
    planned: frozenset[date]
    later: Sequence[tuple[date, Mapping[str, Thing]]] = ()
    ahead: Ahead | None = field(default=None, compare=False, repr=False)

    @property
    def items(self) -> list[rules.Item]:
        return [thing.item for thing in self.things.values()]

    @property
    def told(self) -> list[rules.News]:
        return [rules.News(pk, one.person_id) for pk, one in self.news.items()]

    def things_on(self, day: date) -> Mapping[str, Thing]:
        return next((waiting for begins, waiting in reversed(self.later) if begins <= day), self.things)

    @property
    def every(self) -> list[Mapping[str, Thing]]:
        """What waits today, and each time that it is otherwise."""
        return [self.things, *(waiting for _day, waiting in self.later)]


def world(on: date, days: int = 0) -> World:
    """What waits on that day, the news that wait, who reads, and what was decided. Constant in queries.

    `days`: so many more can be foreseen without reading again.
    """
    found, ahead = things_ahead(on, on + timedelta(days=days))
    waiting = {thing.item.key: thing for thing in found}
    told = news()
    decided = Decision.objects.filter(on__gte=on - LOOK_BACK)
    decisions = {(row.person_id, row.on): decision_of(row) for row in decided}
    gone = Planned.objects.filter(on__gte=on - LOOK_BACK).values_list("on", flat=True)
    return World(waiting, told, readers_of(_persons([waiting], told)), decisions, frozenset(gone), ahead=ahead)


@remembering()
def foreseen(found: World, on: date, days: int = DAYS) -> World:
    """With what waits otherwise by itself on a later day: a last day passes, a session was held, somebody leaves."""
    last, later, before = on + timedelta(days=days), list[tuple[date, Mapping[str, Thing]]](), found.things
    ahead = found.ahead if found.ahead and found.ahead.first == on and found.ahead.last >= last else Ahead(on, last)
    turns = {day + timedelta(days=1) for thing in before.values() for day in _turns(thing) if on <= day < last}
    for day in sorted(turns | turning(on, last)):
        before = ahead.things(day, before)
        later.append((day, before))
    found = replace(found, later=later)
    return replace(found, readers=readers_of(_persons(found.every, found.news)))


def only_for(person: int, found: World) -> World:
    """The same with nobody else who reads: what one gets depends on no other."""
    return replace(found, readers={pk: reader for pk, reader in found.readers.items() if pk == person})


@remembering()
def moved_on(found: World, on: date) -> World:
    """What waits on a later day when nobody did anything since; a day that was read ahead is not read again."""
    ahead = found.ahead if found.ahead and found.ahead.first <= on <= found.ahead.last else Ahead(on, on)
    waiting = ahead.things(on, found.things)
    return replace(found, things=waiting, readers=readers_of(_persons([waiting], found.news)))


def _turns(thing: Thing) -> list[date]:
    """The days after which it is another thing, or none."""
    return [day for day in (thing.item.by, thing.item.until) if day is not None]


def _persons(waiting: Sequence[Mapping[str, Thing]], told: Mapping[int, News]) -> set[int]:
    read = {pk for each in waiting for thing in each.values() for pks in thing.item.readers.values() for pk in pks}
    return read | {one.person_id for one in told.values()}


UNTOLD = Prepared(lambda: News.objects.filter(digest=None).order_by("pk"))


def news() -> dict[int, News]:
    """What no digest took along yet, and is still so."""
    return {one.pk: one for one in still_news(UNTOLD.of())}


def decision_of(row: Decision) -> rules.Decision:
    return rules.Decision(row.kind, row.until, row.note, row.subject, row.body)


def plan(found: World, on: date) -> list[rules.Mail]:
    """The mails of that day."""
    return rules.plan(
        table(), found.items, found.told, found.readers, found.decisions, on=on, planned=found.planned - {on}
    )


def forecast(found: World, on: date, days: int = DAYS) -> list[rules.Mail]:
    """Those of the days to come, if nobody does anything; from tomorrow on when today's went."""
    start = on + timedelta(days=1) if on in found.planned else on
    shared = {id(waiting): [thing.item for thing in waiting.values()] for waiting in found.every}
    return rules.forecast(
        table(), lambda day: shared[id(found.things_on(day))], found.told, found.readers, found.decisions,
        start=start, days=days, planned=found.planned,
    )  # fmt: skip


def of_mail(found: World, mail: rules.Mail) -> tuple[list[Thing], list[News]]:
    """What stands in it."""
    return [found.things_on(mail.on)[due.item.key] for due in mail.dues], [found.news[pk] for pk in mail.news]


def persons_of(mails: Sequence[rules.Mail]) -> dict[int, Person]:
    return Person.objects.in_bulk({mail.person for mail in mails})


def is_planned(on: date) -> bool:
    return Planned.objects.filter(on=on).exists()
