"""How places and homes of the same name are called on a board, so that nobody takes one for the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from erasdu.journey.hosting.models import Company, Home
from erasdu.journey.hosting.queries import placement_facts, places_apart, unit_facts, units_apart
from erasdu.journey.matching.queries.boards import Row


@dataclass(frozen=True, slots=True)
class Apart:
    """Placement → and home → its name with what differs: only those of which the name is not theirs alone."""

    places: Mapping[int, str] = field(default_factory=dict)
    homes: Mapping[int, str] = field(default_factory=dict)


def told_apart(rows: Iterable[Row]) -> Apart:
    """Of what the rows show. Three queries for places and three for homes, none where all are called differently."""
    shown = [each for row in rows for each in (row.match, row.line if row.differs else None) if each is not None]
    placements = {each.placement.pk: each.placement for each in shown if each.placement}
    rooms = {each.room.pk: each.room for each in shown if each.room}
    homes = {room.home_id: room.home for room in rooms.values()}
    towns = _towns([*(each.company for each in placements.values()), *homes.values()])
    places = placement_facts(_alike({pk: each.company.organisation.name for pk, each in placements.items()}))
    units = {f"{each.unit.home}.{min(each.unit.rooms)}": each for each in unit_facts(_alike(_called(homes)))}
    return Apart(
        {pk: each.name for pk, each in places_apart(places, towns).items()},
        {each.unit.home: each.name for each in units_apart(units, towns).values()},
    )


def _called(homes: Mapping[int, Home]) -> dict[int, str]:
    return {pk: each.name for pk, each in homes.items()}


def _alike(names: Mapping[int, str]) -> list[int]:
    called = Counter(name.casefold() for name in names.values())
    return [pk for pk, name in names.items() if called[name.casefold()] > 1]


def _towns(hosts: Iterable[Company | Home]) -> dict[int, str]:
    return {each.town.pk: each.town.name for each in hosts if each.town}
