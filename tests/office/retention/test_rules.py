"""When a candidate's data goes: never of who was selected, never too early, never later than needed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.privacy import CLASSES
from erasdu.office.retention import rules
from erasdu.office.retention.rules import CANDIDATE, SCORES, History, Standing, due_on, months_after

DEADLINE, STAY = date(2026, 12, 9), date(2027, 3, 27)
days = st.dates(date(2023, 1, 1), date(2030, 12, 31))
maybe_days = st.none() | days
histories = st.builds(
    History,
    files_deadline=days,
    stay_until=days,
    told_on=maybe_days,
    ended_on=maybe_days,
    outcome=st.sampled_from(["", "selected", "reserve", "not_selected"]),
    file=st.sampled_from(["preparing", *rules.AT_WORK, "granted", "accepted", "declined", "withdrawn"]),
    granted=st.booleans(),
    complaint_open=st.booleans(),
    complaint_answered_on=maybe_days,
)
standings = st.builds(
    Standing,
    histories=st.lists(histories, max_size=4).map(tuple),
    other_role=st.booleans(),
    guards=st.booleans(),
    seen_on=maybe_days,
)


def history(**changes: object) -> History:
    return History(**{"files_deadline": DEADLINE, "stay_until": STAY, **changes})  # type: ignore[arg-type]


def due(*of: History, code: str = CANDIDATE, **changes: object) -> date | None:
    return due_on(Standing(of, **changes), code)  # type: ignore[arg-type]


def test_every_code_that_a_column_is_kept_by_has_a_rule() -> None:
    assert {privacy.keep for privacy in CLASSES} == set(rules.BY_CODE)


def test_six_months_after_the_school_told() -> None:
    assert due(history(told_on=date(2026, 11, 20), outcome="not_selected")) == date(2027, 5, 20)


def test_without_a_decision_after_the_deadline_for_files() -> None:
    assert due(history()) == date(2027, 6, 9)


def test_scores_stay_a_year() -> None:
    assert due(history(told_on=date(2026, 11, 20)), code=SCORES) == date(2027, 11, 20)


def test_who_withdrew_later_counts_from_then() -> None:
    withdrew = history(told_on=date(2026, 11, 20), outcome="selected", ended_on=date(2027, 1, 5))
    assert due(withdrew) == date(2027, 7, 5)


def test_a_reserve_whose_file_still_waits_counts_from_the_last_day_of_the_stays() -> None:
    assert due(history(told_on=date(2026, 11, 20), outcome="reserve", file="waiting")) == date(2027, 9, 27)


@pytest.mark.parametrize("kept", [history(outcome="selected"), history(granted=True), history(complaint_open=True)])
def test_who_was_selected_or_granted_or_complains_stays(kept: History) -> None:
    assert due(kept) is None
    assert due(history(told_on=date(2020, 1, 1)), kept) is None


def test_another_role_or_a_ward_or_an_account_in_use_keeps_the_person() -> None:
    old = history(told_on=date(2026, 11, 20))
    assert due(old, other_role=True) is None
    assert due(old, guards=True) is None
    assert due(old, seen_on=date(2027, 4, 1)) == date(2027, 10, 1)


@given(standings)
def test_whoever_was_selected_or_granted_never_goes(standing: Standing) -> None:
    kept = any(rules.is_evidence(each) or each.complaint_open for each in standing.histories)
    if kept or standing.other_role or standing.guards or not standing.histories:
        assert due_on(standing, CANDIDATE) is None
        assert due_on(standing, SCORES) is None
    else:
        assert due_on(standing, CANDIDATE) is not None


@given(standings)
def test_nothing_goes_before_six_months_after_every_thing_that_happened(standing: Standing) -> None:
    day = due_on(standing, CANDIDATE)
    if day is None:
        return
    for each in standing.histories:
        for happened in (each.told_on or each.files_deadline, each.ended_on, each.complaint_answered_on):
            assert happened is None or months_after(happened, 6) <= day
    assert standing.seen_on is None or months_after(standing.seen_on, 6) <= day


@given(standings)
def test_scores_never_go_before_the_rest(standing: Standing) -> None:
    first, later = due_on(standing, CANDIDATE), due_on(standing, SCORES)
    assert (first is None) == (later is None)
    assert first is None or later is None or first < later


@given(standings, histories)
def test_another_candidacy_never_makes_it_earlier(standing: Standing, more: History) -> None:
    before = due_on(standing, CANDIDATE)
    after = due_on(
        Standing((*standing.histories, more), standing.other_role, standing.guards, standing.seen_on), CANDIDATE
    )
    if before is not None and after is not None:
        assert after >= before


@given(days, st.integers(-24, 24))
def test_months_are_counted_on_the_calendar(day: date, months: int) -> None:
    moved = months_after(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


def test_contact_details_wait_for_the_last_role() -> None:
    ended = date(2026, 1, 31)
    assert rules.contact_due_on([ended, date(2025, 1, 1)]) == date(2026, 7, 31)
    assert rules.contact_due_on([ended, None]) is None
    assert rules.contact_due_on([]) is None
