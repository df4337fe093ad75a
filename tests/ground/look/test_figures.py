"""Days, times and amounts in both languages, always as it is in Brussels."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look import figures

AFTERNOON = datetime(2026, 11, 3, 13, 30, tzinfo=UTC)  # 14.30 u. in winter
SUMMER_NIGHT = datetime(2026, 6, 30, 22, 5, tzinfo=UTC)  # the next day in Brussels


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["di 3 nov. 2026", "di 3 nov.", "di 3 nov. 2026, 14.30 u.", "14.30", "€\u00a01.234,50", "nog 3 dagen"]),
        ("en", ["Tue 3 Nov 2026", "Tue 3 Nov", "Tue 3 Nov 2026, 14:30", "14:30", "€1,234.50", "3 days left"]),
    ],
)
def test_filters_speak_the_readers_language(language: str, expected: list[str]) -> None:
    source = "{{ at|day }};{{ at|day_short }};{{ at|moment }};{{ at|clock }};{{ amount|money }};{{ 3|daysleft }}"
    with translation.override(language):
        shown = engines["django"].from_string(source).render({"at": AFTERNOON, "amount": Decimal("1234.5")})
    assert shown.split(";") == expected


def test_a_moment_falls_on_its_day_in_brussels() -> None:
    with translation.override("nl"):
        assert figures.moment(SUMMER_NIGHT) == "wo 1 juli 2026, 00.05 u."
        assert figures.day(SUMMER_NIGHT) == "wo 1 juli 2026"


def test_hours_say_their_unit_once_and_both_days_over_midnight() -> None:
    noon = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
    shown = {}
    for language in ("nl", "en", "fr"):
        with translation.override(language):
            shown[language] = figures.hours(noon, AFTERNOON)
    assert shown["nl"] == "di 3 nov. 2026, 12.00–14.30 u."
    assert (shown["en"], shown["fr"]) == ("Tue 3 Nov 2026, 12:00–14:30", "mar. 3 nov. 2026, 12:00–14:30")
    with translation.override("nl"):
        late = figures.hours(SUMMER_NIGHT - timedelta(hours=1), SUMMER_NIGHT)
    assert late == "di 30 juni 2026, 23.05 u. – wo 1 juli 2026, 00.05 u."


def test_nothing_shows_as_nothing() -> None:
    source = "{{ x|day }}{{ x|day_short }}{{ x|moment }}{{ x|clock }}{{ x|money }}{{ x|daysleft }}"
    assert engines["django"].from_string(source).render({"x": None}) == ""


@pytest.mark.parametrize(
    ("days", "nl", "en"),
    [
        (0, "vandaag", "today"),
        (1, "nog 1 dag", "1 day left"),
        (-1, "1 dag geleden", "1 day ago"),
        (-9, "9 dagen geleden", "9 days ago"),
    ],
)
def test_days_left(days: int, nl: str, en: str) -> None:
    with translation.override("nl"):
        assert figures.days_left(days) == nl
    with translation.override("en"):
        assert figures.days_left(days) == en


def test_days_left_of_a_day_counts_from_the_given_one() -> None:
    template = engines["django"].from_string("{{ by|daysleft:today }}")
    with translation.override("nl"):
        assert template.render({"by": date(2026, 11, 30), "today": date(2026, 11, 23)}) == "nog 7 dagen"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_can_be_read_back(amount: Decimal) -> None:
    with translation.override("nl"):
        shown = figures.money(amount)
    assert Decimal(shown.removeprefix("€\u00a0").replace(".", "").replace(",", ".")) == amount
