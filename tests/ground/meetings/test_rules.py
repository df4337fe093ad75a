"""Seats, the waiting list, required sessions and doors: as rules, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.meetings import rules
from erasdu.ground.meetings.forms import MeetingForm
from erasdu.ground.meetings.rules import Seat, Session

pytestmark = pytest.mark.requirement("R06")
AT = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
ON = date(2026, 11, 23)


def run(answers: list[tuple[int, str]], capacity: int | None) -> dict[int, str]:
    """Person → seat after these answers, in their order, as the actions do it."""
    seats: dict[int, Seat] = {}
    for number, (who, said) in enumerate(answers):
        since = AT + timedelta(minutes=number)
        before = seats.get(who, Seat(who))
        others = [seat for seat in seats.values() if seat.who != who]
        place = rules.after_answer(said, before.place, others, capacity)
        seats[who] = Seat(who, place, before.since if place == before.place else since)
        for up in rules.moving_up(list(seats.values()), capacity):
            seats[up] = Seat(up, rules.SEAT, since)
    return {who: seat.place for who, seat in seats.items()}


answers = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(rules.ANSWERS)), max_size=20)


@given(answers, st.integers(1, 4))
def test_never_more_than_there_are_seats_and_nobody_waits_beside_a_free_one(
    said: list[tuple[int, str]], capacity: int
) -> None:
    seats = list(run(said, capacity).values())
    assert seats.count(rules.SEAT) <= capacity
    assert not seats.count(rules.WAITING) or seats.count(rules.SEAT) == capacity


@given(answers, st.integers(1, 4) | st.none())
def test_a_seat_is_for_who_says_yes_and_stays(said: list[tuple[int, str]], capacity: int | None) -> None:
    last = dict(said)
    seats = run(said, capacity)
    assert {who for who, place in seats.items() if place} == {who for who, answer in last.items() if answer == "yes"}
    if capacity is None:
        assert rules.WAITING not in seats.values()
    again = [*said, *((who, "yes") for who, place in seats.items() if place == rules.SEAT)]
    assert run(again, capacity) == seats  # to say yes twice changes nothing


def test_who_waits_longest_moves_up_first() -> None:
    said = [(1, "yes"), (2, "yes"), (3, "yes"), (2, "maybe"), (2, "yes"), (1, "no")]
    assert run(said, 1) == {1: "", 2: rules.WAITING, 3: rules.SEAT}


def session(days: int, *, series: str = "a", role: str = "learner", **values: object) -> Session:
    start = datetime(2026, 11, 23, 18, 0, tzinfo=UTC) + timedelta(days=days)
    given = {"required": True, **values}
    return Session(series, role, starts_at=start, ends_at=start + timedelta(hours=2), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([], []),
        ([session(5, required=False)], []),
        ([session(5, role="guardian")], []),
        ([session(5)], ["to_answer"]),
        ([session(5, answer="yes")], ["comes"]),
        ([session(5, answer="no")], ["said_no"]),
        ([session(5, answer="yes", seat="seat")], ["comes"]),
        ([session(5, answer="yes", seat="waiting")], ["full"]),
        ([session(5, answer="yes", seat="waiting"), session(9, answer="yes", seat="seat")], ["comes"]),
        ([session(0)], ["to_answer"]),
        ([session(-1)], ["missed"]),
        ([session(-1, there=True)], []),
        ([session(5, cancelled=True)], ["cancelled"]),
        ([session(-3), session(5, answer="yes")], ["comes"]),
        ([session(-3, there=True), session(5)], []),
        ([session(4, answer="no"), session(5, answer="yes")], ["comes"]),
        ([session(5, cancelled=True), session(9)], ["to_answer"]),
        ([session(-1, there=True), session(5, series="b")], ["to_answer"]),
        ([session(5), session(-1, series="b")], ["missed", "to_answer"]),
    ],
)
def test_what_is_owed(sessions: list[Session], expected: list[str]) -> None:
    assert [each.why for each in rules.owed(sessions, "learner", ON)] == expected


def test_the_door_is_open_around_the_meeting_only() -> None:
    ends = AT + timedelta(hours=1)
    minutes = {-31: False, -30: True, 0: True, 60: True, 75: True, 76: False}
    assert {m: rules.door_is_open(AT, ends, AT + timedelta(minutes=m)) for m in minutes} == minutes


def test_another_moment_or_secret_is_another_code() -> None:
    codes = {rules.door_token(s, k, n) for s in ("s", "t") for k in ("a", "b") for n in (0, 1)}
    assert len(codes) == 8
    assert not codes & {rules.feed_token("s", "a", 0)}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts_at": "2020-01-01T10:00", "ends_at": "2020-01-01T11:00"}, "starts_at"),
        ({"starts_at": "2026-12-30T10:00", "ends_at": "2027-12-30T11:00"}, "ends_at"),
        ({"starts_at": "2026-12-30T10:00", "ends_at": "2026-12-30T10:00"}, "ends_at"),
        ({"starts_at": "2026-12-30T20:00", "ends_at": "2026-12-31T01:00"}, ""),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_meeting_is_still_to_come_and_takes_a_day_at_most(typed: dict[str, str], field: str) -> None:
    form = MeetingForm({"title_nl": "Infosessie", "place": "Kerkstraat 1, Gent", **typed})
    assert list(form.errors) == ([field] if field else [])
