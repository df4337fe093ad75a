"""Giving learners to the schools that receive them, several at once, and undoing it; lending places and beds."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.hosting.queries import live
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.nominations import access
from erasdu.journey.nominations.models import Division, DivisionLine, Loan, Nomination
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def divide(call: Call, chosen: Mapping[Nomination, Organisation | None], *, by: Actor, at: datetime) -> Division | None:
    """Learner → school, or none; all or nothing. Who is there already stays. None when nothing changed."""
    schools = set(access.schools_for(call, brussels_date(at)).values_list("pk", flat=True))
    moves = [(row, to) for row, to in chosen.items() if row.mobility.receiving_id != (to.pk if to else None)]
    if not moves:
        return None
    division = Division.objects.create(call=call, by_id=by.person, at=at)
    for nomination, to in sorted(moves, key=lambda move: move[0].pk):
        access.may_divide(by, nomination).require()
        if nomination.call_id != call.pk or (to is not None and to.pk not in schools):
            no("school_not_in_call").require()
        _give(division, nomination, to, by, at)
    for school in {to for _row, to in moves if to is not None}:
        number = sum(to == school for _row, to in moves)
        journal.record(
            "nominations.divided", subjects=[division, call, school], by=by, at=at, number=number, school=school.pk
        )
    return division


def _give(division: Division, nomination: Nomination, to: Organisation | None, by: Actor, at: datetime) -> None:
    before = nomination.mobility.receiving_id
    _move(nomination, to, before, by, at)
    DivisionLine.objects.create(division=division, nomination=nomination, before_id=before, after=to)


@transaction.atomic
def undo_division(division: Division, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Put back who is still where this division put them: how many went back, how many stay."""
    access.may_undo_division(by, division).require()
    if not Division.objects.filter(pk=division.pk, undone_at=None).update(undone_at=at):
        no("division_undone").require()
    lines = list(division.lines.select_related("nomination__mobility", "before", "after").order_by("pk"))
    back = sum(_put_back(line, by, at) for line in lines)
    journal.record("nominations.division_undone", subjects=[division, division.call], by=by, at=at, number=back)
    return back, len(lines) - back


def _move(nomination: Nomination, to: Organisation | None, expected: int | None, by: Actor, at: datetime) -> None:
    """Who has a place or a bed at this school is let go there first: the board of another would not know of it."""
    if live().filter(mobility=nomination.mobility_id).exists():
        no("learner_placed", name=str(nomination.mobility.person)).require()
    mobilities.give_to(nomination.mobility, to, expected=expected, by=by, at=at)


def _put_back(line: DivisionLine, by: Actor, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _move(line.nomination, line.before, line.after_id, by, at)
    except Refused:  # moved, cancelled, or matched since
        return False
    return True


@transaction.atomic
def lend(
    call: Call, things: Sequence[Placement | Home], to_school: Organisation, *, by: Actor, at: datetime
) -> list[Loan]:
    """Places and homes of one school's network for another school, in one call."""
    access.may_lend(by, call).require()
    if not access.schools_for(call, brussels_date(at)).filter(pk=to_school.pk).exists():
        no("school_not_in_call").require()
    made = [_lend(call, thing, to_school, by, at) for thing in things]
    for loan in made:
        journal.record("loan.made", subjects=[loan, call, loan.keeper, to_school], by=by, at=at)
    return made


def _lend(call: Call, thing: Placement | Home, to_school: Organisation, by: Actor, at: datetime) -> Loan:
    place = thing if isinstance(thing, Placement) else None
    home = thing if isinstance(thing, Home) else None
    keeper = thing.company.keeper if isinstance(thing, Placement) else thing.keeper
    if keeper.pk == to_school.pk:
        no("lent_to_itself").require()
    try:
        with transaction.atomic():
            return Loan.objects.create(
                call=call, keeper=keeper, to_school=to_school, placement=place, home=home, by_id=by.person, at=at
            )
    except IntegrityError:
        raise Refused(no("lent_already")) from None


@transaction.atomic
def end_loan(loan: Loan, *, by: Actor, at: datetime) -> None:
    """From now on the keeper uses it itself; what was booked stays booked."""
    access.may_end_loan(by, loan).require()
    if not Loan.objects.filter(pk=loan.pk, ended_at=None).update(ended_at=at):
        no("loan_ended").require()
    loan.refresh_from_db(fields=["ended_at"])
    journal.record("loan.ended", subjects=[loan, loan.call, loan.keeper, loan.to_school], by=by, at=at)
