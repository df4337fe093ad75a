"""A match comes to be, with what it takes booked, and ends, with all of it free."""

from collections.abc import Sequence
from datetime import datetime

from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking, Placement, Room
from erasdu.journey.hosting.queries import taken_by
from erasdu.journey.matching.actions import joining, telling
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.matching.queries.inputs import stay_of
from erasdu.journey.matching.queries.lent import Lent
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.states import LIVE, MATCH
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, no


def days_of(found: World, mobility: Mobility, placement: Placement | None, room: Room | None) -> Period:
    """Those of the destination where they go, unless somebody planned them."""
    days = found.days_of(mobility.pk, placement.pk if placement else 0, room.pk if room else 0)
    return days or stay_of(mobility)


def make_match(
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
    """A match with what it takes booked; what was proposed before ends. `against`: rules that were set aside."""
    if placement is None and room is None:
        no("match_names_nothing").require()
    before = Match.objects.select_for_update(of=("self",)).filter(mobility=mobility, ended_at=None).first()
    if before is not None:
        if before.state == "confirmed":
            no("match_confirmed").require()
        end_match(before, "replaced", by, at, placement)
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


def end_match(match: Match, code: str, by: Actor, at: datetime, then: Placement | None = None) -> None:
    """`then`: the place that comes instead."""
    rows = Match.objects.filter(pk=match.pk, state__in=LIVE, ended_at=None)
    if not rows.update(state=MATCH.target("end"), ended_at=at, end_code=code[:40]):
        no("match_ended").require()
    for booking in Booking.objects.filter(mobility=match.mobility_id, released_at=None).order_by("pk"):
        hosting.release(booking, reason=code, by=by_board(by), at=at)
    ended = Match.objects.select_related("placement__company", "room__home").get(pk=match.pk)
    joining.leave(ended, by_board(by), at, then)
    telling.fell(match, code, at=at)
