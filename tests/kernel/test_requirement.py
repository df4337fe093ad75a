from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.requirement import Requirement, State, blocking, pending

BY = date(2023, 10, 4)


def needed(code: str, state: State, gate: str = "hand_in") -> Requirement:
    return Requirement(code, state, "learner", BY, frozenset({gate}))


def test_only_unsettled_things_hold_up_their_own_gate() -> None:
    things = [
        needed("cv", "open"),
        needed("guardians", "not_applicable"),
        needed("report", "met"),
        needed("school", "overdue"),
        needed("ehic", "open", gate="departure"),
        needed("teacher", "waiting"),
    ]
    assert [thing.code for thing in blocking(things, "hand_in")] == ["cv", "school", "teacher"]
    assert [thing.code for thing in blocking(things, "departure")] == ["ehic"]


def test_the_last_day_itself_is_in_time() -> None:
    assert pending(False, BY, BY) == "open"
    assert pending(False, BY, BY, asked=True) == "waiting"
    assert pending(False, BY + timedelta(1), BY, asked=True) == "overdue"


@given(st.booleans(), st.dates(), st.none() | st.dates(), st.booleans())
def test_what_is_met_is_never_overdue_and_without_a_day_nothing_is(
    met: bool, on: date, by: date | None, asked: bool
) -> None:
    state = pending(met, on, by, asked=asked)
    assert (state == "met") == met
    assert (state == "overdue") == (not met and by is not None and by < on)
