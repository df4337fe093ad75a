"""What the pages of hosting need besides the tags of every page: words of codes, and warnings about hours."""

from collections.abc import Iterable
from datetime import date, time

from django import template
from django.template.defaultfilters import floatformat
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext

from erasdu.ground.organisations.words import country_name, sector_words
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import queries as names
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.models import Booking, Home, Placement
from erasdu.journey.hosting.queries import schedule_of
from erasdu.journey.hosting.words import SOURCES, WARNINGS, content, living
from erasdu.journey.hosting.words.occupations import occupation_word
from erasdu.kernel import identifiers
from erasdu.kernel.periods import Period

register = template.Library()


def _reader() -> str:
    return (get_language() or "nl")[:2]


@register.filter
def who_comes(booking: Booking) -> str:
    return names.who_comes(booking)


@register.filter
def occupation(code: str) -> str:
    return occupation_word(code)


@register.filter
def asked(answer: bool | None) -> str:
    """Yes, no, or that nobody asked yet: three answers, of which none stands for another."""
    return str(living.UNASKED) if answer is None else gettext("yes") if answer else gettext("no")


@register.filter
def sector(code: str) -> str:
    return ", ".join(sector_words([code])) if code else ""


@register.filter
def country(code: str) -> str:
    return country_name(code)


@register.filter
def tasks_of(placement: Placement) -> list[str]:
    """The ticked tasks in words, then those that the company wrote itself."""
    ticked = content.shown(content.tasks_for(placement.occupation), placement.tasks, _reader())
    return ticked + ([placement.own_tasks] if placement.own_tasks else [])


@register.filter
def outcomes_of(placement: Placement) -> list[str]:
    learned = content.OUTCOMES.get(placement.occupation)
    return content.shown(learned.outcomes, placement.outcomes, _reader()) if learned else list(placement.outcomes)


@register.filter
def enterprise_number(number: str) -> str:
    """ "0403.170.701"."""
    return identifiers.shown_enterprise_number(number)


@register.filter
def european(code: str) -> content.Learned | None:
    """How European lists call an occupation; None of one that went out of use."""
    return content.OUTCOMES.get(code)


@register.filter
def hours_told(placement: Placement) -> list[str]:
    """What was told of the hours, each in words: from when until when, the break, how many in a week, shifts."""
    starts, ends, told = placement.starts_at, placement.ends_at, []
    if starts and ends:
        told.append(f"{hour(starts)}–{hour(ends)}")
        if (pause := placement.break_minutes) is not None:
            told.append(gettext("break of %(number)s minutes") % {"number": pause})
    if placement.hours_a_week:
        told.append(gettext("%(number)s hours a week") % {"number": floatformat(placement.hours_a_week)})
    if placement.shifts is None:
        told.append(gettext("not asked yet whether there is work in shifts"))
    else:
        told.append(gettext("work in shifts") if placement.shifts else gettext("no work in shifts"))
    return told


@register.filter
def proofs_of(placement: Placement) -> str:
    return ", ".join(content.shown(content.PROOFS, placement.proofs, _reader()))


@register.filter
def levels_of(placement: Placement) -> str:
    """ "English B1, Portuguese A2"."""
    named = (f"{content.language_name(code, _reader())} {level}" for code, level in placement.languages.items())
    return ", ".join(named)


@register.filter
def languages(codes: Iterable[str]) -> str:
    return ", ".join(content.language_name(code, _reader()) for code in codes)


@register.filter
def pets_of(home: Home) -> str:
    return ", ".join(content.shown(content.PETS, home.pets or (), _reader()))


@register.filter
def diets_of(home: Home) -> str:
    return ", ".join(content.shown(content.DIETS, home.diets, _reader()))


@register.filter
def hobbies_of(home: Home) -> str:
    return ", ".join(content.shown(content.HOBBIES, home.hobbies, _reader()))


@register.filter
def warned_line(warned: rules.Warned) -> tuple[object, object]:
    """One warning about hours, and where its rule comes from."""
    return WARNINGS[warned.code], SOURCES[warned.source]


@register.filter
def warnings_of(placement: Placement) -> list[tuple[object, object]]:
    """What to look at in the working hours, and where the rule comes from; of minors only when one may come."""
    found = rules.warnings(schedule_of(placement))
    kept = [each for each in found if not each.only_minors or placement.min_age < 18]
    return [warned_line(each) for each in kept]


@register.filter
def call_name(call: Call) -> str:
    return call.title_nl if _reader() == "nl" else call.title_en or call.title_nl


@register.filter
def hour(value: time | None) -> str:
    """ "18.30" or "18:30"."""
    return value.strftime("%H.%M" if _reader() == "nl" else "%H:%M") if value else ""


@register.filter
def weekdays(days: Iterable[int]) -> str:
    """ "Monday, Tuesday" from 1, 2."""
    return ", ".join(str(WEEKDAYS[day - 1]) for day in sorted(days))


@register.filter
def animals(codes: Iterable[str]) -> str:
    """In the six languages of who comes by a link."""
    return ", ".join(str(living.PETS.get(code, code)) for code in codes)


@register.filter
def closed_days(days: Iterable[str]) -> list[date]:
    """Days on which a company is closed, as they are kept: in their order."""
    return sorted(date.fromisoformat(day) for day in days)


@register.filter
def days_of(window: Period) -> int:
    return window.days


@register.filter
def of(found: dict[object, object], key: object) -> object:
    """The value of a key that is itself a variable."""
    return found.get(key)
