"""What a call asks of its own, where a stay stands, and what may be let pass: plain rules."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.readiness import rules
from erasdu.journey.readiness.rules import Own, Touched
from erasdu.journey.readiness.rules.own import last_day
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART, PAYMENT, Requirement, blocking
from erasdu.kernel.requirement import STAY as STAYING

ON = date(2026, 11, 26)
LEAVES = date(2027, 3, 7)
STAY = Period(LEAVES, date(2027, 3, 20))
OWN = Own("k", (("nl", "Foto"), ("en", "Photo")), "learner", 14, frozenset({DEPART}), ON)
ANN = Touched(LEAVES, date(2009, 5, 1), "BE", 3, "care")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
STATES = st.sampled_from(["met", "open", "waiting", "overdue", "not_applicable"])
GATE_SETS = st.frozensets(st.sampled_from([DEPART, PAYMENT, CLOSING]))
ITEMS = st.lists(
    st.builds(
        Requirement, st.sampled_from(["internship_place", "bed", "photo"]), STATES, st.just("learner"),
        st.none() | DAYS, GATE_SETS, let_pass=GATE_SETS,
    ),
    max_size=6,
)  # fmt: skip


def test_each_simple_fact_decides_whom_it_touches() -> None:
    cases = [
        ({}, {}, "yes"),
        ({"minor": True}, {}, "yes"),
        ({"minor": True}, {"birth_date": date(2009, 3, 7)}, "no"),  # eighteen on the day of leaving
        ({"minor": True}, {"birth_date": date(2009, 3, 8)}, "yes"),
        ({"minor": True}, {"birth_date": date(2008, 2, 29), "leaves_on": date(2026, 12, 1)}, "no"),
        ({"minor": True}, {"birth_date": None}, "unknown"),
        ({"minor": False}, {}, "no"),
        ({"outside_eea": True}, {}, "no"),
        ({"outside_eea": True}, {"nationality": "MA"}, "yes"),
        ({"outside_eea": True}, {"nationality": "CH"}, "no"),
        ({"outside_eea": True}, {"nationality": ""}, "unknown"),
        ({"destination": 4}, {}, "no"),
        ({"destination": 3}, {"destination": None}, "unknown"),
        ({"sector": "care", "direction": "outgoing"}, {}, "yes"),
        ({"sector": "wood", "outside_eea": True}, {"nationality": ""}, "no"),  # one no is enough
        ({}, {"leaves_on": ON}, "no"),  # left on the day it was added
        ({}, {"leaves_on": ON + timedelta(1)}, "yes"),
        ({}, {"leaves_on": None}, "yes"),
        ({"gates": frozenset({PAYMENT, CLOSING})}, {"leaves_on": ON - timedelta(9)}, "yes"),  # for when they are back
        ({"gates": frozenset({DEPART, PAYMENT})}, {"leaves_on": ON}, "no"),
        ({"who": "guardian"}, {}, "yes"),
        ({"who": "guardian"}, {"birth_date": None}, "yes"),
        ({"who": "guardian"}, {"birth_date": date(2007, 5, 1)}, "no"),  # of age: decides alone
        ({"who": "guardian"}, {"birth_date": date(2007, 5, 1), "parents_told": True}, "yes"),
        ({"minor": True}, {"learner": False, "birth_date": None}, "no"),  # who goes along is asked nothing
    ]
    for asks, known, expected in cases:
        assert rules.touches(replace(OWN, **asks), replace(ANN, **known), ON) == expected, (asks, known)


def test_what_is_asked_too_late_is_late_at_once() -> None:
    for leaves, late in ((ON + timedelta(13), True), (ON + timedelta(14), False), (None, False)):
        assert rules.is_late(OWN, replace(ANN, leaves_on=leaves)) == late
    assert not rules.is_late(replace(OWN, gates=frozenset({PAYMENT})), replace(ANN, leaves_on=ON + timedelta(3)))


def test_a_leap_day_is_a_birthday_in_march() -> None:
    born = date(2008, 2, 29)
    for leaves, minor in ((date(2026, 2, 28), "yes"), (date(2026, 3, 1), "no")):
        of = Touched(leaves, born, "BE")
        assert rules.touches(replace(OWN, minor=True, added_on=date(2025, 1, 1)), of, date(2026, 1, 1)) == minor


@given(DAYS, st.integers(0, 365), st.none() | DAYS)
def test_the_last_day_lies_between_adding_and_leaving(added: date, days: int, leaves: date | None) -> None:
    found = last_day(replace(OWN, added_on=added, days_before=days), replace(ANN, leaves_on=leaves))
    back = replace(ANN, leaves_on=leaves, back_on=leaves)
    after = last_day(replace(OWN, added_on=added, days_before=days, gates=frozenset({PAYMENT})), back)
    assert after == (max(added, leaves + timedelta(days)) if leaves else None)
    assert (found is None) == (leaves is None)
    if found and leaves and leaves > added:
        assert added <= found <= leaves


@given(DAYS, st.booleans())
def test_what_was_added_while_they_travel_reopens_nobody(on: date, done: bool) -> None:
    late = replace(OWN, added_on=LEAVES)
    assert rules.requirement(late, ANN, on, done=done).state == "not_applicable"


STAGES_OF = st.sampled_from([*rules.STAGES[:5]])


@given(ITEMS, DAYS)
def test_what_must_hold_every_day_away_is_asked_until_the_last(items: list[Requirement], on: date) -> None:
    opened = rules.open_items([replace(item, blocks=item.blocks | {STAYING}) for item in items], STAY, on)
    lacking = [item for item in items if not item.met]
    if STAY.start < on <= STAY.end:
        assert len(opened) == len(lacking)
    if on > STAY.end:
        assert all(item.blocks - item.let_pass - {DEPART, STAYING} for item in opened)


@given(STAGES_OF, ITEMS, DAYS)
def test_who_left_is_found_by_what_still_waits(stage: str, items: list[Requirement], on: date) -> None:
    shows = rules.kept_by(rules.Line(stage, False, tuple(items)), on, "contact_point")
    left = stage in rules.LEFT
    assert ("left" in shows, "here" in shows) == (left, not left)
    assert ("mine" in shows) == any(item.who == "contact_point" for item in items)
    assert not (left and "blocks" in shows)


def test_what_cannot_be_decided_stays_open_and_says_why() -> None:
    found = rules.requirement(replace(OWN, outside_eea=True), replace(ANN, nationality=""), ON, done=False)
    assert (found.state, found.why, found.by) == ("open", "own_not_decided", LEAVES - timedelta(14))
    assert rules.requirement(OWN, ANN, LEAVES, done=False).state == "overdue"
    assert rules.requirement(OWN, ANN, LEAVES, done=True).state == "met"


@given(ITEMS, DAYS, st.booleans())
def test_stage_and_open_things_agree_with_the_gate(items: list[Requirement], on: date, live: bool) -> None:
    stage = rules.stage(live=live, stay=STAY, items=items, on=on)
    assert stage in rules.STAGES
    if live and on <= STAY.start:
        assert (stage == "ready") == (not blocking(items, DEPART))
    opened = rules.open_items(items, STAY, on)
    assert sorted(map(repr, rules.in_order(items))) == sorted(map(repr, items))
    assert not any(item.settled for item in opened)
    if on > STAY.start:
        assert all(item.blocks - item.let_pass - {DEPART} for item in opened)
    else:
        assert {id(item) for item in items if item.holds(DEPART)} <= {id(item) for item in opened}
        held = [item.holds(DEPART) for item in opened]
        assert held == sorted(held, reverse=True)  # what holds up leaving comes first


def test_letting_pass_asks_a_reason_and_never_sets_the_law_aside() -> None:
    thing = Requirement("photo", "open", "learner", None, frozenset({DEPART}))
    assert rules.may_let_pass(thing, DEPART, "Zij heeft er geen nodig.")
    assert rules.may_let_pass(thing, DEPART, "ja").code == "reason_too_short"
    assert rules.may_let_pass(thing, PAYMENT, "Zij heeft er geen nodig.").code == "nothing_to_let_pass"
    assert rules.may_let_pass(None, DEPART, "Zij heeft er geen nodig.").code == "nothing_to_let_pass"
    for code in rules.NEVER:
        assert rules.may_let_pass(replace(thing, code=code), DEPART, "Wij zijn laat.").code != "reason_too_short"
        assert not rules.may_let_pass(replace(thing, code=code), DEPART, "Zij heeft er geen nodig.")
