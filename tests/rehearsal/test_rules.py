"""The calendar of a rehearsal, and what its report counts."""

import tomllib
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.rehearsal import rules
from erasdu.rehearsal.play import STEPS
from erasdu.rehearsal.rules import Got, Person, Press, Step
from erasdu.rehearsal.stage import PLAYBOOK, some_dates

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_the_playbook_plays_between_enrolment_and_departure_and_each_step_is_known() -> None:
    start = date(2026, 11, 26)
    dates = some_dates(start)
    steps = rules.read(tomllib.loads(PLAYBOOK.read_text("utf-8")))
    assert {step.what for step in steps} == set(STEPS)
    days = rules.calendar(steps, dates)
    assert min(days) > start
    assert max(days) < dates["stay_from"]
    assert sum(len(each) for each in days.values()) == len(steps)


@settings(max_examples=40)
@given(st.integers(1, 120), st.integers(0, 10_000))
def test_the_late_ones_are_spread_evenly_and_the_seed_says_who(number: int, seed: int) -> None:
    places = rules.parts(number, seed)
    assert places == rules.parts(number, seed)
    assert abs(sum(place < 0.7 for place in places) - 0.7 * number) <= 1
    assert all(0 < place < 1 for place in places)


@given(st.integers(1, 400), st.integers(1, 12))
def test_learners_are_spread_over_schools_and_none_is_lost(learners: int, schools: int) -> None:
    sizes = rules.spread(learners, schools)
    assert sum(sizes) == learners
    assert max(sizes) - min(sizes) <= 1
    assert len(sizes) == 1 or min(sizes) >= 4


def test_one_press_with_several_dossiers_is_one_action_and_what_follows_from_it_none() -> None:
    people = [Person(1, "contact_point", "Vakschool Het Schip", 2), Person(2, "learner", "Lotte Maes")]
    later = AT + timedelta(minutes=5)
    presses = [
        Press(1, AT, "file.handed_in"), Press(1, AT, "file.handed_in"), Press(1, AT, "file.complete"),
        Press(1, later, "insurance.seen"), Press(2, AT, "paper.signed"),
    ]  # fmt: skip
    got = [
        Got(1, AT.date(), "mail", "notices/letters/waiting", "sent"),
        Got(1, AT.date(), "mail", "notices/letters/waiting", "cancelled"),
        Got(2, AT.date(), "text", "notices/letters/waiting_text", "sent"),
    ]
    found = rules.report(people, presses, got)
    school, learner = found["people"]
    assert (school["actions"], school["mails"], school["learners"]) == (2, 1, 2)
    assert (learner["actions"], learner["mails"], learner["texts"]) == (1, 0, 1)
    assert school["busiest"] == [{"day": "2026-12-01", "actions": 2, "mails": 1}]
    assert [row["role"] for row in found["roles"]] == ["contact_point", "learner"]
    assert {row["state"] for row in found["mails"]} == {"sent", "cancelled"}


def test_steps_of_one_day_go_in_the_order_of_their_hours() -> None:
    late, early = Step("hand_in", "", "files_deadline", 0, 15), Step("check", "", "files_deadline", 0, 8)
    ((_day, both),) = rules.calendar([late, early], {"files_deadline": date(2027, 1, 5)}).items()
    assert [step.what for _at, step in both] == ["check", "hand_in"]
