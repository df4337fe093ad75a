"""The programme of a plan against its rules, with the public holidays of both countries."""

from collections.abc import Iterable
from datetime import date

import holidays
from django.utils.translation import get_language

from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.queries.content import candidacy_of, days_of, is_minor_then, stay_of
from erasdu.journey.agreements.rules import Day, Fault, faults
from erasdu.journey.agreements.rules.days import FREE
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period

HOME = "BE"


def holidays_of(countries: Iterable[str], stay: Period) -> dict[date, dict[str, str]]:
    """Day → country → what is celebrated there; a country that is not known has none."""
    years = range(stay.start.year, stay.end.year + 1)
    found: dict[date, dict[str, str]] = {}
    known = holidays.list_supported_countries(include_aliases=False)
    for country in dict.fromkeys(countries):
        for day, name in sorted(_of(country, years).items()) if country in known else ():
            if stay.contains(day):
                found.setdefault(day, {})[country] = name
    return found


def _of(country: str, years: Iterable[int]) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=years, language=_language(country)))


def _language(country: str) -> str | None:
    """The reader's language where the calendar has it, else that of the country."""
    reader = "en_US" if get_language() == "en" else "nl"
    spoken: dict[str, list[str]] = holidays.list_localized_countries(include_aliases=False)
    return reader if reader in spoken.get(country, ()) else None


def countries_of(mobility: Mobility, host: str) -> list[str]:
    """Where the learner comes from, and where the host is."""
    return [mobility.sending.country or HOME, host or HOME]


def closed_days(mobility: Mobility, host: str, stay: Period) -> set[date]:
    """Days on which nobody works where the host is."""
    return {day for day, where in holidays_of([host], stay).items() if where}


def work_days_of(stays: Iterable[int]) -> dict[int, frozenset[date]]:
    """Stay → the days on which its programme has work, lessons or visits, of those that have a programme. One query."""
    rows = LearningPlan.objects.filter(mobility__in=list(stays)).values_list("mobility", "days")
    return {
        pk: frozenset(date.fromisoformat(each["on"]) for each in days if each["kind"] != FREE)
        for pk, days in rows
        if days
    }


def faults_of(plan: LearningPlan, days: list[Day] | None = None) -> list[Fault]:
    """What is wrong with the days of the plan, or with others that somebody typed."""
    mobility = plan.mobility
    stay = stay_of(mobility)
    host = plan.placement.company.organisation.country if plan.placement else HOME
    closed = holidays_of(countries_of(mobility, host), stay) if stay else {}
    minor = is_minor_then(mobility, candidacy_of(mobility))
    return faults(days_of(plan) if days is None else days, minor=minor, stay=stay, holidays=closed)
