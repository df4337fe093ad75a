"""Who lost a place or a bed, or never had one, and what of it still holds: where a repair begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.matching.queries.boards import Row, board_rows, fell

FELL = ("place_withdrawn", "home_withdrawn", "refused")


@dataclass(frozen=True, slots=True)
class Broken:
    """`lost`: stay → place and home that it had and that still hold, 0 for none. `live`: those with a match to free."""

    lost: dict[int, tuple[int, int]]
    live: frozenset[int]


def broken(board: Board) -> Broken:
    """Those whom a repair is for: without anything, or with a match that fell away or that somebody refused."""
    rows = [row for row in board_rows(board) if row.state in ("none", "fallen", "refused")]
    ended = _ended([row.mobility.pk for row in rows if row.match is None])
    lost = {}
    for row in rows:
        match = row.match or ended.get(row.mobility.pk)
        lost[row.mobility.pk] = _holds(match, _why(row, match)) if match else (0, 0)
    return Broken(lost, frozenset(row.mobility.pk for row in rows if row.match))


def _ended(stays: Iterable[int]) -> dict[int, Match]:
    """The last match of each, when it ended because something fell away."""
    rows = Match.objects.filter(mobility__in=list(stays), end_code__in=FELL).select_related("room")
    return {match.mobility_id: match for match in rows.prefetch_related("answers").order_by("ended_at", "pk")}


def _why(row: Row, match: Match | None) -> set[str]:
    """Codes of what fell away."""
    if match is None:
        return set()
    answers = row.answers if row.match else match.answers.all()
    noes = [answer.party for answer in answers if answer.what == Answer.What.NO]
    about = {rules.no_is_about(party, row.mobility.direction) for party in noes}
    return {row.fallen or match.end_code, *(("place_withdrawn",) if about & {"company", "place"} else ()),
            *(("home_withdrawn",) if "home" in about else ())}  # fmt: skip


def _holds(match: Match, fell: set[str]) -> tuple[int, int]:
    place = 0 if "place_withdrawn" in fell else match.placement_id or 0
    home = 0 if "home_withdrawn" in fell or match.room is None else match.room.home_id
    return place, home


def gone(matches: Iterable[Match]) -> dict[int, str]:
    """Of those that hold no longer: why. Somebody said no, or what it joins was withdrawn or given back."""
    rows = {match.pk: match for match in matches}
    refused = Answer.objects.filter(match__in=rows, what=Answer.What.NO, match__state="asked").order_by()
    found = dict.fromkeys(refused.values_list("match", flat=True), "refused")
    return found | fell(rows.values())
