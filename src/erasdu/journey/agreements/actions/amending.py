"""A change during the stay: mentor and tasks by who sends the agreement, other days by who sets the days of a stay.

Who does not set them asks, and the other says yes in one press. Place and bed go along, or nothing changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.actions.planning import again, save
from erasdu.journey.agreements.actions.programme import stored
from erasdu.journey.agreements.actions.sending import check_ready, send
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.actions import Moved
from erasdu.journey.matching.actions import move_days
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Requirement
from erasdu.kernel.verdict import no

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a change would do. `reopens`: what was in order and must be done again; `again`: roles that sign again."""

    reopens: list[Requirement]
    again: list[str]
    moved: list[Moved]


@dataclass(slots=True)
class _Tried:
    again: Sequence[str] = ()
    moved: list[Moved] = field(default_factory=list)


def amend(
    plan: LearningPlan, values: Mapping[str, Any], *, dates: Days | None = None, revision: int, by: Actor, at: datetime
) -> bool:
    """A change sent at once as a new version; whether anything changed.

    New days move the programme, the place and the bed along: days that stay keep what they say, new ones follow the
    company's hours. When it cannot be sent, nothing changed.
    """
    access.may_send(by, plan).require()
    with transaction.atomic():
        changed, _moved = _change(again(plan), values, dates, revision, by, by, at)
        if not changed:
            return False
        if dates is not None:
            _answer_open(plan, dates, by, at)
        send(again(plan), by=by, at=at)
    return True


def foresee(
    plan: LearningPlan, values: Mapping[str, Any], dates: Days, *, revision: int, by: Actor, at: datetime
) -> Ahead:
    """What other days would do, by making the change and taking it back; refused as the change would be."""
    access.may_send(by, plan).require()
    found, tried = again(plan), _Tried()

    def change() -> None:
        _changed, tried.moved = _change(found, values, dates, revision, by, _decider(by), at)
        new = again(found)
        check_ready(new)
        tried.again = queries.page(new, at).again

    reopens = mobilities.foresee(plan.mobility, change, brussels_date(at))
    return Ahead(reopens, list(tried.again), tried.moved)


def _decider(by: Actor) -> Actor:
    """As whom it is tried out: it is not done, so who asks may see what a yes would do."""
    return by if by.is_coordinator else Actor(by.person, SYSTEM_ROLE, via="system")


def _change(
    plan: LearningPlan, values: Mapping[str, Any], dates: Days | None, revision: int, by: Actor, sets_days: Actor,
    at: datetime,
) -> tuple[bool, list[Moved]]:  # fmt: skip
    mobility, moved = plan.mobility, list[Moved]()
    changed = {name: value for name, value in values.items() if getattr(plan, name) != value}
    if dates is not None and dates != (mobility.planned_from, mobility.planned_until):
        moved = _move(mobility, dates, sets_days, at)
    if dates is not None:
        changed["days"] = stored(queries.days_of(plan))
    side = access.SCHOOL if access.writes(by, plan, access.SCHOOL) else access.HOST
    return save(plan, side, changed, revision=revision, by=by, at=at), moved


def _move(mobility: Mobility, dates: Days, by: Actor, at: datetime) -> list[Moved]:
    """The stay, and with it what is booked for good and what everybody agreed to."""
    first, last = dates
    before = queries.stay_of(mobility)
    mobilities.plan(mobility, first=first, last=last, revision=mobility.revision, by=by, at=at)
    mobility.refresh_from_db()
    moved = hosting.move_bookings(mobility, before, by=by, at=at) if before else []
    move_days(mobility, first=first, last=last, at=at)
    return moved


# -- asking who sets the days ----------------------------------------------------------------------


@transaction.atomic
def ask_days(plan: LearningPlan, dates: Days, ahead: Ahead, *, why: str = "", by: Actor, at: datetime) -> DaysAsked:
    """Other days, asked of the coordinator with what they would open; asked again, the newest question counts."""
    access.may_ask_days(by, plan).require()
    first, last = dates
    values = {
        "first": first, "last": last, "why": why[:300], "reopens": [each.code for each in ahead.reopens],
        "again": ahead.again, "by_id": by.person, "at": at,
    }  # fmt: skip
    row, _made = DaysAsked.objects.update_or_create(plan=plan, answer="", defaults=values)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    journal.record("plan.days_asked", subjects=[row, plan, plan.mobility], by=by, at=at, **days)
    return row


def agree_days(asked: DaysAsked, *, revision: int, by: Actor, at: datetime) -> None:
    """The stay gets the days that were asked for, and the new version goes to whom it binds."""
    access.may_set_days(by, asked.plan).require()
    _check_open(asked)
    if not amend(asked.plan, {}, dates=(asked.first, asked.last), revision=revision, by=by, at=at):
        _answer_open(asked.plan, (asked.first, asked.last), by, at)


@transaction.atomic
def refuse_days(asked: DaysAsked, *, because: str, by: Actor, at: datetime) -> None:
    """The stay keeps its days; who asked hears why."""
    access.may_set_days(by, asked.plan).require()
    _check_open(asked)
    _answered(asked, DaysAsked.Answer.NO, because, by, at)


def _check_open(asked: DaysAsked) -> None:
    if asked.answer:
        no("days_answered").require()


@transaction.atomic
def _answer_open(plan: LearningPlan, dates: Days, by: Actor, at: datetime) -> None:
    """The days are set: what was asked of them has its answer."""
    for asked in DaysAsked.objects.filter(plan=plan, answer="").select_related("plan__mobility"):
        granted = dates == (asked.first, asked.last)
        _answered(asked, DaysAsked.Answer.YES if granted else DaysAsked.Answer.NO, "", by, at)


def _answered(asked: DaysAsked, answer: str, because: str, by: Actor, at: datetime) -> None:
    rows = DaysAsked.objects.filter(pk=asked.pk, answer="")
    if not rows.update(answer=answer, because=because[:300], answered_at=at):
        no("days_answered").require()
    code = "plan.days_agreed" if answer == DaysAsked.Answer.YES else "plan.days_refused"
    journal.record(code, subjects=[asked, asked.plan, asked.plan.mobility], by=by, at=at)
