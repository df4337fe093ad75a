"""Opening a board, and what a person decides on it before the optimiser runs."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.rules import PARTNER
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.matching import access
from erasdu.journey.matching.models import Board, Line, Lock, Match, Minutes, OwnPlace, Pair
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

MOST_MINUTES = 240


def board_of(
    call: Call, direction: str, *, destination: Destination | None = None, receiving: Organisation | None = None
) -> Board:
    """The board of a scope; it is made when it is first looked at, which says nothing of anybody."""
    return Board.objects.get_or_create(call=call, direction=direction, destination=destination, receiving=receiving)[0]


def seen(board: Board, revision: int) -> None:
    """Take the board for one decision: `Stale` when somebody else decided since the person looked.

    A learner may stand on a board of a whole direction too: who decides on one of the two has decided on the other.
    """
    boards = Board.objects.filter(call=board.call_id, direction=board.direction)
    if board.destination_id or board.receiving_id:
        boards = boards.filter(Q(pk=board.pk) | Q(destination=None, receiving=None))
    taken = [
        row.pk for row in boards.select_for_update().order_by("pk")
    ]  # in order, so that no two wait for each other
    if not Board.objects.filter(pk=board.pk, revision=revision).update(revision=F("revision") + 1):
        raise Stale
    Board.objects.filter(pk__in=taken).exclude(pk=board.pk).update(revision=F("revision") + 1)
    board.revision = revision + 1


def check_on(board: Board, mobility: Mobility) -> None:
    if not access.stays_on(board).filter(pk=mobility.pk).exists():
        no("learner_not_on_board").require()


@transaction.atomic
def pin(
    board: Board,
    mobility: Mobility,
    *,
    placement: Placement | None,
    home: Home | None,
    reason: str = "",
    revision: int,
    by: Actor,
    at: datetime,
) -> Lock:
    """This place, this home, or both, and no other; a pin that was there is replaced."""
    return _lock(board, mobility, Lock.Kind.PIN, placement, home, reason, revision, by, at)


@transaction.atomic
def forbid(
    board: Board,
    mobility: Mobility,
    *,
    placement: Placement | None,
    home: Home | None,
    reason: str = "",
    revision: int,
    by: Actor,
    at: datetime,
) -> Lock:
    """Never this one, whatever it would cost."""
    return _lock(board, mobility, Lock.Kind.FORBID, placement, home, reason, revision, by, at)


def _lock(
    board: Board,
    mobility: Mobility,
    kind: str,
    placement: Placement | None,
    home: Home | None,
    reason: str,
    revision: int,
    by: Actor,
    at: datetime,
) -> Lock:
    access.may_decide(by, board).require()
    check_on(board, mobility)
    if placement is None and home is None:
        no("lock_names_nothing").require()
    seen(board, revision)
    if kind == Lock.Kind.PIN:
        Lock.objects.filter(mobility=mobility, kind=kind, lifted_at=None).update(lifted_at=at)
    made = Lock.objects.create(
        mobility=mobility, kind=kind, placement=placement, home=home, reason=reason[:300], by_id=by.person, at=at
    )
    journal.record(f"match.{kind}", subjects=[mobility, board], by=by, at=at)
    return made


@transaction.atomic
def lift(board: Board, lock: Lock, *, revision: int, by: Actor, at: datetime) -> None:
    access.may_decide(by, board).require()
    check_on(board, lock.mobility)
    seen(board, revision)
    if Lock.objects.filter(pk=lock.pk, lifted_at=None).update(lifted_at=at):
        journal.record("match.lock_lifted", subjects=[lock.mobility, board], by=by, at=at)


@transaction.atomic
def pair(board: Board, one: Mobility, other: Mobility, *, why: str, revision: int, by: Actor, at: datetime) -> Pair:
    """Two under one roof, where that can be."""
    access.may_decide(by, board).require()
    if one.pk == other.pk:
        no("pair_of_one").require()
    for each in (one, other):
        check_on(board, each)
    seen(board, revision)
    first, second = sorted((one, other), key=lambda each: each.pk)
    made, _ = Pair.objects.update_or_create(one=first, other=second, defaults={"why": why, "at": at})
    journal.record("match.paired", subjects=[one, other, board], by=by, at=at)
    return made


@transaction.atomic
def unpair(board: Board, row: Pair, *, revision: int, by: Actor, at: datetime) -> None:
    access.may_decide(by, board).require()
    check_on(board, row.one)
    seen(board, revision)
    subjects = [row.one, row.other, board]
    row.delete()
    journal.record("match.unpaired", subjects=subjects, by=by, at=at)


@transaction.atomic
def own_place(
    board: Board,
    mobility: Mobility,
    placement: Placement,
    *,
    certified_by: str,
    certified_on: date | None,
    revision: int,
    by: Actor,
    at: datetime,
) -> OwnPlace:
    """A place that the learner found: for them alone, and only once the school says that they are mature enough."""
    access.may_decide(by, board).require()
    check_on(board, mobility)
    if certified_on is not None and not certified_by.strip():
        no("certificate_without_name").require()
    if certified_on is not None and certified_on > brussels_date(at):
        no("certificate_to_come").require()
    _check_partner(board, placement)
    seen(board, revision)
    if OwnPlace.objects.filter(placement=placement).exclude(mobility=mobility).exists():
        no("own_place_of_another").require()
    row, _ = OwnPlace.objects.update_or_create(
        mobility=mobility,
        defaults={
            "placement": placement,
            "certified_by": certified_by.strip()[:120],
            "certified_on": certified_on,
            "at": at,
        },
    )
    journal.record("match.own_place", subjects=[mobility, board], by=by, at=at)
    return row


@transaction.atomic
def drop_own_place(board: Board, mobility: Mobility, *, revision: int, by: Actor, at: datetime) -> None:
    """The learner did not find it after all, or goes elsewhere: it is for everybody again."""
    access.may_decide(by, board).require()
    check_on(board, mobility)
    seen(board, revision)
    if OwnPlace.objects.filter(mobility=mobility).delete()[0]:
        journal.record("match.own_place_dropped", subjects=[mobility, board], by=by, at=at)


def _check_partner(board: Board, placement: Placement) -> None:
    """Abroad only where a partner keeps it, in a country to which the call goes."""
    keeper = placement.company.keeper
    abroad = board.direction == Mobility.Direction.OUTGOING
    there = keeper.kind == PARTNER and board.call.destinations.filter(country=keeper.country).exists()
    if abroad and not there:
        no("own_place_without_partner").require()


@transaction.atomic
def set_minutes(
    board: Board,
    placement: Placement,
    home: Home,
    minutes: int,
    *,
    reason: str,
    revision: int,
    by: Actor,
    at: datetime,
) -> Minutes:
    """The commute as somebody knows it, against the formula, with how they know.

    `revision`: of the minutes that the person saw, 0 where there were none; `Stale` when somebody was first.
    """
    access.may_decide(by, board).require()
    if not 0 <= minutes <= MOST_MINUTES:
        no("minutes_out_of_reach", most=MOST_MINUTES).require()
    if not reason.strip():
        no("minutes_without_reason").require()
    values = {"minutes": minutes, "reason": reason.strip()[:300], "by_id": by.person, "at": at}
    row = _over_seen(placement, home, revision, values)
    for held in (Match.objects.filter(ended_at=None), Line.objects.all()):  # of the same way they say the same
        held.filter(placement=placement, room__home=home).update(minutes=minutes)
    journal.record("match.minutes_set", subjects=[board], by=by, at=at, minutes=minutes)
    return row


def _over_seen(placement: Placement, home: Home, revision: int, values: dict[str, object]) -> Minutes:
    way = {"placement": placement, "home": home}
    if revision == 0:
        row, first = Minutes.objects.get_or_create(**way, defaults=values)
        if not first:
            raise Stale
        return row
    if not Minutes.objects.filter(**way, revision=revision).update(**values, revision=F("revision") + 1):
        raise Stale
    return Minutes.objects.get(**way)
