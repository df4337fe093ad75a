"""One clock: the database's, or the moment that a test, a rehearsal or the demo sets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.journal import clock


@pytest.mark.django_db
def test_it_is_the_databases_time_in_utc() -> None:
    now = clock.now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_it_goes_on_inside_a_transaction() -> None:
    first = clock.now()
    while (second := clock.now()) == first:
        pass
    assert second > first


def test_it_stands_where_it_is_put_and_goes_back() -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    with clock.standing_at(noon):
        assert clock.now() == noon
        with clock.standing_at(noon + timedelta(days=1)):
            assert clock.now() == noon + timedelta(days=1)
        assert clock.now() == noon


def test_the_day_is_that_of_brussels() -> None:
    with clock.standing_at(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 24)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError), clock.standing_at(datetime(2026, 11, 23)):
        pass
