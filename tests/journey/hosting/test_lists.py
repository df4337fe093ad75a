"""Conditions of the database against the rules in plain Python, on many kinds of homes."""

from datetime import date, timedelta
from itertools import product

import pytest

from erasdu.journey.hosting import rules
from erasdu.journey.hosting.models import Home
from erasdu.journey.hosting.queries import ending_on, home_facts, safe_on
from tests.factories.hosting import AdultFactory, HomeFactory, RoomFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def a_year_before(days: int) -> date:
    return date(2025, 11, 23) + timedelta(days=days)


def test_what_the_database_calls_safe_is_what_the_rule_calls_proposable_for_a_minor() -> None:
    kinds, visits = ("family", "hostel"), (None, date(2026, 1, 1))
    ends = (None, ON - timedelta(days=1), ON, ON + timedelta(days=60), ON + timedelta(days=61))
    seen = (None, a_year_before(-1), a_year_before(0), a_year_before(60), a_year_before(61), date(2026, 11, 1))
    for kind, visited, until in product(kinds, visits, ends):
        RoomFactory(home=HomeFactory(kind=kind, visited_on=visited, interviewed_on=visited, valid_until=until))
    for day in seen:
        home = HomeFactory(adults=0)
        RoomFactory(home=home)
        AdultFactory(home=home, seen_on=day, issued_on=day)
    RoomFactory(home=HomeFactory(adults=0))
    RoomFactory(home=HomeFactory(paused=True))
    RoomFactory(home=HomeFactory(withdrawn=True))
    HomeFactory()
    facts = home_facts(Home.objects.values_list("pk", flat=True))
    by_rule = {pk for pk, each in facts.items() if rules.proposable(each, ON, minor=True)}
    assert set(Home.objects.filter(safe_on(ON)).values_list("pk", flat=True)) == by_rule
    assert 5 < len(by_rule) < len(facts)
    soon = {pk for pk, each in facts.items() if _ends_soon(each)}
    assert set(Home.objects.filter(ending_on(ON)).values_list("pk", flat=True)) == soon


def _ends_soon(home: rules.HomeFacts) -> bool:
    ends = [home.valid_until]
    if rules.is_household(home.kind):
        ends += [rules.valid_on(each) for each in home.adults]
    return not home.withdrawn and any(end and ON <= end <= ON + timedelta(days=60) for end in ends)


def test_on_the_29th_of_february_the_year_before_has_none() -> None:
    home = HomeFactory(adults=0, valid_until=date(2028, 12, 31))
    RoomFactory(home=home)
    adult = AdultFactory(home=home, seen_on=date(2027, 2, 28), issued_on=date(2027, 2, 20))
    leap_day = date(2028, 2, 29)
    for day, safe in ((date(2027, 2, 28), False), (date(2027, 3, 1), True)):
        type(adult).objects.update(seen_on=day)
        assert Home.objects.filter(safe_on(leap_day)).exists() is safe
        assert bool(rules.proposable(home_facts([home.pk])[home.pk], leap_day, minor=True)) is safe
