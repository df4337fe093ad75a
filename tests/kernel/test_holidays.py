"""Public holidays: in the language of the reader where the calendar has it, and of no country that is not known."""

from datetime import date

import holidays

from erasdu.kernel.holidays import REGIONS, celebrated, closed_in
from erasdu.kernel.periods import Period

CHRISTMAS = date(2026, 12, 25)


def test_a_reader_has_them_in_the_own_language_where_there_is_one() -> None:
    assert celebrated("BE", [2026], "nl")[CHRISTMAS] == "Kerstmis"
    assert celebrated("PT", [2026], "en")[CHRISTMAS] == "Christmas Day"
    assert celebrated("PT", [2026])[CHRISTMAS] == celebrated("PT", [2026], "nl")[CHRISTMAS] == "Dia de Natal"


def test_days_that_are_closed_lie_within_the_days_asked_and_over_a_new_year() -> None:
    assert closed_in("PT", Period(date(2026, 12, 20), date(2027, 1, 2))) == {CHRISTMAS, date(2027, 1, 1)}
    assert closed_in("PT", Period(CHRISTMAS, CHRISTMAS)) == {CHRISTMAS}


def test_a_country_that_is_not_known_has_none() -> None:
    assert closed_in("", Period(CHRISTMAS, CHRISTMAS)) == closed_in("QQ", Period(CHRISTMAS, CHRISTMAS)) == frozenset()


def test_a_region_has_days_of_its_own_beside_those_of_its_country() -> None:
    spring = Period(date(2027, 2, 20), date(2027, 3, 10))
    assert closed_in("ES", spring) == frozenset()
    assert closed_in("ES", spring, "51") == {date(2027, 3, 1)}  # Andalusia: 28 February is a Sunday in 2027
    assert closed_in("DE", Period(date(2027, 1, 4), date(2027, 1, 8)), "02") == {date(2027, 1, 6)}  # Bavaria
    assert closed_in("DE", Period(date(2027, 1, 4), date(2027, 1, 8)), "06") == frozenset()
    assert CHRISTMAS in closed_in("ES", Period(CHRISTMAS, CHRISTMAS), "51")
    assert closed_in("PT", Period(CHRISTMAS, CHRISTMAS), "nowhere") == {CHRISTMAS}


def test_every_region_is_one_that_the_calendar_knows() -> None:
    known = holidays.list_supported_countries(include_aliases=False)
    for country, regions in REGIONS.items():
        assert set(regions.values()) <= set(known[country])
