"""Matches by hand: made, taken back and ended; and what ends when something under one falls away."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.matching import access, queries, rules
from erasdu.journey.matching.actions.boards import check_on, seen
from erasdu.journey.matching.actions.making import days_of, end_match, make_match
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.matching.queries.inputs import is_planned, stay_of
from erasdu.journey.matching.states import MATCH
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def place(
    board: Board,
    mobility: Mobility,
    *,
    placement: Placement | None,
    room: Room | None,
    minutes: int | None = None,
    reason: str = "",
    revision: int,
    by: Actor,
    at: datetime,
) -> Match:
    """By hand: this place and this bed for this learner; what was proposed before is let go.

    A rule that a person may set aside (`rules.MAY_SET_ASIDE`) is, with a `reason` that the match keeps; no other rule.
    """
    access.may_decide(by, board).require()
    check_on(board, mobility)
    seen(board, revision)
    found = queries.world(board)
    against = queries.refusals(found, mobility.pk, placement, room, every=True)
    asked = queries.refusals(found, mobility.pk, placement, room)
    if not rules.may_set_aside(against):
        no("match_against_rules").require()
    if asked and not reason.strip():
        no("match_without_reason").require()
    why = (reason.strip()[:300] or queries.reason_now(mobility)) if against else ""
    kept, days = rules.as_kept(against), days_of(found, mobility, placement, room)
    if minutes is None and placement and room:
        minutes = found.minutes_between(placement.pk, room.pk)
    made = make_match(board, mobility, placement, room, minutes, days, by, at, against=kept, reason=why)
    journal.record("match.proposed", subjects=[mobility, board], by=by, at=at, by_hand=True)
    if asked:
        journal.record("match.against_rules", subjects=[mobility, board], by=by, at=at, rules=kept, match=made.pk)
    return made


@transaction.atomic
def undo(board: Board, match: Match, *, revision: int, by: Actor, at: datetime) -> list[Match]:
    """Take back what was decided in one go with this match: who had something before has it again.

    Those before whose place or bed somebody took since; they have nothing now.
    """
    access.may_decide(by, board).require()
    check_on(board, match.mobility)
    seen(board, revision)
    here = Match.objects.select_for_update(of=("self",)).filter(mobility__in=access.stays_on(board)).order_by("pk")
    made = list(here.filter(at=match.at, ended_at=None).select_related("mobility"))
    if match.pk not in {row.pk for row in made} or any(row.state != MATCH.initial for row in made):
        no("match_not_in_that_state").require()
    for row in made:
        end_match(row, "undone", by, at)
    left, subjects = [], [row.mobility for row in made]
    for row in here.filter(ended_at=match.at, end_code="replaced").select_related(
        "mobility__call", "mobility__destination", "placement", "room__home"
    ):
        try:
            with transaction.atomic():
                days = stay_of(row.mobility) if is_planned(row.mobility) else Period(row.starts_on, row.ends_on)
                make_match(
                    board, row.mobility, row.placement, row.room, row.minutes, days, by, at,
                    against=row.against, reason=row.reason,
                )  # fmt: skip
        except Refused:
            left.append(row)
    journal.record("match.undone", subjects=[board, *subjects], by=by, at=at)
    return left


@transaction.atomic
def end(board: Board, match: Match, *, code: str, revision: int, by: Actor, at: datetime) -> None:
    """Let go of a match: place and bed are free at once, those who were asked hear it."""
    access.may_end(by, board, match).require()
    seen(board, revision)
    end_match(match, code, by, at)
    told = {"match": match.pk, "was": match.state}
    journal.record("match.ended", subjects=[match.mobility, board], by=by, at=at, why=code, **told)


LOOKED_AT = (
    "state", "mobility__cancelled_at", "placement__state", "placement__company__withdrawn_at",
    "room__home__withdrawn_at",
)  # fmt: skip


def free_fallen(*, at: datetime, of: Collection[int] | None = None) -> int:
    """End the matches whose stay was cancelled or whose place or bed was withdrawn or given back; how many.

    `of`: only of these stays.
    """
    done = 0
    live = Match.objects.filter(ended_at=None).select_related("mobility", "placement__company", "room__home")
    live = (live if of is None else live.filter(mobility__in=of)).only(*LOOKED_AT)
    if not live.exists():
        return 0
    matches = list(live.order_by("pk"))
    fell = queries.fell(matches)
    for match in matches:
        code = "stay_cancelled" if match.mobility.cancelled_at else fell.get(match.pk, "")
        if code:
            done += _fell(match, code, at)
    return done


@transaction.atomic
def _fell(match: Match, code: str, at: datetime) -> int:
    try:
        end_match(match, code, SYSTEM, at)
    except Refused:  # somebody was first
        return 0
    told = {"match": match.pk, "was": match.state}
    journal.record("match.fell_away", subjects=[match.mobility], by=SYSTEM, at=at, why=code, **told)
    return 1
