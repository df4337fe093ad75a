"""The programme of a plan, with each day of the stay as it is planned today, and the calendar of both countries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from django.utils.translation import get_language

from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.rules import Day, first_draft
from erasdu.journey.hosting.models import Placement
from erasdu.journey.hosting.queries.facts import schedule_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.kernel.holidays import celebrated, closed_in
from erasdu.kernel.periods import Period

HOME = "BE"
NOWHERE: Mapping[str, str] = {}


def days_of(plan: LearningPlan) -> list[Day]:
    """The programme as rules read it: when the stay moved, what was filled in of days that stay, and a draft of others.

    Empty as long as no company is known.
    """
    known, stay = _filled_in(plan), stay_of(plan.mobility)
    place = plan.placement
    if stay is None or not (known or place) or covers(stay, [day.on for day in known]):
        return known
    if place is None:
        return first_draft(stay, known={day.on: day for day in known})
    schedule = schedule_of(place)
    return first_draft(
        stay, days=schedule.days, starts=schedule.starts_at, ends=schedule.ends_at, pause=schedule.pause,
        closed=closed_at(place, stay), known={day.on: day for day in known},
    )  # fmt: skip


def closed_at(place: Placement, stay: Period) -> frozenset[date]:
    """The days of the stay on which nobody works there: public holidays, and those on which the company is closed."""
    return closed_in(place.company.organisation.country, stay, region_of(place)) | shut_on(place)


def region_of(place: Placement) -> str:
    """The region in which one works, as the gazetteer codes it; "" while the town is not known."""
    town = place.company.town
    return town.region if town else ""


def shut_on(place: Placement) -> frozenset[date]:
    """The days on which the company says that it is closed."""
    return frozenset(date.fromisoformat(day) for day in place.company.closed_on)


def _filled_in(plan: LearningPlan) -> list[Day]:
    return [
        Day(
            date.fromisoformat(each["on"]), each["kind"], _time(each.get("starts")), _time(each.get("ends")),
            each.get("pause"),
        )
        for each in plan.days
    ]  # fmt: skip


def covers(stay: Period, days: Sequence[date]) -> bool:
    """Whether these are the days of the stay, each once."""
    return sorted(days) == [stay.start + timedelta(days=number) for number in range(stay.days)]


def is_moved(plan: LearningPlan) -> bool:
    """Whether the stay has other days since its programme was filled in."""
    stay = stay_of(plan.mobility)
    return bool(plan.days) and stay is not None and not covers(stay, [day.on for day in _filled_in(plan)])


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


# -- the calendar ----------------------------------------------------------------------------------


def holidays_of(
    countries: Iterable[str], stay: Period, regions: Mapping[str, str] = NOWHERE
) -> dict[date, dict[str, str]]:
    """Day → country → what is celebrated there; a country that is not known has none.

    `regions`: country → region of the gazetteer, of which the own days count too.
    """
    years = range(stay.start.year, stay.end.year + 1)
    found: dict[date, dict[str, str]] = {}
    reader = "nl" if get_language() == "nl" else "en"
    for country in dict.fromkeys(countries):
        for day, name in sorted(celebrated(country, years, reader, regions.get(country, "")).items()):
            if stay.contains(day):
                found.setdefault(day, {})[country] = name
    return found


def countries_of(mobility: Mobility, host: str) -> list[str]:
    """Where the learner comes from, and where the host is."""
    return [mobility.sending.country or HOME, host or HOME]
