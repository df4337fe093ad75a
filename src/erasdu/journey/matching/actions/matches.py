"""Making and ending matches: by hand, from a proposal, and when something under one falls away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking, Placement, Room
from erasdu.journey.hosting.queries import taken_by
from erasdu.journey.matching import access, queries, rules
from erasdu.journey.matching.actions import joining, telling
from erasdu.journey.matching.actions.boards import check_on, seen
from erasdu.journey.matching.models import Board, Line, Match, Proposal
from erasdu.journey.matching.queries.asides import Kept
from erasdu.journey.matching.queries.inputs import is_planned, stay_of
from erasdu.journey.matching.queries.lent import Lent
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.states import LIVE, MATCH
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM, SYSTEM_ROLE, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, Verdict, no


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
    kept, days = rules.as_kept(against), _days(found, mobility, placement, room)
    if minutes is None and placement and room:
        minutes = found.minutes_between(placement.pk, room.pk)
    made = _made(board, mobility, placement, room, minutes, days, by, at, against=kept, reason=why)
    journal.record("match.proposed", subjects=[mobility, board], by=by, at=at, by_hand=True)
    if asked:
        journal.record("match.against_rules", subjects=[mobility, board], by=by, at=at, rules=kept, match=made.pk)
    return made


def _days(found: World, mobility: Mobility, placement: Placement | None, room: Room | None) -> Period:
    """Those of the destination where they go, unless somebody planned them."""
    days = found.days_of(mobility.pk, placement.pk if placement else 0, room.pk if room else 0)
    return days or stay_of(mobility)


def _made(
    board: Board,
    mobility: Mobility,
    placement: Placement | None,
    room: Room | None,
    minutes: int | None,
    stay: Period,
    by: Actor,
    at: datetime,
    *,
    against: Sequence[str] = (),
    reason: str = "",
) -> Match:
    if placement is None and room is None:
        no("match_names_nothing").require()
    before = Match.objects.select_for_update(of=("self",)).filter(mobility=mobility, ended_at=None).first()
    if before is not None:
        if before.state == "confirmed":
            no("match_confirmed").require()
        _end(before, "replaced", by, at, placement)
    lent = Lent.of(board)
    for what in (placement, room):
        if what is not None:
            _book(what, mobility, stay, _booker(lent, by, what), by, at)
    return Match.objects.create(
        mobility=mobility,
        placement=placement,
        room=room,
        starts_on=stay.start,
        ends_on=stay.end,
        minutes=minutes,
        state=MATCH.initial,
        by_id=by.person,
        at=at,
        against=list(against),
        reason=reason,
    )


def _book(what: Placement | Room, mobility: Mobility, stay: Period, booker: Actor, by: Actor, at: datetime) -> None:
    """A refusal because it is taken says by whom, as far as who decides may know it."""
    days = {"first": stay.start, "last": stay.end}
    try:
        if isinstance(what, Placement):
            hosting.book_place(what, mobility, **days, by=booker, at=at)
        else:
            hosting.book_bed(what, mobility, **days, by=booker, at=at)
    except Refused as refused:
        raise Refused(taken_by(refused.verdict, by, what)) from refused


def _booker(lent: Lent, by: Actor, what: Placement | Room) -> Actor:
    """Who takes it. What another school lent to this board is taken by the board; what it lent away, not here."""
    if isinstance(what, Placement):
        keeper = what.company.keeper_id
        usable = lent.place(what.pk, keeper)
    else:
        keeper = what.home.keeper_id
        usable = lent.home(what.home_id, keeper)
    if not usable:
        no("lent_to_another").require()
    return by_board(by) if lent.school and keeper != lent.school else by


def by_board(by: Actor) -> Actor:
    """What the board decided, done for the person who decided it: its own access was asked before."""
    return Actor(by.person, SYSTEM_ROLE, via="system")


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
        days = _days(now, line.mobility, line.placement, line.room)
        try:
            with transaction.atomic():
                _made(board, line.mobility, line.placement, line.room, line.minutes, days, by, at, **kept)
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
                _made(board, line.mobility, had.placement, had.room, had.minutes, days, by, at)
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
            _end(now, gone.get(now.pk, "replaced"), by, at, line.placement)
            if now.pk not in gone:
                replaced.add(line.mobility_id)
        if gives:
            changed.append(line)
        elif now is not None:
            without.append((line, now))
    return changed, replaced, without


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
        _end(row, "undone", by, at)
    left, subjects = [], [row.mobility for row in made]
    for row in here.filter(ended_at=match.at, end_code="replaced").select_related(
        "mobility__call", "mobility__destination", "placement", "room__home"
    ):
        try:
            with transaction.atomic():
                days = stay_of(row.mobility) if is_planned(row.mobility) else Period(row.starts_on, row.ends_on)
                _made(
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
    _end(match, code, by, at)
    told = {"match": match.pk, "was": match.state}
    journal.record("match.ended", subjects=[match.mobility, board], by=by, at=at, why=code, **told)


def _end(match: Match, code: str, by: Actor, at: datetime, then: Placement | None = None) -> None:
    """`then`: the place that comes instead."""
    rows = Match.objects.filter(pk=match.pk, state__in=LIVE, ended_at=None)
    if not rows.update(state=MATCH.target("end"), ended_at=at, end_code=code[:40]):
        no("match_ended").require()
    for booking in Booking.objects.filter(mobility=match.mobility_id, released_at=None).order_by("pk"):
        hosting.release(booking, reason=code, by=by_board(by), at=at)
    ended = Match.objects.select_related("placement__company", "room__home").get(pk=match.pk)
    joining.leave(ended, by_board(by), at, then)
    telling.fell(match, code, at=at)


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
        _end(match, code, SYSTEM, at)
    except Refused:  # somebody was first
        return 0
    told = {"match": match.pk, "was": match.state}
    journal.record("match.fell_away", subjects=[match.mobility], by=SYSTEM, at=at, why=code, **told)
    return 1
