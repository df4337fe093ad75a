"""What came free on a board because somebody does not go any more, and who is next for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from erasdu.journey.admissions import queries as admissions
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.states import ACCEPTED, NOMINATED
from erasdu.kernel.actor import Actor

MOST = 8


@dataclass(frozen=True, slots=True)
class Freed:
    """A place and a bed that somebody leaves; either may be unknown."""

    who: str
    place: str
    bed: str


@dataclass(frozen=True, slots=True)
class Following:
    """Who comes next. `how`: as `admissions` says it; of who comes here nominated or accepted.

    `school`: key of the school that has the reserve; `file`: key of a candidate file or nomination.
    """

    who: str
    of: str
    how: str
    by: date | None = None
    school: str = ""
    file: str = ""

    @property
    def is_proposed(self) -> bool:
        return self.how in ("waiting", "reserve", "nominated")


@dataclass(frozen=True, slots=True)
class Reserve:
    """`unnamed`: how many more come next, of whom the reader is told no name."""

    freed: Sequence[Freed]
    following: Sequence[Following]
    unnamed: int = 0


def reserve(board: Board, actor: Actor, *, at: datetime) -> Reserve:
    rows = Match.objects.filter(end_code="stay_cancelled", mobility__call=board.call_id)
    rows = rows.filter(mobility__direction=board.direction).select_related(
        "mobility__person", "placement__company__organisation", "room__home"
    )
    if board.destination_id:
        rows = rows.filter(mobility__destination=board.destination_id)
    if board.receiving_id:
        rows = rows.filter(mobility__receiving=board.receiving_id)
    ended = list(rows.order_by("-ended_at", "pk")[:MOST])
    freed, since = [_freed(match) for match in ended], [match.mobility.cancelled_at for match in ended]
    incoming = board.direction == Mobility.Direction.INCOMING
    first = min((moment for moment in since if moment), default=at)
    if not incoming:
        return Reserve(freed, _in_line(board, at, first))
    waiting = _nominated(board)
    if not actor.is_coordinator:  # a school knows only the nominees that were given to it
        return Reserve(freed, (), waiting.count())
    return Reserve(freed, [_follows(row) for row in waiting.select_related("mobility__person", "partner")[:MOST]])


def _freed(match: Match) -> Freed:
    place = match.placement.company.organisation.name if match.placement else ""
    return Freed(str(match.mobility.person), place, match.room.home.name if match.room else "")


def _in_line(board: Board, at: datetime, since: datetime) -> list[Following]:
    """Who got a place that came free `since` stands first; then who is next for what is free still."""
    given = admissions.granted_since(board.call, since)
    known = {each.candidacy.pk for each in given}
    later = admissions.next_in_line(board.call, at) or admissions.standing_by(board.call)
    return [
        Following(
            str(each.candidacy.learner), each.candidacy.school.name, each.how, each.by, each.candidacy.school.key,
            each.file.key if each.file else "",
        )
        for each in [*given, *(each for each in later if each.candidacy.pk not in known)][:MOST]
    ]  # fmt: skip


def _nominated(board: Board) -> QuerySet[Nomination]:
    """In the order in which partners nominated: those without a yes, and those who have no school yet."""
    rows = Nomination.objects.filter(call=board.call, mobility__receiving=None, mobility__cancelled_at=None)
    return rows.filter(state__in=(ACCEPTED, NOMINATED)).order_by("state", "nominated_at", "pk")


def _follows(row: Nomination) -> Following:
    return Following(str(row.mobility.person), row.partner.name, row.state, file=row.key)
