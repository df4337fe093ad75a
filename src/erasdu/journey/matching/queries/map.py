"""What the map of a board draws: places and beds, joined by a line for each learner."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erasdu.ground.places.queries import Line as Way
from erasdu.ground.places.queries import Spot, map_svg
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.boards import Row, board_rows
from erasdu.journey.mobilities.models import Mobility


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a learner has, or (`proposed`) what the proposal has for them where that is something else; who has
    something and would get something else has one of each. `loses`: the proposal takes it away and gives nothing."""

    mobility: Mobility
    what: Match | Line
    proposed: bool = False
    loses: bool = False


@dataclass(frozen=True, slots=True)
class BoardMap:
    svg: SafeString
    rows: list[Drawn]
    unknown: int  # places and beds of which the town is not known

    @property
    def proposed(self) -> int:
        """Of the rows, that are only in the proposal."""
        return sum(each.proposed for each in self.rows)


def map_of(board: Board) -> BoardMap:
    """Places and beds joined by a line for each learner: what is there, and what is proposed where that is other."""
    rows = [drawn for each in board_rows(board) for drawn in _of(each)]
    spots, ways, unknown = [], [], 0
    for each in rows:
        place = each.what.placement.company.town if each.what.placement else None
        bed = each.what.room.home.town if each.what.room else None
        unknown += sum((each.what.placement is not None and place is None, each.what.room is not None and bed is None))
        for town, kind in ((place, "place"), (bed, "bed")):
            if town is not None:
                spots.append(Spot(town.position, kind, str(town)))
        if place and bed:
            ways.append(Way(place.position, bed.position, "proposed" if each.proposed else ""))
    drawn = map_svg(list(dict.fromkeys(spots)), ways, title=_("Places and beds")) if spots else SafeString("")
    return BoardMap(drawn, rows, unknown)


def _of(row: Row) -> list[Drawn]:
    found = [Drawn(row.mobility, row.match, loses=row.loses)] if row.match else []
    if row.line is not None and row.differs and not row.loses:
        found.append(Drawn(row.mobility, row.line, proposed=True))
    return found
