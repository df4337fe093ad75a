"""Whether a match still is what was asked: the days of the stay, and every rule as the board knows it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.boards import Row
from erasdu.journey.matching.queries.reading import Only, world
from erasdu.journey.matching.queries.reasons import knows_checks, refusals
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.kernel.actor import Actor


def other_days(match: Match) -> bool:
    """Whether the stay was planned for other days since."""
    planned = stay_of(Mobility.objects.get(pk=match.mobility_id))
    return planned is not None and (planned.start, planned.end) != (match.starts_on, match.ends_on)


def no_longer_fits(now: World, match: Match) -> list[str]:
    """Codes of hard rules, pins, bans and noes against it that nobody set aside. `now`: with those that pause."""
    found = refusals(now, match.mobility_id, match.placement, match.room, every=True)
    return [code for code in found if code not in rules.with_language(match.against)]


def look_again(board: Board, rows: Sequence[Row], actor: Actor) -> None:
    """Writes beside what was proposed, asked, agreed or confirmed what is against it by now.

    As whoever asks or confirms is told, before anybody presses. One world for all rows; nothing is read where nobody
    has anything.
    """
    held = [(row, row.match) for row in rows if row.match is not None and (row.held or row.state == "proposed")]
    if not held:
        return
    only = Only.of(match for _, match in held)
    now = world(board, paused=True, known=[row.mobility for row in rows], only=only)
    for row, match in held:
        moved = [rules.OTHER_DAYS] if row.replanned else []
        row.against = (*moved, *no_longer_fits(now, match))
        row.knows = bool(row.against and match.room and knows_checks(actor, match.room.home.keeper_id))


def against_of(board: Board, match: Match) -> tuple[str, ...]:
    """The same of one match, also before anybody was asked."""
    moved = [rules.OTHER_DAYS] if other_days(match) else []
    return (*moved, *no_longer_fits(world(board, paused=True, only=Only.of([match])), match))


def against_now(matches: Iterable[Match]) -> dict[int, tuple[str, ...]]:
    """The same of matches of any boards; only those against which something is. Each on the narrowest board that is
    there: what a wider one would refuse besides is for who decides there. As many worlds as boards."""
    rows = list(matches)
    calls = {match.mobility.call_id for match in rows}
    boards = Board.objects.filter(call__in=calls).select_related("call", "destination", "receiving")
    known = {(row.call_id, row.direction, row.destination_id, row.receiving_id): row for row in boards}
    by_board = defaultdict[Board, list[Match]](list)
    for match in rows:
        stay = match.mobility
        scopes = ((stay.destination_id, None), (None, stay.receiving_id), (None, None))
        keys = [(stay.call_id, stay.direction, *scope) for scope in scopes]
        board = next((known[key] for key in keys if key in known), None)
        if board is not None:
            by_board[board].append(match)
    found = {}
    for board, own in by_board.items():
        now = world(board, paused=True, only=Only.of(own))
        for match in own:
            planned = stay_of(match.mobility)
            moved = planned is not None and (planned.start, planned.end) != (match.starts_on, match.ends_on)
            codes = (*([rules.OTHER_DAYS] if moved else []), *no_longer_fits(now, match))
            if codes:
                found[match.pk] = codes
    return found


def line_against(board: Board, lines: Iterable[Line]) -> dict[int, tuple[str, ...]]:
    """Stay → why what a proposal has for it cannot be taken over by now; of who has it already what is against that."""
    rows = [line for line in lines if line.placement_id or line.room_id]
    if not rows:
        return {}
    now = world(board, paused=True, only=Only.of(rows))
    matches = Match.objects.filter(mobility__in=[line.mobility_id for line in rows], ended_at=None)
    has = {match.mobility_id: match for match in matches}
    found = {}
    for line in rows:
        match = has.get(line.mobility_id)
        same = match is not None and (match.placement_id, match.room_id) == (line.placement_id, line.room_id)
        if match is not None and same:
            codes = no_longer_fits(now, match)
        else:
            codes = refusals(now, line.mobility_id, line.placement, line.room)
        if codes:
            found[line.mobility_id] = tuple(codes)
    return found
