"""What is done to the internship places of companies."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.actions.parts import person_from, release_all
from erasdu.journey.hosting.models import Booking, Company, Placement, PlacementPeriod
from erasdu.journey.hosting.queries.capacity import offers_of, offers_the_same, taken_places, youngest_of
from erasdu.journey.hosting.rules import Offer
from erasdu.journey.hosting.states import PLACEMENT
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import no

COPIED = (
    "occupation", "tasks", "own_tasks", "tools", "outcomes", "proofs", "min_age", "languages", "hours_a_week",
    "starts_at", "ends_at", "break_minutes", "days", "shifts", "mentor", "mentor_function", "mentor_languages",
)  # fmt: skip


@transaction.atomic
def offer_placement(
    company: Company,
    *,
    values: Mapping[str, object],
    periods: Sequence[Offer],
    mentor: Mapping[str, Any] | None = None,
    again: bool = False,
    by: Actor,
    at: datetime,
) -> Placement:
    """A new place for one occupation, in these periods. `again`: also when the very same is offered by now."""
    access.may_offer(by, company).require()
    rules.check_offers(periods).require()
    if not again and offers_the_same(company, values, periods):
        no("placement_offered_already").require()
    person = person_from(mentor, keeper=company.keeper_id, at=at)
    made = Placement.objects.create(company=company, mentor=person, offered_at=at, **values)
    _set_periods(made, periods)
    journal.record("placement.offered", subjects=[made, company], by=by, at=at)
    return made


@transaction.atomic
def edit_placement(
    placement: Placement,
    *,
    values: Mapping[str, object],
    periods: Sequence[Offer],
    mentor: Mapping[str, Any] | None,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Other tasks, hours or periods; refused when somebody who was promised a day would lose it."""
    access.may_edit_placement(by, placement).require()
    rules.check_offers(periods).require()
    locked = Placement.objects.select_for_update().get(pk=placement.pk)
    if locked.revision != revision:
        raise Stale
    rules.check_still_fits(periods, taken_places([placement.pk]).get(placement.pk, [])).require()
    _check_ages(placement, values.get("min_age"))
    person = person_from(mentor, keeper=placement.company.keeper_id, at=at, known=placement.mentor)
    Placement.objects.filter(pk=placement.pk).update(**values, mentor=person, revision=F("revision") + 1)
    _set_periods(placement, periods)
    placement.refresh_from_db()
    journal.record("placement.edited", subjects=[placement, placement.company], by=by, at=at)


@transaction.atomic
def renew_placement(placement: Placement, call: Call, *, by: Actor, at: datetime) -> Placement:
    """The same as last time, for the window of a call: a new place with the periods moved there."""
    access.may_renew_placement(by, placement).require()
    window = Period(call.stay_from, call.stay_until)
    inside = PlacementPeriod.objects.filter(starts_on__gte=window.start, starts_on__lte=window.end)
    if inside.filter(placement__renewed_from=placement).exclude(placement__state=PLACEMENT.target("withdraw")).exists():
        no("placement_renewed_already").require()
    same = {name: getattr(placement, name) for name in COPIED}
    made = Placement.objects.create(company=placement.company, renewed_from=placement, offered_at=at, **same)
    _set_periods(made, rules.moved_into(offers_of([placement.pk]).get(placement.pk, []), window))
    journal.record("placement.renewed", subjects=[made, placement, made.company], by=by, at=at, call=call.pk)
    return made


@transaction.atomic
def pause_placement(placement: Placement, *, by: Actor, at: datetime) -> None:
    """Not proposed until it is resumed; what is booked stands."""
    access.may_pause_placement(by, placement).require()
    _step("pause", placement)
    journal.record("placement.paused", subjects=[placement, placement.company], by=by, at=at)


@transaction.atomic
def resume_placement(placement: Placement, *, by: Actor, at: datetime) -> None:
    access.may_resume_placement(by, placement).require()
    _step("resume", placement)
    journal.record("placement.resumed", subjects=[placement, placement.company], by=by, at=at)


@transaction.atomic
def withdraw_placement(placement: Placement, *, reason: str, by: Actor, at: datetime) -> Sequence[Booking]:
    """For good. Which bookings were released: these learners need another place."""
    access.may_withdraw_placement(by, placement).require()
    Placement.objects.select_for_update().get(pk=placement.pk)
    _step("withdraw", placement)
    released = release_all(Q(placement=placement), reason=reason, by=by, at=at)
    subjects = [placement, placement.company]
    journal.record("placement.withdrawn", subjects=subjects, by=by, at=at, released=len(released))
    return released


@transaction.atomic
def shorten_placement(
    placement: Placement, left: Sequence[Offer], *, lost: Period, reason: str, by: Actor, at: datetime
) -> Sequence[Booking]:
    """Only these periods stay. Which bookings on the `lost` days were released: these learners need another place."""
    access.may_withdraw_placement(by, placement).require()
    rules.check_offers(left).require()
    Placement.objects.select_for_update().get(pk=placement.pk)
    inside = Q(placement=placement, starts_on__lte=lost.end, ends_on__gte=lost.start)
    released = release_all(inside, reason=reason, by=by, at=at)
    Placement.objects.filter(pk=placement.pk).update(revision=F("revision") + 1)
    _set_periods(placement, left)
    placement.refresh_from_db()
    subjects = [placement, placement.company]
    journal.record("placement.edited", subjects=subjects, by=by, at=at, released=len(released))
    return released


def _check_ages(placement: Placement, least: object) -> None:
    """A minimum age is not raised over who was promised the place. Who was let in younger before it stays."""
    if isinstance(least, int) and least > placement.min_age and (found := youngest_of(placement, below=least)):
        name, years = found
        no("promised_to_younger", name=name, age=years).require()


def _step(name: str, placement: Placement) -> None:
    rows = Placement.objects.filter(pk=placement.pk, state__in=PLACEMENT.sources(name))
    if not rows.update(state=PLACEMENT.target(name), revision=F("revision") + 1):
        no("changed_meanwhile").require()
    placement.refresh_from_db()


def _set_periods(placement: Placement, periods: Sequence[Offer]) -> None:
    placement.periods.all().delete()
    PlacementPeriod.objects.bulk_create(
        PlacementPeriod(placement=placement, starts_on=each.first, ends_on=each.last, places=each.places)
        for each in sorted(periods)
    )
