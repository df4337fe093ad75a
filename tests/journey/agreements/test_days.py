"""The days of a stay move: its programme moves along, before and after it was sent, and each day is in it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.places.models import Town
from erasdu.journey.agreements import actions, queries
from erasdu.journey.agreements.forms import HostForm
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.rules import Day
from erasdu.journey.agreements.views import plans as views
from erasdu.journey.hosting.models import Booking, Company
from erasdu.journey.insurance.queries import facts as insured
from erasdu.journey.mobilities import actions as stays
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import place, ready_plan, school_of
from tests.journey.agreements.test_signing import sign_all
from tests.journey.mobilities.staying import stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R32")]


def moved(plan: LearningPlan, at, *, first: int = 0, last: int = 0) -> LearningPlan:
    """The coordinator plans the stay so many days later or earlier, on the page of the stay."""
    stay = Mobility.objects.get(pk=plan.mobility_id)
    assert stay.planned_from
    assert stay.planned_until
    days = stay.planned_from + timedelta(days=first), stay.planned_until + timedelta(days=last)
    by = actor_of(RoleFactory(coordinator=True))
    stays.plan(stay, first=days[0], last=days[1], revision=stay.revision, by=by, at=at)
    Booking.objects.filter(mobility=stay).update(starts_on=days[0], ends_on=days[1])
    found = queries.plan_of(Mobility.objects.get(pk=stay.pk))
    assert found is not None
    return found


def all_days(plan: LearningPlan) -> list[date]:
    first, last = plan.mobility.planned_from, plan.mobility.planned_until
    assert first
    assert last
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_nobody_works_on_a_day_on_which_the_company_is_closed_unless_they_say_so(at) -> None:
    stay = stay_of_minor()
    made = place(stay)
    assert stay.planned_from
    shut = next(
        day for day in (stay.planned_from + timedelta(days=number) for number in range(1, 9)) if day.weekday() == 2
    )
    made.company.closed_on = [shut.isoformat()]
    made.company.save()
    plan = actions.start(stay, by=school_of(stay), at=at)
    assert [day.kind for day in queries.days_of(plan) if day.on == shut] == ["free"]
    worked = [
        replace(day, kind="work", starts=time(9), ends=time(17)) if day.on == shut else day
        for day in queries.days_of(plan)
    ]
    found = [fault for fault in queries.faults_of(plan, worked) if fault.on == shut]
    assert [(fault.code, fault.hard) for fault in found] == [("company_closed", False)]
    assert "closed" in views.fault_text(found[0]) or "gesloten" in views.fault_text(found[0])


@pytest.mark.slow
@pytest.mark.parametrize("sent", [False, True], ids=["before it was sent", "signed"])
@pytest.mark.parametrize(("first", "last"), [(2, -2), (0, 5), (5, 7)])
def test_a_stay_that_moves_is_agreed_on_with_each_of_its_days(at, sent: bool, first: int, last: int) -> None:
    plan = ready_plan(at)
    by = school_of(plan.mobility)
    if sent:
        sign_all(actions.send(plan, by=by, at=at), at)
    plan = moved(plan, at, first=first, last=last)
    days = queries.days_of(plan)
    assert [day.on for day in days] == all_days(plan)
    assert [day.on for day in days if day.kind == "travel"] == [days[0].on, days[-1].on]
    assert [fault for fault in queries.faults_of(plan) if fault.hard] == []
    assert [day.on for day in HostForm(plan).days] == all_days(plan)
    assert queries.is_moved(plan)
    page = queries.page(plan, at)
    assert page.to_send
    envelope = actions.send(plan, by=by, at=at)
    assert envelope.version == 1 + sent
    assert queries.days_of(LearningPlan.objects.get(pk=plan.pk)) == days
    [row] = LearningPlan.objects.filter(pk=plan.pk).values_list("days", flat=True)
    assert [date.fromisoformat(each["on"]) for each in row] == all_days(plan)


def test_what_was_filled_in_stays_and_the_insurance_counts_the_same_days(at) -> None:
    plan = ready_plan(at)
    [_first, second, *_rest] = queries.days_of(plan)
    LearningPlan.objects.filter(pk=plan.pk).update(
        days=[{**day, "kind": "visit"} if day["on"] == second.on.isoformat() else day for day in plan.days]
    )
    plan = moved(plan, at, last=5)
    days = {day.on: day for day in queries.days_of(plan)}
    assert days[second.on] == Day(second.on, "visit", second.starts, second.ends)
    worked = queries.work_days_of([plan.mobility_id])[plan.mobility_id]
    assert worked == {on for on, day in days.items() if day.kind in ("work", "visit")}
    assert max(worked) > second.on + timedelta(days=13)  # also of the days that came later
    assert plan.mobility_id in insured([plan.mobility_id], {plan.mobility_id: worked})


def test_a_stay_without_days_and_a_plan_without_a_company_have_no_draft(at) -> None:
    plan = ready_plan(at)
    Mobility.objects.filter(pk=plan.mobility_id).update(planned_from=None, planned_until=None)
    found = queries.plan_of(Mobility.objects.get(pk=plan.mobility_id))
    assert found is not None
    assert len(queries.days_of(found)) == len(plan.days)
    assert not queries.is_moved(found)
    LearningPlan.objects.filter(pk=plan.pk).update(placement=None, days=[])
    assert queries.days_of(LearningPlan.objects.get(pk=plan.pk)) == []


def test_a_holiday_of_the_region_where_one_works_is_left_free_and_told(at) -> None:
    plan = ready_plan(at)
    assert plan.placement is not None
    week = Period(date(2027, 6, 28), date(2027, 7, 4))  # 1 July is celebrated in Madeira, and not elsewhere in Portugal
    assert queries.closed_at(plan.placement, week) == frozenset()
    town = Town.objects.create(
        id=1, name="Funchal", country="PT", region="10", latitude=32.67, longitude=-16.92, population=100000
    )
    Company.objects.filter(pk=plan.placement.company_id).update(town=town)
    Mobility.objects.filter(pk=plan.mobility_id).update(planned_from=week.start, planned_until=week.end)
    found = queries.plan_of(Mobility.objects.get(pk=plan.mobility_id))
    assert found is not None
    of_day = {day.on: day for day in queries.days_of(found)}
    assert of_day[date(2027, 7, 1)].kind == "free"
    assert of_day[date(2027, 6, 30)].kind == "work"
    working = [replace(day, kind="work", starts=time(9), ends=time(17)) for day in of_day.values()]
    assert date(2027, 7, 1) in {
        fault.on for fault in queries.faults_of(found, working) if fault.code == "public_holiday"
    }
