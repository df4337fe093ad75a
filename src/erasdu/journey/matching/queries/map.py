"""What the map of a board draws: places and beds, joined by a line for each learner."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erasdu.ground.places.queries import Line as Way
from erasdu.ground.places.queries import Spot, map_svg
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.boards import board_rows
from erasdu.journey.mobilities.models import Mobility


@dataclass(frozen=True, slots=True)
class BoardMap:
    svg: SafeString
    rows: list[tuple[Mobility, Match | Line]]
    unknown: int  # places and beds of which the town is not known
    proposed: int  # of the rows, that are only in the proposal


def map_of(board: Board) -> BoardMap:
    """Places and beds joined by a line for each learner: what is there, and for the others what was proposed."""
    found = [each for each in board_rows(board) if each.match or (each.line and each.line.placement_id)]
    rows: list[tuple[Mobility, Match | Line]] = [(each.mobility, each.match or each.line) for each in found]  # type: ignore[misc]
    spots, ways, unknown = [], [], 0
    for _stay, match in rows:
        place = match.placement.company.town if match.placement else None
        bed = match.room.home.town if match.room else None
        unknown += sum((match.placement is not None and place is None, match.room is not None and bed is None))
        for town, kind in ((place, "place"), (bed, "bed")):
            if town is not None:
                spots.append(Spot(town.position, kind, str(town)))
        if place and bed:
            ways.append(Way(place.position, bed.position))
    drawn = map_svg(list(dict.fromkeys(spots)), ways, title=_("Places and beds")) if spots else SafeString("")
    return BoardMap(drawn, rows, unknown, sum(each.match is None for each in found))
