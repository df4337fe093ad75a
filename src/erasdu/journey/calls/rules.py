"""The rules of a call: its stages, its dates, its criteria, and who may enrol until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Literal

from erasdu.kernel.periods import Period, brussels_date, end_of_day, start_of_day
from erasdu.kernel.verdict import YES, Verdict, all_of, no

SHORTEST_STAY, LONGEST_STAY = 10, 89  # days of a short-term mobility

Stage = Literal["draft", "enrolling", "preparing", "open", "closed", "archived"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What candidates are scored on, 0 to 10; with parts, the parts are scored and their mean counts."""

    code: str
    weight: int
    parts: tuple[str, ...] = ()

    @property
    def scored(self) -> tuple[tuple[str, str], ...]:
        """What an assessor gives a score for: criterion and part, the part empty when there are none."""
        return tuple((self.code, part) for part in self.parts or ("",))


STANDARD_CRITERIA = (
    Criterion("MOTIVATION", 40),
    Criterion("MATURITY", 30, ("PERSONAL", "VOCATIONAL")),
    Criterion("LANGUAGE", 15),
    Criterion("PRACTICAL", 15),
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a call: each deadline ends with its day, the opening starts with it; `stay` is the window."""

    enrolment_deadline: date
    files_opening: date
    files_deadline: date
    stay: Period


def stage(dates: Dates, at: datetime, *, published: bool, archived: bool = False) -> Stage:
    """Where the call is at that moment; only published and archived are stored, the rest are dates."""
    if archived:
        return "archived"
    if not published:
        return "draft"
    if is_late(at, dates.files_deadline):
        return "closed"
    if not before_opening(at, dates.files_opening):
        return "open"
    return "preparing" if is_late(at, dates.enrolment_deadline) else "enrolling"


def is_late(at: datetime, deadline: date) -> bool:
    """Whether the day of the deadline has ended in Brussels."""
    return at >= end_of_day(deadline)


def before_opening(at: datetime, opening: date) -> bool:
    """Whether the day of the opening has yet to start in Brussels; a file then counts as not handed in."""
    return at < start_of_day(opening)


def days_left(at: datetime, deadline: date) -> int:
    """Whole days until the day of the deadline: 0 on that day, negative when it has passed."""
    return (deadline - brussels_date(at)).days


def may_enrol(*, active_member: bool, enrolled: bool, at: datetime, deadline: date, published: bool) -> Verdict:
    """Whether a school may enrol now; the first thing that stands in the way."""
    return all_of(
        YES if published else no("call_not_published"),
        YES if not enrolled else no("enrolled_already"),
        YES if not is_late(at, deadline) else no("enrolment_closed", deadline=deadline.isoformat()),
        YES if active_member else no("membership_not_active"),
    )


def may_publish(dates: Dates, criteria: Sequence[Criterion], shortest: int, longest: int) -> Verdict:
    """Whether a draft is sound enough to be published; from then on its weights are frozen."""
    return all_of(check_dates(dates), check_criteria(criteria), check_days(shortest, longest, dates.stay))


def check_dates(dates: Dates) -> Verdict:
    """Schools enrol by the time files may come in, files are in before anybody leaves."""
    if dates.files_deadline < dates.files_opening:
        return no("files_deadline_before_opening")
    if dates.files_deadline < dates.enrolment_deadline:
        return no("files_deadline_before_enrolment_deadline")
    if dates.stay.start <= dates.files_deadline:
        return no("stay_before_files_deadline")
    return YES


def check_criteria(criteria: Sequence[Criterion]) -> Verdict:
    """Every code once, no weight below 1, all weights together 100."""
    codes = [code for item in criteria for code in item.scored] + [(item.code, "") for item in criteria if item.parts]
    if twice := sorted({code for code, part in codes if codes.count((code, part)) > 1}):
        return no("criterion_twice", codes=",".join(twice))
    if empty := [item.code for item in criteria if item.weight < 1]:
        return no("criterion_without_weight", codes=",".join(empty))
    total = sum(item.weight for item in criteria)
    return YES if total == 100 else no("weights_not_100", total=total)


def check_days(shortest: int, longest: int, stay: Period) -> Verdict:
    """The shortest and longest stay in days: 10 to 89, and the longest fits the window."""
    if not SHORTEST_STAY <= shortest <= longest <= LONGEST_STAY:
        return no("days_out_of_range", least=SHORTEST_STAY, most=LONGEST_STAY)
    return YES if longest <= stay.days else no("days_exceed_window", window=stay.days)


def shifted(dates: Dates, *, weeks: int = 0, years: int = 0) -> Dates:
    """The days for a new call from an earlier one.

    Years are rounded to whole weeks, so that a Wednesday stays a Wednesday and the call keeps its season.
    """
    days = 7 * weeks + _whole_weeks(dates.enrolment_deadline, years)
    return replace(
        dates,
        enrolment_deadline=dates.enrolment_deadline + timedelta(days),
        files_opening=dates.files_opening + timedelta(days),
        files_deadline=dates.files_deadline + timedelta(days),
        stay=dates.stay.shift(days),
    )


def things_to_check(earlier: Dates, new: Dates) -> tuple[str, ...]:
    """What the coordinator should look at in a call made from an earlier one, besides what is always asked."""
    same = [f"{item.name}_same" for item in fields(Dates) if getattr(earlier, item.name) == getattr(new, item.name)]
    faults = [] if (verdict := check_dates(new)) else [verdict.code]
    return (
        *same,
        *faults,
        "titles_and_texts",
        "holidays",
        "destinations_and_places",
        "seats",
        "grant_agreement",
    )


def _whole_weeks(start: date, years: int) -> int:
    """The number of days, a multiple of seven, that comes nearest to that many years later."""
    return round(_years_later(start, years).toordinal() / 7 - start.toordinal() / 7) * 7


def _years_later(day: date, years: int) -> date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if last_of_february else day.day)
