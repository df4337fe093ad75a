"""The rules of hosting against separate, naive code, on random periods, rooms, checks and hours."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.hosting import rules
from erasdu.journey.hosting.rules import (
    Extract,
    HomeFacts,
    Nights,
    Offer,
    RoomFacts,
    Schedule,
    Taken,
)
from erasdu.journey.hosting.rules.rooms import Guest
from erasdu.kernel.periods import Period

DAY = date(2027, 1, 1)
days = st.integers(0, 40).map(lambda number: DAY + timedelta(days=number))
offers = st.builds(Offer, days, days, st.integers(-1, 3))
nights = st.builds(Nights, days, days)
taken = st.lists(st.tuples(days, days).map(sorted).map(lambda pair: Taken(*pair)), max_size=5)
windows = st.tuples(days, days).map(sorted).map(lambda pair: Period(*pair))


apart = (
    st.lists(days, unique=True, min_size=2, max_size=8)
    .map(sorted)
    .map(lambda found: [Offer(one, two, 1) for one, two in zip(found[::2], found[1::2], strict=False)])
)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


# -- periods ---------------------------------------------------------------------------------------


@given(st.lists(offers, max_size=4))
def test_offers_are_accepted_exactly_when_no_day_is_in_two_and_each_has_a_place(given: list[Offer]) -> None:
    sound = bool(given) and all(each.first <= each.last and each.places >= 1 for each in given)
    apart = all(
        not set(every_day(one.first, one.last)) & set(every_day(two.first, two.last))
        for one, two in combinations(given, 2)
    )
    assert bool(rules.check_offers(given)) == (sound and apart)


@given(st.lists(nights, max_size=4))
def test_a_bed_is_not_counted_twice_in_a_night_and_one_may_leave_when_another_comes(given: list[Nights]) -> None:
    sound = all(each.first < each.last for each in given)
    slept = [set(every_day(each.first, each.last)[:-1]) for each in given]
    apart = all(not one & two for one, two in combinations(slept, 2))
    assert bool(rules.check_nights(given)) == (sound and apart)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "no_period"),
        ([Offer(DAY, DAY, 0)], "period_without_place"),
        ([Offer(DAY, DAY - timedelta(days=1), 1)], "period_ends_before_start"),
        ([Offer(DAY, DAY, 1), Offer(DAY, DAY, 2)], "periods_overlap"),
        ([Offer(DAY, date(2206, 1, 1), 1)], "period_too_long"),
    ],
)
def test_what_is_wrong_with_a_period_is_named(given: list[Offer], code: str) -> None:
    assert rules.check_offers(given).code == code


@given(apart, windows)
def test_what_is_renewed_lies_in_the_window_and_begins_with_it(given: list[Offer], window: Period) -> None:
    moved = rules.moved_into(given, window)
    assert rules.check_offers(moved)
    assert moved[0].first == window.start
    assert all(window.contains(Period(each.first, each.last)) for each in moved)


# -- capacity --------------------------------------------------------------------------------------


@given(st.lists(st.builds(Offer, days, days, st.integers(1, 3)), max_size=3), taken, windows)
def test_free_places_are_counted_day_by_day(given: list[Offer], gone: list[Taken], window: Period) -> None:
    counted = tuple(
        max(
            sum(each.places for each in given if each.first <= day <= each.last)
            - sum(each.first <= day <= each.last for each in gone),
            0,
        )
        for day in every_day(window.start, window.end)
    )
    assert rules.free_places(given, gone, window) == counted
    fits = all(counted) and all(any(o.first <= d <= o.last for o in given) for d in every_day(window.start, window.end))
    assert bool(rules.check_place(given, gone, window)) == fits


@given(st.integers(1, 3), st.lists(nights, max_size=3), taken, windows)
def test_a_bed_is_free_again_in_the_night_after_somebody_left(
    beds: int, given: list[Nights], gone: list[Taken], window: Period
) -> None:
    free = rules.free_beds(beds, given, gone, window)
    for number, night in enumerate(every_day(window.start, window.end)):
        open_ = any(each.first <= night < each.last for each in given)
        there = sum(each.first <= night < each.last for each in gone)
        assert free[number] == max((beds if open_ else 0) - there, 0)


@given(st.lists(offers, max_size=3), taken)
def test_changed_periods_hold_exactly_when_each_promise_still_fits_beside_the_others(
    given: list[Offer], gone: list[Taken]
) -> None:
    fits = all(
        sum(o.places for o in given if o.first <= day <= o.last) >= sum(t.first <= day <= t.last for t in gone)
        and any(o.first <= day <= o.last for o in given)
        for each in gone
        for day in every_day(each.first, each.last)
    )
    assert bool(rules.check_still_fits(given, gone)) == fits


# -- homes -----------------------------------------------------------------------------------------

SEEN = date(2026, 10, 2)
SAFE = HomeFacts(
    kind="family", withdrawn=False, paused=False, beds=1, visited_on=SEEN, interviewed_on=SEEN,
    valid_until=date(2027, 6, 30), adults=(Extract(SEEN, date(2026, 9, 20)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code_minor", "code_adult"),
    [
        ({}, "", ""),
        ({"withdrawn": True}, "home_withdrawn", "home_withdrawn"),
        ({"paused": True}, "home_paused", "home_paused"),
        ({"beds": 0}, "home_without_bed", "home_without_bed"),
        ({"visited_on": None}, "home_not_visited", "home_not_visited"),
        ({"interviewed_on": None}, "home_not_interviewed", "home_not_interviewed"),
        ({"kind": "hostel", "interviewed_on": None, "adults": ()}, "", ""),
        ({"valid_until": None}, "home_checks_without_end", ""),
        ({"valid_until": date(2027, 1, 23)}, "home_checks_ended", ""),
        ({"adults": ()}, "home_without_adult", ""),
        ({"adults": (*SAFE.adults, Extract())}, "home_extract_lacks", ""),
        ({"adults": (Extract(SEEN, date(2026, 8, 1)),)}, "home_extract_lacks", ""),
        ({"adults": (Extract(date(2026, 1, 5), date(2025, 12, 20)),)}, "home_extract_ended", ""),
    ],
)
def test_why_a_home_is_not_proposable(change: dict[str, object], code_minor: str, code_adult: str) -> None:
    home = replace(SAFE, **change)  # type: ignore[arg-type]
    last_night = date(2027, 1, 24)
    assert rules.proposable(home, last_night, minor=True).code == code_minor
    assert rules.proposable(home, last_night, minor=False).code == code_adult


@given(days, st.booleans())
def test_what_is_safe_for_a_minor_is_safe_for_an_adult_and_ends_by_itself(on: date, minor: bool) -> None:
    later = on + timedelta(days=1)
    if rules.proposable(SAFE, on, minor=True):
        assert rules.proposable(SAFE, on, minor=False)
    if not rules.proposable(SAFE, on, minor=minor):
        assert not rules.proposable(SAFE, later, minor=minor)


def test_the_first_check_that_ends_is_known() -> None:
    assert rules.expires_on(SAFE) == date(2027, 6, 30)
    assert rules.expires_on(replace(SAFE, valid_until=date(2028, 1, 1))) == date(2027, 10, 2)
    assert rules.expires_on(replace(SAFE, adults=(Extract(),))) is None


def test_who_may_not_know_hears_only_that_the_home_is_not_available() -> None:
    why = rules.proposable(replace(SAFE, adults=(Extract(),)), DAY, minor=True)
    assert rules.told(why, knows=True) == why
    assert rules.told(why, knows=False).code == "home_not_available"
    assert rules.told(rules.proposable(SAFE, DAY, minor=True), knows=False)


@given(days, st.integers(-3, 400))
def test_an_extract_counts_when_it_was_a_month_old_at_most(issued: date, later: int) -> None:
    seen = issued + timedelta(days=later)
    verdict = rules.check_extract(issued, seen, today=date(2028, 6, 1))
    month = (issued.month % 12) + 1
    same_day_next_month = seen.month == month and seen.day <= issued.day and 0 <= later <= 31
    assert bool(verdict) == (later >= 0 and (seen.month == issued.month and later < 31 or same_day_next_month))


@pytest.mark.parametrize(
    ("done", "until", "code"),
    [
        ([SEEN, SEEN], date(2028, 10, 2), ""),
        ([SEEN, None], date(2028, 10, 3), "checks_valid_too_long"),
        ([SEEN, None], SEEN, "checks_end_before_begin"),
        ([SEEN, None], None, "checks_without_end"),
        ([date(2026, 12, 1)], date(2027, 10, 2), "day_to_come"),
        ([None, None], None, ""),
        ([None, None], date(2027, 1, 1), "checks_end_before_begin"),
    ],
)
def test_until_when_a_visit_counts(done: list[date | None], until: date | None, code: str) -> None:
    assert rules.check_visit(done, until, today=date(2026, 11, 23)).code == code


# -- rooms -----------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), max_size=5))
def test_units_hold_every_bed_once(beds: list[int]) -> None:
    rooms = [RoomFacts(number, each) for number, each in enumerate(beds)]
    found = rules.units(7, rooms)
    assert sum(unit.beds for unit in found) == sum(beds)
    assert sorted(room for unit in found for room in unit.rooms) == list(range(len(beds)))
    assert all(unit.one_gender == (len(unit.rooms) == 1 and beds[unit.rooms[0]] > 1) for unit in found)
    assert sum(not unit.one_gender for unit in found) <= 1


@pytest.mark.parametrize(
    ("guest", "others", "code"),
    [
        (Guest(""), [], ""),
        (Guest("f", "rather_not"), [Guest("f", "yes")], ""),
        (Guest("f", "yes"), [Guest("m", "yes")], "room_of_other_gender"),
        (Guest("", "yes"), [Guest("f", "yes")], "gender_unknown"),
        (Guest("f", "yes"), [Guest("", "yes")], "gender_unknown"),
        (Guest("f"), [Guest("f", "yes")], "sharing_unknown"),
        (Guest("f", "yes"), [Guest("f")], "sharing_unknown"),
        (Guest("f", "yes", date(2006, 3, 2)), [Guest("f", "yes", date(2011, 3, 1))], ""),
        (Guest("f", "yes", date(2006, 3, 1)), [Guest("f", "yes", date(2011, 3, 1))], "room_of_other_age"),
        (Guest("f", "yes", date(2004, 2, 29)), [Guest("f", "yes", date(2009, 3, 1))], "room_of_other_age"),
        (Guest("f", "no"), [Guest("f")], "does_not_share"),
        (Guest("f"), [Guest("f", "no")], "does_not_share"),
    ],
)
def test_who_may_join_whom_in_a_shared_room(guest: Guest, others: list[Guest], code: str) -> None:
    assert rules.may_join(guest, others).code == code


@pytest.mark.parametrize(
    ("rooms", "code"),
    [
        ([("Blauw", 1), ("Zolder", 2)], ""),
        ([("Blauw", 1), ("blauw", 2)], "room_twice"),
        ([("Blauw", 0)], "room_without_bed"),
        ([("Blauw", 61)], "room_too_full"),
    ],
)
def test_what_is_wrong_with_rooms_is_named(rooms: list[tuple[str, int]], code: str) -> None:
    assert rules.check_rooms(rooms).code == code


# -- hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schedule", "codes"),
    [
        (Schedule((1, 2, 3, 4, 5), time(8), time(16, 30), Decimal(38)), []),
        (Schedule((1, 2)), ["too_few_working_days"]),
        (Schedule((1, 2, 3, 4, 5, 6)), ["too_few_free_days"]),
        (Schedule(hours_a_week=Decimal("40.5")), ["week_too_long"]),
        (Schedule(starts_at=time(4), ends_at=time(12)), ["works_at_night"]),
        (Schedule(starts_at=time(15), ends_at=time(23)), ["works_at_night"]),
        (Schedule(starts_at=time(20), ends_at=time(2)), ["works_at_night"]),
        (Schedule(starts_at=time(8), ends_at=time(16, 31)), ["day_too_long"]),
        (Schedule(starts_at=time(7), ends_at=time(20)), ["day_too_long", "rest_too_short"]),
        (Schedule(shifts=True), ["shifts_to_look_at"]),
    ],
)
def test_hours_against_the_rules_for_young_people(schedule: Schedule, codes: list[str]) -> None:
    assert [each.code for each in rules.warnings(schedule)] == codes
