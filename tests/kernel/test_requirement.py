from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.requirement import CLOSING, DEPART, Requirement, State, because_of, blocking, pending

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


def test_what_was_let_pass_at_one_gate_still_holds_up_the_others() -> None:
    thing = Requirement("agreement", "open", "school", BY, frozenset({DEPART, CLOSING}), let_pass=frozenset({DEPART}))
    assert (thing.holds(DEPART), thing.holds(CLOSING), thing.settled, thing.met) == (False, True, False, False)
    everywhere = Requirement("agreement", "open", "school", BY, frozenset({DEPART}), let_pass=frozenset({DEPART}))
    assert everywhere.settled
    assert not everywhere.met


def test_what_holds_no_gate_is_settled_only_when_it_is_in_order() -> None:
    assert not Requirement("photo", "open", "learner", BY, frozenset()).settled


def test_equal_reasons_are_equal() -> None:
    thing = needed("visa", "open")
    assert because_of(thing, "outside_eu", b=1, a=BY) == because_of(thing, "outside_eu", a=BY, b="1")
