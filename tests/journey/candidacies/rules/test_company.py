from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies.rules import company
from erasdu.journey.candidacies.rules.approvals import ApprovalFacts, running
from erasdu.journey.candidacies.rules.company import Answer, Approved
from erasdu.kernel.periods import Period

pytestmark = pytest.mark.requirement("R25", "R34")

FIRST = date(2026, 11, 22)
PERIOD = st.builds(
    lambda start, length: Period(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)),
    st.integers(0, 25),
    st.integers(0, 25),
)
APPROVED = st.builds(
    Approved,
    st.sampled_from(["bakery", "garage"]),
    st.sampled_from(company.WITH_COMPANY),
    PERIOD,
    st.lists(PERIOD, max_size=3).map(tuple),
)
WINDOW = Period(date(2026, 11, 22), date(2026, 12, 12))
STAY = Period(date(2026, 11, 29), date(2026, 12, 11))
YES = Answer("yes", Approved("bakery", "oao", WINDOW))


def days(period: Period) -> set[date]:
    return {period.start + timedelta(days=number) for number in range(period.days)}


def allowed(approved: Approved) -> set[date]:
    return days(approved.window) - set().union(*(days(one) for one in approved.excepted))


@given(APPROVED, PERIOD)
def test_final_dates_are_covered_when_each_of_their_days_is(approved: Approved, stay: Period) -> None:
    assert company.covers(approved, stay).allowed == (days(stay) <= allowed(approved))


@given(APPROVED, PERIOD)
def test_the_free_days_are_those_of_the_call_that_were_approved(approved: Approved, window: Period) -> None:
    free = company.free_days(approved, window)
    assert [day for one in free for day in sorted(days(one))] == sorted(allowed(approved) & days(window))
    assert all(later.start - earlier.end > timedelta(days=1) for earlier, later in zip(free, free[1:], strict=False))
    assert company.leaves_room(approved, window).allowed == bool(free)
    assert all(company.covers(approved, one) for one in free)


@given(APPROVED, PERIOD, st.sampled_from(["bakery", "garage"]), st.sampled_from(company.WITH_COMPANY))
def test_a_yes_counts_for_its_own_company_agreement_and_days(
    approved: Approved, stay: Period, name: str, agreement: company.Agreement
) -> None:
    verdict = company.check(Answer("yes_except", approved), name, agreement, WINDOW, stay)
    same = (approved.company, approved.agreement) == (name, agreement)
    assert verdict.allowed == (same and days(stay) <= allowed(approved))


@pytest.mark.parametrize(
    ("answer", "name", "agreement", "window", "stay", "code"),
    [
        (YES, "bakery", "oao", WINDOW, None, ""),
        (YES, "bakery", "oao", WINDOW, STAY, ""),
        (None, "bakery", "oao", WINDOW, None, "company_has_not_answered"),
        (Answer("no"), "bakery", "oao", WINDOW, None, "company_refused"),
        (Answer("call_me"), "bakery", "oao", WINDOW, None, "company_wants_a_call"),
        (YES, "bakery", "", WINDOW, None, "agreement_unknown"),
        (YES, "", "oao", WINDOW, None, "company_unknown"),
        (YES, "garage", "oao", WINDOW, None, "approved_by_other_company"),
        (YES, "bakery", "part_time", WINDOW, None, "approved_for_other_agreement"),
        (YES, "bakery", "oao", WINDOW, STAY.shift(2), "stay_outside_approval"),
        (YES, "bakery", "oao", WINDOW.shift(60), None, "approval_leaves_no_day"),
    ],
)
def test_what_speaks_against_it(
    answer: Answer | None, name: str, agreement: company.Agreement, window: Period, stay: Period | None, code: str
) -> None:
    assert company.check(answer, name, agreement, window, stay).code == code


def test_the_first_days_that_clash_are_named() -> None:
    fair, stocktaking = Period(date(2026, 12, 4), date(2026, 12, 6)), Period(date(2026, 12, 1), date(2026, 12, 1))
    refused = company.covers(Approved("bakery", "oao", WINDOW, (fair, stocktaking)), STAY)
    assert refused.code == "stay_on_excepted_days"
    assert dict(refused.params) == {"first": "2026-12-01", "last": "2026-12-01"}


def test_a_yes_says_for_what_and_nothing_else_does() -> None:
    for said in ("no", "call_me"):
        with pytest.raises(ValueError):
            Answer(said, YES.approved)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        Answer("yes")
    with pytest.raises(ValueError):
        Approved("bakery", "none", WINDOW)
    with pytest.raises(ValueError):
        Approved("", "oao", WINDOW)


@pytest.mark.parametrize(
    ("until", "closed_on", "code"),
    [
        (None, None, ""), (STAY.end, None, ""), (date(2027, 6, 30), date(2026, 12, 12), ""),
        (STAY.start - timedelta(days=1), None, "agreement_ends_before_departure"),
        (STAY.end - timedelta(days=1), None, "agreement_ends_during_stay"),
        (None, date(2026, 9, 1), "training_company_stops"), (date(2027, 6, 30), STAY.end, "training_company_stops"),
    ],
)  # fmt: skip
def test_an_agreement_or_company_that_ends_is_a_reason_of_its_own(
    until: date | None, closed_on: date | None, code: str
) -> None:
    assert company.keeps_running(until, closed_on, STAY).code == code
    facts = ApprovalFacts(
        FIRST, WINDOW, chosen=True, agreement="oao", agreement_until=until, company_closed_on=closed_on, stay=STAY
    )
    item = running(facts, FIRST)
    assert (item.state, item.code) == ("open" if code else "met", "agreement_runs")
    assert item.why == (code or "works_at_company")
    assert running(replace(facts, agreement="none"), FIRST).state == "not_applicable"
