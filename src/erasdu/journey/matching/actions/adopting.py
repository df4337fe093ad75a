"""A proposal of the optimiser is taken over: what it changes ends, and what it gives is made, all at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.matching import access, queries
from erasdu.journey.matching.actions.boards import seen
from erasdu.journey.matching.actions.making import days_of, end_match, make_match
from erasdu.journey.matching.models import Board, Line, Match, Proposal
from erasdu.journey.matching.queries.asides import Kept
from erasdu.journey.matching.queries.world import World
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, Verdict, no


@transaction.atomic
def adopt(
    board: Board, proposal: Proposal, mobilities: Iterable[int] | None, *, revision: int, by: Actor, at: datetime
) -> list[tuple[Line, Verdict]]:
    """Take over a proposal, whole or for some learners; what it moves is let go first.

    Lines that could not be taken, each with why.

    A host that withdrew since, a bed that somebody took, or what was pinned or ruled out since keeps back its own line.
    Who had something and cannot have what is proposed keeps what they had, and so whoever would have had that. So does
    who would get nothing, when nobody is given what they have and no rule is against it.
    """
    access.may_decide(by, board).require()
    if proposal.board_id != board.pk:
        no("proposal_of_another_board").require()
    seen(board, revision)
    wanted = None if mobilities is None else set(mobilities)
    lines = [
        line
        for line in proposal.lines.select_related(
            "mobility__call", "mobility__destination", "placement", "room__home"
        ).order_by("mobility_id")  # who comes first is not left to the database
        if wanted is None or line.mobility_id in wanted
    ]
    now = queries.world(board)
    lines, left = _allowed(now, lines)
    without = list[Match]()
    aside = queries.set_aside(line.mobility_id for line in lines)
    while True:
        try:
            with transaction.atomic():
                lines, refused, without = _taken_over(board, now, lines, aside, by, at)
        except _Loses as loses:
            left += loses.lines
            losing = {line.pk for line, _why in loses.lines}
            lines = [line for line in lines if line.pk not in losing]
        else:
            left += refused
            break
    lacking = {line.pk for line, _why in left}
    taken = [line.mobility for line in lines if line.pk not in lacking]
    journal.record("match.adopted", subjects=[board, *taken], by=by, at=at, proposal=proposal.number)
    for match in without:
        told = {"match": match.pk, "was": match.state}
        journal.record("match.ended", subjects=[match.mobility, board], by=by, at=at, why="replaced", **told)
    return left


class _Loses(Exception):
    """Some would lose what they have and get nothing instead."""

    def __init__(self, lines: list[tuple[Line, Verdict]]) -> None:
        self.lines = lines


def _taken_over(
    board: Board, now: World, lines: list[Line], aside: Kept, by: Actor, at: datetime
) -> tuple[list[Line], list[tuple[Line, Verdict]], list[Match]]:
    """Lines that give something else, those among them that could not be included; those; and matches of who gets
    nothing instead."""
    lines, replaced, without = _let_go(lines, by, at)
    refused = list[tuple[Line, Verdict]]()
    for line in lines:
        kept = aside.of(line.mobility_id, line.placement_id, line.room.home_id if line.room else None)
        days = days_of(now, line.mobility, line.placement, line.room)
        try:
            with transaction.atomic():
                make_match(board, line.mobility, line.placement, line.room, line.minutes, days, by, at, **kept)
        except Refused as refusal:
            refused.append((line, refusal.verdict))
    losing = [(line, why) for line, why in refused if line.mobility_id in replaced]
    if losing:
        raise _Loses(losing)
    if keep := _free_all_the_same(board, [pair for pair in without if pair[0].mobility_id in replaced], by, at):
        raise _Loses(keep)
    return lines, refused, [match for _line, match in without]


def _free_all_the_same(
    board: Board, without: list[tuple[Line, Match]], by: Actor, at: datetime
) -> list[tuple[Line, Verdict]]:
    """Of those who would be left without: whose place and bed nobody was given. They are tried one after the other."""
    kept = list[tuple[Line, Verdict]]()
    now = queries.world(board, still=True) if without else None
    for line, had in without:
        learner = now.learner.get(had.mobility_id) if now else None
        if now is None or learner is None or queries.is_taken(now, learner, had):
            continue
        if queries.forbids(now, learner.pk, had.placement, had.room):
            continue
        days = Period(had.starts_on, had.ends_on)
        try:
            with transaction.atomic():
                make_match(board, line.mobility, had.placement, had.room, had.minutes, days, by, at)
        except Refused:
            continue
        kept.append((line, no("match_wanted_by_nobody")))
    return kept


def _allowed(now: World, lines: list[Line]) -> tuple[list[Line], list[tuple[Line, Verdict]]]:
    """Those that may still be so as things stand now, and those that may not; who has it already is asked nothing."""
    allowed, left = list[Line](), list[tuple[Line, Verdict]]()
    rows = Match.objects.filter(mobility__in=[line.mobility_id for line in lines], ended_at=None)
    has = set(rows.values_list("mobility", "placement", "room"))
    for line in lines:
        kept = (line.mobility_id, line.placement_id, line.room_id) in has
        if not kept and queries.forbids(now, line.mobility_id, line.placement, line.room):
            left.append((line, no("match_against_rules")))
        else:
            allowed.append(line)
    return allowed, left


def _let_go(lines: list[Line], by: Actor, at: datetime) -> tuple[list[Line], set[int], list[tuple[Line, Match]]]:
    """End the matches that the lines change, all before the first is made.

    Lines that give something else, whose match that still held ended, and lines that give nothing with what ended.
    """
    live = {
        row.mobility_id: row
        for row in Match.objects.select_for_update(of=("self",))
        .filter(mobility__in=[line.mobility_id for line in lines], ended_at=None)
        .select_related("placement__company", "room__home")
        .order_by("pk")
    }
    gone, changed, replaced = queries.gone(live.values()), list[Line](), set[int]()
    without = list[tuple[Line, Match]]()
    for line in lines:
        now = live.get(line.mobility_id)
        if now is not None and now.state != "proposed" and now.pk not in gone:
            continue  # asked or confirmed, and it holds: only a person moves it
        if now is not None and (now.placement_id, now.room_id) == (line.placement_id, line.room_id):
            continue
        gives = bool(line.placement_id or line.room_id)
        if now is not None and not gives and not queries.takes_away(line, now, line.proposal):
            continue  # placed after the optimiser looked
        if now is not None:
            end_match(now, gone.get(now.pk, "replaced"), by, at, line.placement)
            if now.pk not in gone:
                replaced.add(line.mobility_id)
        if gives:
            changed.append(line)
        elif now is not None:
            without.append((line, now))
    return changed, replaced, without
