"""What the Flemish training company approved, and whether that still covers the learner's agreement and stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, all_of, no

Agreement = Literal["oao", "sao", "part_time", "none", ""]
Said = Literal["yes", "yes_except", "no", "call_me"]

WITH_COMPANY: tuple[Agreement, ...] = ("oao", "sao", "part_time")


@dataclass(frozen=True, slots=True)
class Approved:
    """For what a company said yes: its own key, which agreement, and the days within which the stay may fall."""

    company: str
    agreement: Agreement
    window: Period
    excepted: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        if not self.company or self.agreement not in WITH_COMPANY:
            raise ValueError("A company approves for its own agreement.")


@dataclass(frozen=True, slots=True)
class Answer:
    """The company's latest answer; with a yes, for what (`approved`)."""

    said: Said
    approved: Approved | None = None

    def __post_init__(self) -> None:
        if self.said.startswith("yes") != (self.approved is not None):
            raise ValueError("A yes says for what, and nothing else does.")


def check(answer: Answer | None, company: str, agreement: Agreement, window: Period, stay: Period | None) -> Verdict:
    """Whether the answer is a yes for this agreement and these days; `stay`: the final dates, once they are known."""
    if not agreement:
        return no("agreement_unknown")
    if not company:
        return no("company_unknown")
    if answer is None:
        return no("company_has_not_answered")
    if answer.approved is None:
        return no("company_refused" if answer.said == "no" else "company_wants_a_call")
    days = covers(answer.approved, stay) if stay else leaves_room(answer.approved, window)
    return all_of(fits(answer.approved, company, agreement), days)


def fits(approved: Approved, company: str, agreement: Agreement) -> Verdict:
    """Whether it was given for the company and the kind of agreement that the learner has today."""
    if approved.company != company:
        return no("approved_by_other_company")
    return YES if approved.agreement == agreement else no("approved_for_other_agreement")


def covers(approved: Approved, stay: Period) -> Verdict:
    """Whether every day of the final dates was approved."""
    if not approved.window.contains(stay):
        return no("stay_outside_approval", first=approved.window.start, last=approved.window.end)
    if clash := [one for one in approved.excepted if one.overlaps(stay)]:
        first = min(clash)
        return no("stay_on_excepted_days", first=first.start, last=first.end)
    return YES


def leaves_room(approved: Approved, window: Period) -> Verdict:
    """Whether at least one day of the call's window was approved, as long as the final dates are not known."""
    return YES if free_days(approved, window) else no("approval_leaves_no_day")


def keeps_running(until: date | None, closed_on: date | None, stay: Period) -> Verdict:
    """Whether agreement and company are there until the return; what nobody knows the end of, runs on."""
    if closed_on is not None and closed_on <= stay.end:
        return no("training_company_stops", day=closed_on)
    if until is not None and until < stay.start:
        return no("agreement_ends_before_departure", day=until)
    return no("agreement_ends_during_stay", day=until) if until is not None and until < stay.end else YES


def free_days(approved: Approved, window: Period) -> tuple[Period, ...]:
    """The stretches of the call's window within which the stay may fall."""
    if not approved.window.overlaps(window):
        return ()
    inside = Period(max(approved.window.start, window.start), min(approved.window.end, window.end))
    return _without(inside, sorted(approved.excepted))


def _without(inside: Period, excepted: Sequence[Period]) -> tuple[Period, ...]:
    found: list[Period] = []
    first = inside.start
    for one in excepted:
        if one.start > first:
            _add(found, first, min(one.start - timedelta(days=1), inside.end))
        first = max(first, one.end + timedelta(days=1))
    _add(found, first, inside.end)
    return tuple(found)


def _add(found: list[Period], first: date, last: date) -> None:
    if first <= last:
        found.append(Period(first, last))
