"""Who can be asked, and who confirmed to whom all said yes: the same as the actions ask, before anybody presses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from erasdu.journey.matching import access
from erasdu.journey.matching.models import Board
from erasdu.journey.matching.queries.asked import taken_back_of
from erasdu.journey.matching.queries.boards import Row
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Verdict, no


def held_back(board: Board, rows: Sequence[Row], actor: Actor, on: date) -> dict[int, Verdict]:
    """Stay → why a match to which all said yes cannot be confirmed yet; what no longer fits stands in its row already.

    Nothing is read where nobody is that far; else as many queries for three hundred as for one.
    """
    agreed = [row for row in rows if row.match is not None and row.state == "agreed" and not row.against]
    answers = {row.match: [answer.what for answer in row.answers] for row in agreed if row.match is not None}
    said = access.may_confirm_all(actor, board, answers, on)
    unread = taken_back_of(answers, on)
    found = {}
    for match in answers:
        verdict = said[match.pk] if not said[match.pk] or match.pk not in unread else no("match_not_shared")
        if not verdict:
            found[match.mobility_id] = verdict
    return found


def askable(rows: Sequence[Row]) -> int:
    """How many proposed learners everybody can be asked about: with place and bed, on days that their call allows."""
    return sum(
        row.match is not None
        and row.state == "proposed"
        and not row.against
        and None not in (row.match.placement_id, row.match.room_id)
        and not row.without_days
        for row in rows
    )
