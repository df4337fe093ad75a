"""The programme of a plan against its rules, with the public holidays of both countries."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.queries.content import candidacy_of, is_minor_then
from erasdu.journey.agreements.queries.days import HOME, countries_of, covers, days_of, holidays_of, region_of, shut_on
from erasdu.journey.agreements.rules import Day, Fault, faults
from erasdu.journey.agreements.rules.days import IDLE
from erasdu.journey.mobilities.queries import stay_of

WORKED = (
    "mobility", "days", "mobility__planned_from", "mobility__planned_until", "placement__days", "placement__starts_at",
    "placement__ends_at", "placement__break_minutes",
    "placement__hours_a_week", "placement__shifts", "placement__company__organisation__country",
    "placement__company__closed_on", "placement__company__town__country", "placement__company__town__region",
)  # fmt: skip


def work_days_of(stays: Iterable[int]) -> dict[int, frozenset[date]]:
    """Stay → the days on which its programme has work, lessons or visits, of those that have a programme. One query."""
    return {plan.mobility_id: _worked(plan) for plan in PROGRAMMES.of(stays)}


def _programmes() -> QuerySet[LearningPlan]:
    rows = LearningPlan.objects.filter(mobility__in=THESE).exclude(days=[])
    return rows.select_related("mobility", "placement__company__organisation", "placement__company__town").only(*WORKED)


PROGRAMMES = Prepared(_programmes)


def _worked(plan: LearningPlan) -> frozenset[date]:
    """Of a programme that is still about the stay without reading its hours."""
    written, stay = {date.fromisoformat(each["on"]): each["kind"] for each in plan.days}, stay_of(plan.mobility)
    if stay is not None and not covers(stay, list(written)):
        written = {day.on: day.kind for day in days_of(plan)}
    return frozenset(on for on, kind in written.items() if kind not in IDLE)


def faults_of(plan: LearningPlan, days: list[Day] | None = None) -> list[Fault]:
    """What is wrong with the days of the plan, or with others that somebody typed."""
    mobility = plan.mobility
    stay = stay_of(mobility)
    host = plan.placement.company.organisation.country if plan.placement else HOME
    regions = {host: region_of(plan.placement)} if plan.placement else {}
    closed = holidays_of(countries_of(mobility, host), stay, regions) if stay else {}
    minor = is_minor_then(mobility, candidacy_of(mobility))
    shut = shut_on(plan.placement) if plan.placement else ()
    programme = days_of(plan) if days is None else days
    return faults(programme, minor=minor, stay=stay, holidays=closed, host=host, shut=shut)
