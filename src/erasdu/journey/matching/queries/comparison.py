"""Two proposals beside each other: who goes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from erasdu.journey.matching.models import Board, Line, Proposal
from erasdu.journey.matching.queries.changed import line_against
from erasdu.journey.matching.queries.common import HOSTS
from erasdu.journey.matching.queries.proposed import where
from erasdu.journey.matching.queries.reasons import knows_checks
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Moved:
    """One learner in two proposals; either side may be without place.

    `against`: why the newer one can no longer be had; `knows`: who looks may read what was seen of that home.
    """

    mobility: Mobility
    before: Line | None
    after: Line | None
    against: tuple[str, ...] = ()
    knows: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    after: Proposal
    before: Proposal
    moved: list[Moved]
    same: int
    lines_after: list[Line]
    lines_before: list[Line]

    @property
    def repair(self) -> bool:
        """A repair holds only lines of who must move."""
        return Proposal.Made.REPAIR in (self.after.made, self.before.made)

    @property
    def same_learners(self) -> bool:
        """Else their points say nothing of which is better: more learners have more against them."""
        return {line.mobility_id for line in self.lines_after} == {line.mobility_id for line in self.lines_before}

    @property
    def placed_after(self) -> int:
        return sum(line.placement_id is not None for line in self.lines_after)

    @property
    def placed_before(self) -> int:
        return sum(line.placement_id is not None for line in self.lines_before)

    @property
    def minutes_after(self) -> float | None:
        return _mean(self.lines_after)

    @property
    def minutes_before(self) -> float | None:
        return _mean(self.lines_before)


def comparison(board: Board, actor: Actor) -> Comparison | None:
    """The last two proposals; None while there are fewer. As many queries whatever the number of learners."""
    last = list(board.proposals.order_by("-number")[:2])
    if len(last) < 2:
        return None
    after, before = last
    lines: dict[int, dict[int, Line]] = {after.pk: {}, before.pk: {}}
    for line in Line.objects.filter(proposal__in=last).select_related(*HOSTS, "mobility__person"):
        lines[line.proposal_id][line.mobility_id] = line
    moved, same = list[Moved](), 0
    repair = after.made == Proposal.Made.REPAIR
    for pk in sorted(lines[after.pk] if repair else {*lines[after.pk], *lines[before.pk]}):
        new, old = lines[after.pk].get(pk), lines[before.pk].get(pk)
        if where(new) == where(old):
            same += 1
        else:
            moved.append(Moved((new or old).mobility, old, new))  # type: ignore[union-attr]
    against = line_against(board, [each.after for each in moved if each.after])
    moved = [
        replace(each, against=against[each.mobility.pk], knows=_knows(actor, each.after))
        if each.mobility.pk in against
        else each
        for each in moved
    ]
    return Comparison(after, before, moved, same, list(lines[after.pk].values()), list(lines[before.pk].values()))


def _knows(actor: Actor, line: Line | None) -> bool:
    return line is not None and line.room is not None and knows_checks(actor, line.room.home.keeper_id)


def _mean(lines: list[Line]) -> float | None:
    minutes = [line.minutes for line in lines if line.minutes is not None]
    return sum(minutes) / len(minutes) if minutes else None
