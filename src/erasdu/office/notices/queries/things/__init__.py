"""What waits now, of every step, with what a mail may say of it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from erasdu.kernel.memory import remembering
from erasdu.office.notices.models import Planned, Waiting
from erasdu.office.notices.queries.things import departures, hosts
from erasdu.office.notices.queries.things.answers import to_answer
from erasdu.office.notices.queries.things.calls import places, returned, to_enrol
from erasdu.office.notices.queries.things.departures import to_depart
from erasdu.office.notices.queries.things.dossiers import to_hand_in
from erasdu.office.notices.queries.things.ending import with_ends
from erasdu.office.notices.queries.things.hosts import of_plans
from erasdu.office.notices.queries.things.lost import came_back
from erasdu.office.notices.queries.things.papers import to_sign
from erasdu.office.notices.queries.things.persons import addresses_of, readers_of, seconds_of
from erasdu.office.notices.queries.things.sessions import invitations
from erasdu.office.notices.queries.things.thing import Thing, with_since
from erasdu.office.notices.queries.things.views import to_give

__all__ = ["Thing", "addresses_of", "readers_of", "seconds_of", "things", "things_later", "turning", "waits_since"]

Source = Callable[[date, Collection[int] | None], list[Thing]]
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
TURNING = ("candidacies.candidacy", "mobilities.mobility", "agreements.learningplan")


def turning(on: date, last: date) -> set[date]:
    """The days until `last` on which something begins to wait of which nothing waits before."""
    return departures.turning(on, last) | hosts.turning(on, last)


def things_later(day: date, before: Mapping[str, Thing]) -> dict[str, Thing]:
    """What waits on a day to come if nobody does anything, from what waits before it, with since when it does."""
    since = {key: thing.item.since for key, thing in before.items()}
    turned = [thing for kind in TURNING for thing in SOURCES[kind](day, None)]
    kept = [thing for thing in before.values() if thing.item.kind not in TURNING]
    return {thing.item.key: thing for thing in [*kept, *_dated(turned, day, since)]}


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
    return _dated(found, on, waits_since())


def _dated(found: list[Thing], on: date, known: Mapping[str, date]) -> list[Thing]:
    """With the day since when each waits, where its step does not know it: the first whose mails can say it.

    And with the last one on which it does.
    """
    first = on
    if Planned.objects.filter(on=on).exists():
        first += timedelta(days=1)
    return [
        thing if thing.item.since != date.max else with_since(thing, known.get(thing.item.key, first))
        for thing in with_ends(found)
    ]


def waits_since() -> dict[str, date]:
    rows = Waiting.objects.values_list("what", "about_kind", "about_pk", "since")
    return {f"{what}:{kind}:{pk}": since for what, kind, pk, since in rows}
