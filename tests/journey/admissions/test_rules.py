from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.admissions import rules
from erasdu.journey.admissions.rules import CalledUp, Reserve, Waiting, Window
from erasdu.kernel.periods import brussels_date, end_of_day, start_of_day

OPENING, DEADLINE = date(2023, 9, 18), date(2023, 10, 4)
TICK = timedelta(microseconds=1)
MOMENTS = st.datetimes(datetime(2023, 9, 1), datetime(2023, 11, 30), timezones=st.just(UTC))
DAYS = st.dates(OPENING, date(2023, 11, 15))

# -- in time ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R16")
@given(MOMENTS, DAYS, st.none() | DAYS, st.booleans())
def test_a_file_comes_in_between_opening_and_deadline_or_grace(
    at: datetime, deadline: date, grace: date | None, late_allowed: bool
) -> None:
    window = Window(OPENING, deadline, grace, late_allowed)
    day = brussels_date(at)
    on_time = day <= deadline or (grace is not None and day <= grace)
    assert rules.in_time(window, at).allowed == (day >= OPENING and (on_time or late_allowed))
    assert rules.counts_as_late(window, at) == (not on_time)


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("deadline", [date(2023, 3, 26), date(2023, 10, 29), DEADLINE])
def test_the_last_second_is_in_time_and_midnight_is_not(deadline: date) -> None:
    window = Window(deadline - timedelta(14), deadline)
    assert rules.in_time(window, end_of_day(deadline) - TICK)
    refusal = rules.in_time(window, end_of_day(deadline))
    assert (refusal.code, refusal.params) == ("deadline_passed", (("deadline", deadline.isoformat()),))


@pytest.mark.requirement("R16")
def test_before_the_opening_nothing_can_be_handed_in() -> None:
    window = Window(OPENING, DEADLINE, late_allowed=True)
    assert rules.in_time(window, start_of_day(OPENING) - TICK).code == "not_open_yet"
    assert rules.in_time(window, start_of_day(OPENING))


def test_a_late_file_with_a_reason_comes_in_but_counts_as_late() -> None:
    window = Window(OPENING, DEADLINE, late_allowed=True)
    assert rules.in_time(window, end_of_day(DEADLINE))
    assert rules.counts_as_late(window, end_of_day(DEADLINE))


@given(MOMENTS, st.integers(0, 60))
def test_days_of_grace_and_to_answer_are_whole_days_in_brussels(at: datetime, days: int) -> None:
    for last in (rules.grace_until(at, days), rules.answer_by(at, days)):
        assert (last - brussels_date(at)).days == days
        assert end_of_day(last) - at > timedelta(days=days) - timedelta(hours=1)


# -- seats -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_school", "allotted", "seats"),
    [(None, None, 0), (3, None, 3), (None, 2, 2), (3, 5, 5), (3, 0, 0)],
)
def test_an_allotment_goes_before_the_number_of_the_call(
    per_school: int | None, allotted: int | None, seats: int
) -> None:
    assert rules.seats_of_school(per_school=per_school, allotted=allotted) == seats


SCHOOLS = st.integers(1, 3)


@given(
    st.integers(0, 20),
    st.dictionaries(SCHOOLS, st.integers(-1, 9)),
    st.dictionaries(SCHOOLS, st.integers(0, 5)),
)
def test_seats_are_never_given_twice_nor_taken_back_while_in_use(
    seats: int, allotted: dict[int, int], taken: dict[int, int]
) -> None:
    sound = (
        all(number >= 0 for number in allotted.values())
        and sum(allotted.values()) <= seats
        and all(taken[school] <= allotted.get(school, 0) for school in taken)
    )
    assert rules.check_allotments(seats, allotted, taken).allowed == sound


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9), st.integers(0, 9))
def test_a_place_is_granted_while_school_and_call_have_one(
    school_seats: int, school_taken: int, call_seats: int, call_taken: int
) -> None:
    verdict = rules.may_grant(
        school_seats=school_seats,
        school_taken=school_taken,
        call_seats=call_seats,
        call_taken=call_taken,
    )
    assert verdict.allowed == (school_taken < school_seats and call_taken < call_seats)


# -- who comes next --------------------------------------------------------------------------------

FILES = st.lists(st.tuples(st.fractions(0, 100, max_denominator=3), st.booleans(), st.booleans()), max_size=8).flatmap(
    lambda rows: st.permutations([Waiting(number + 100, number, *row) for number, row in enumerate(rows)])
)


def goes_before(one: Waiting, other: Waiting, dual_first: bool, first_come: bool) -> bool:
    """Written apart from the rule, as one would explain it."""
    if one.late != other.late:
        return other.late
    if dual_first and one.dual != other.dual:
        return one.dual
    if not first_come and one.total != other.total:
        return one.total > other.total
    return one.order < other.order


@pytest.mark.requirement("R16")
@given(FILES, st.booleans(), st.booleans())
def test_everybody_on_the_waiting_list_goes_before_the_next(
    files: list[Waiting], dual_first: bool, first_come: bool
) -> None:
    ordered = rules.waiting_list(files, dual_first=dual_first, first_come=first_come)
    assert set(ordered) == set(files)
    for at, one in enumerate(ordered):
        assert all(goes_before(one, other, dual_first, first_come) for other in ordered[at + 1 :])


def test_a_call_that_did_not_publish_priority_gives_none() -> None:
    dual, other = Waiting(7, 2, Fraction(50), dual=True), Waiting(8, 1, Fraction(60))
    assert rules.waiting_list([dual, other], dual_first=False, first_come=False) == [other, dual]
    assert rules.waiting_list([dual, other], dual_first=True, first_come=False) == [dual, other]


RESERVES = st.lists(st.booleans(), max_size=6).flatmap(
    lambda rows: st.permutations([Reserve(rank + 200, rank, available) for rank, available in enumerate(rows, 1)])
)


@given(RESERVES)
def test_the_first_available_reserve_is_called_up(reserves: list[Reserve]) -> None:
    found = rules.next_reserve(reserves)
    available = [item for item in reserves if item.available]
    assert (found in available) if available else found is None
    assert all(item.rank >= found.rank for item in available if found)


@given(RESERVES, FILES, st.booleans(), st.booleans())
def test_a_freed_place_stays_with_its_school_while_that_has_a_reserve(
    reserves: list[Reserve], files: list[Waiting], dual_first: bool, first_come: bool
) -> None:
    found = rules.next_for_freed_place(reserves, files, dual_first=dual_first, first_come=first_come)
    reserve = rules.next_reserve(reserves)
    if reserve:
        assert found == CalledUp(reserve.id, "reserve")
    elif files:
        first = rules.waiting_list(files, dual_first=dual_first, first_come=first_come)[0]
        assert found == CalledUp(first.id, "waiting_list")
    else:
        assert found is None
