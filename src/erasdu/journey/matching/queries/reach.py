"""What a board looks at: whose stays, on which days, in whose networks, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import by_name
from erasdu.journey.hosting.queries import PlacementFacts, UnitFacts
from erasdu.journey.matching import access
from erasdu.journey.matching.models import Board
from erasdu.journey.matching.queries import inputs
from erasdu.journey.matching.queries.lent import Lent
from erasdu.journey.matching.queries.spans import Spans
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import NEAR
from erasdu.kernel import geo
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period


def stays(board: Board) -> list[Mobility]:
    related = ("person", "sending", "receiving", "destination", "call", "traveller", "profile")
    return list(access.stays_on(board).select_related(*related).order_by("pk"))


def window(board: Board, stays: Iterable[Mobility], days: Spans) -> Period:
    periods = [inputs.stay_of(stay) for stay in stays]
    if periods:
        periods += days.every
    else:
        return Period(board.call.stay_from, board.call.stay_until)
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def keepers_of(board: Board) -> dict[int, str]:
    """Whose networks count: keeper → country. Abroad the partners in the countries of the destinations, here schools.

    Of a school's own board it is the school itself.
    """
    if board.receiving_id:
        return dict.fromkeys([board.receiving_id, *Lent.of(board).keepers], "BE")
    rows = Organisation.objects.filter(closed_at=None)
    if board.direction == Mobility.Direction.INCOMING:
        rows = rows.filter(kind__in=(Organisation.Kind.SCHOOL, Organisation.Kind.TRAINING_CENTRE))
    else:
        there = [board.destination.country] if board.destination else list(_countries(board))
        rows = rows.filter(kind=Organisation.Kind.PARTNER, country__in=there)
    return dict(rows.values_list("pk", "country"))


def _countries(board: Board) -> set[str]:
    return set(board.call.destinations.values_list("country", flat=True))


def towns(
    facts: Iterable[PlacementFacts | UnitFacts],
) -> tuple[dict[int, tuple[Position, str]], dict[int, str]]:
    """Where they lie, and in which region; and what they are called where they are."""
    ids = {each.town for each in facts if each.town}
    columns = ("pk", "latitude", "longitude", "region", "name")
    rows = list(Town.objects.filter(pk__in=ids).values_list(*columns))
    where = {pk: (Position(north, east), region) for pk, north, east, region, _name in rows}
    return where, {pk: name for pk, *_where, name in rows}


def near(board: Board, towns: Mapping[int, tuple[Position, str]]) -> Any:
    """Of a destination with a known town, what lies around it; what has no known town is left to a person."""
    centre = by_name(board.destination.place, board.destination.country) if board.destination else None
    if centre is None:
        return lambda town: True
    middle = Position(centre.latitude, centre.longitude)
    return lambda town: town not in towns or geo.great_circle_km(middle, towns[town][0]) <= NEAR
