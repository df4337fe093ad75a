"""What leaves is on a list; where it may go depends on the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.sharing import rules

texts = st.text(min_size=1, max_size=20)
NEVER = ("family_name", "birth_date", "email", "phone", "mobile", "street", "school", "gender", "nationality", "diet",
         "emergency_name", "allergies", "health")  # fmt: skip


@given(st.dictionaries(texts | st.sampled_from([*rules.FIELDS, *NEVER]), texts | st.lists(texts)))
def test_nothing_leaves_that_is_not_on_the_list(facts: dict[str, str | list[str]]) -> None:
    left = rules.snapshot(facts)
    assert left.keys() <= rules.FIELDS.keys()
    assert all(left[code] == facts[code] for code in left)
    assert rules.snapshot(left) == left


def test_the_list_itself_holds_nothing_that_names_or_reaches_somebody() -> None:
    assert rules.FIELDS.keys() & set(NEVER) == set()


@given(st.dates(date(1999, 1, 1), date(2012, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_an_age_band_says_no_year(born: date, on: date) -> None:
    band = rules.age_band(born, on)
    assert (band == "18+") == (date(born.year + 18, born.month, min(born.day, 28)) <= on or band == "18+")
    assert band in ("18+", "16-17", "-16")


@pytest.mark.parametrize(
    ("country", "on", "needed"),
    [
        ("PT", date(2026, 11, 23), False),
        ("IS", date(2026, 11, 23), False),
        ("CH", date(2026, 11, 23), False),
        ("GB", date(2026, 11, 23), False),
        ("GB", date(2032, 1, 1), True),
        ("GB", date(2021, 6, 27), True),
        ("TR", date(2026, 11, 23), True),
        ("ZA", date(2026, 11, 23), True),
    ],
)
def test_where_a_ground_is_needed(country: str, on: date, needed: bool) -> None:
    assert rules.needs_ground(country, on) == needed
    assert bool(rules.may_transfer(country, on, ground=False)) == (not needed)
    assert rules.may_transfer(country, on, ground=True)


@given(st.sampled_from(sorted(rules.EEA)), st.dates(date(2019, 1, 1), date(2040, 1, 1)))
def test_inside_the_eea_no_ground_is_ever_needed(country: str, on: date) -> None:
    assert not rules.needs_ground(country, on)
