"""Places and homes of the same name, told apart by what differs: occupation, town, days, how many, hours."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erasdu.ground.look import figures
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.models import Placement
from erasdu.journey.hosting.queries.facts import PlacementFacts, UnitFacts
from erasdu.journey.hosting.words.occupations import occupation_word


def places_apart(facts: Mapping[int, PlacementFacts], towns: Mapping[int, str]) -> dict[int, PlacementFacts]:
    """The same facts, with what differs behind the names that several have. `towns`: their names."""
    rows = _namesakes(list(facts.values()))
    things = [
        (
            each.name,
            [
                occupation_word(each.occupation),
                towns.get(each.town or 0, ""),
                _days([(one.first, one.last) for one in each.offers]),
                _many(max((one.places for one in each.offers), default=0)),
                _hours(each.schedule.starts_at, each.schedule.ends_at),
            ],
        )
        for each in rows
    ]
    named = {each.id: _named(each, words) for each, words in zip(rows, rules.told_apart(things), strict=True)}
    return {pk: named.get(pk, each) for pk, each in facts.items()}


def units_apart(units: Mapping[str, UnitFacts], towns: Mapping[int, str]) -> dict[str, UnitFacts]:
    """Beds of homes of the same name; those of one home are called after it as before."""
    homes: dict[int, list[UnitFacts]] = {}
    for each in units.values():
        homes.setdefault(each.unit.home, []).append(each)
    alike = {each.unit.home for each in _namesakes([own[0] for own in homes.values()])}
    homes = {home: own for home, own in homes.items() if home in alike}
    things = [
        (
            own[0].name,
            [
                towns.get(own[0].town or 0, ""),
                _days([(one.first, one.last) for one in own[0].nights]),
                _beds(sum(room.beds for each in own for room in each.rooms)),
            ],
        )
        for own in homes.values()
    ]
    words = dict(zip(homes, rules.told_apart(things), strict=True))
    return {key: _named(each, words.get(each.unit.home, "")) for key, each in units.items()}


def _namesakes(facts: Sequence[Any]) -> list[Any]:
    """Those of which the name is not theirs alone: of all others nobody needs to hear more."""
    called = Counter(each.name.casefold() for each in facts)
    return [each for each in facts if called[each.name.casefold()] > 1]


def with_what_differs(placements: Sequence[Any]) -> Sequence[Any]:
    """Places of one company, each with `differs`: what tells it from another for the same occupation."""
    things = [(each.occupation, _told(each)) for each in placements]
    for each, words in zip(placements, rules.told_apart(things), strict=True):
        each.differs = words
    return placements


def _told(placement: Placement) -> list[str]:
    periods = list(placement.periods.all())
    return [
        _days([(one.starts_on, one.ends_on) for one in periods]),
        _many(max((one.places for one in periods), default=0)),
        _hours(placement.starts_at, placement.ends_at),
    ]


def _named(facts: Any, words: str) -> Any:
    if not words:
        return facts
    return replace(facts, name=f"{facts.name} {words}" if words.startswith("(") else f"{facts.name} ({words})")


def _days(periods: Iterable[tuple[date, date]]) -> str:
    return ", ".join(f"{figures.day_short(first)} – {figures.day_short(last)}" for first, last in periods)


def _many(number: int) -> str:
    return ngettext("%(number)d place", "%(number)d places", number) % {"number": number} if number else ""


def _beds(number: int) -> str:
    return ngettext("%(number)d bed", "%(number)d beds", number) % {"number": number}


def _hours(starts: time | None, ends: time | None) -> str:
    if starts is None or ends is None:
        return _("no hours told")
    as_read = "%H.%M" if (get_language() or "nl").startswith("nl") else "%H:%M"
    return f"{starts:{as_read}}–{ends:{as_read}}"
