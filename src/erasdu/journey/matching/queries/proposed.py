"""What a proposal says for one learner, beside what is there."""

from __future__ import annotations

from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.boards import latest, takes_away
from erasdu.journey.matching.queries.common import HOSTS
from erasdu.journey.matching.queries.reasons import Alternative, at, place_free
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Learner
from erasdu.journey.mobilities.models import Mobility


def proposed(board: Board, stay: Mobility, match: Match | None) -> Line | None:
    """What the latest proposal has for a learner, as long as it says something else than what is there."""
    newest = latest(board)
    if newest is None or (match is not None and match.state == "confirmed"):
        return None
    line = newest.lines.filter(mobility=stay).exclude(placement=None).select_related(*HOSTS, "proposal").first()
    same = line is not None and match is not None and where(line) == (match.placement_id, match.room_id)
    return None if same else line


def emptied(board: Board, match: Match) -> Line | None:
    """The line of the latest proposal that takes this match away and gives nothing else."""
    newest = latest(board)
    line = newest.lines.filter(mobility=match.mobility_id).first() if newest else None
    return line if newest and line and takes_away(line, match, newest) else None


def is_so(option: Alternative, other: Match | Line | None) -> bool:
    """Whether it is what the learner has already, or what stands in the proposal beside it, in whichever room."""
    if other is None or other.room is None:
        return False
    return (option.why.place.pk, option.why.bed.home) == (other.placement_id, other.room.home_id)


def is_taken(world: World, learner: Learner, line: Line | Match) -> bool:
    """Of what this board knows: whether place or bed are not free for this learner alone."""
    place, bed = world.place.get(line.placement_id or 0), world.bed_of_room.get(line.room_id or 0)
    if place is not None and not place_free(world, place, learner):
        return True
    return bed is not None and line.room_id not in world.free_rooms(bed, at(learner, place))


def where(line: Line | None) -> tuple[int | None, int | None]:
    return (line.placement_id, line.room_id) if line else (None, None)
