"""How long things are kept: the codes of `kernel.privacy`, and when a candidate's data goes.

A candidacy's clock starts when the school told its decision, or at the call's deadline for candidate files when it
never decided. Who was selected, or was ever granted a place, is part of the evidence of the grant and stays here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

CANDIDATE = "candidate"
SCORES = "scores_12_months"
ROLE_END = "role_end_6_months"
SECURITY = "security_12_months"
MAIL = "mail_12_months"
GRANT_FILE = "grant_file"
AFTER_RETURN = "return_30_days"
PROGRAMME = "programme"
ROW = "row"


@dataclass(frozen=True, slots=True)
class Rule:
    """`months` or `days`; neither: nothing is let go by itself. `basis`: the article of the GDPR for keeping it."""

    code: str
    months: int | None
    basis: str
    days: int = 0

    @property
    def lets_go(self) -> bool:
        return bool(self.months or self.days)


RULES = (
    Rule(CANDIDATE, 6, "6(1)(b)"),
    Rule(SCORES, 12, "6(1)(e)"),
    Rule(ROLE_END, 6, "6(1)(f)"),
    Rule(SECURITY, 12, "6(1)(f)"),
    Rule(MAIL, 12, "6(1)(e)"),
    Rule(AFTER_RETURN, None, "9(2)(a)", days=30),
    Rule(GRANT_FILE, None, "6(1)(c)"),  # 5 years after the balance was paid, which a later part knows
    Rule(PROGRAMME, None, "none"),
    Rule(ROW, None, "none"),
)
HOST_MONTHS = 12  # as the privacy notice for hosts says
STRANGER_MONTHS = 3
BY_CODE = {rule.code: rule for rule in RULES}
AT_WORK = ("handed_in", "returned", "complete", "waiting")  # states of a candidate file that may still become a place


@dataclass(frozen=True, slots=True)
class History:
    """What became of one candidacy, as far as it decides how long it is kept."""

    files_deadline: date
    stay_until: date
    told_on: date | None = None  # the school told its decision, and it stands
    ended_on: date | None = None  # withdrawn or refused
    outcome: str = ""
    file: str = ""  # state of the candidate file
    granted: bool = False  # a place, also one that was not taken
    complaint_open: bool = False
    complaint_answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about one person that decides whether their data goes."""

    histories: tuple[History, ...]
    other_role: bool = False  # one that goes on, besides being a learner
    guards: bool = False  # guardian of a candidate whose data stays
    seen_on: date | None = None  # last signed in


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_evidence(history: History) -> bool:
    return history.granted or (history.outcome == "selected" and history.ended_on is None)


def settled_on(history: History) -> date | None:
    """The day from which the months count; None: it is not over, or it is evidence of the grant."""
    if is_evidence(history) or history.complaint_open:
        return None
    days = [history.told_on or history.files_deadline]
    if history.file in AT_WORK and history.ended_on is None:
        days.append(history.stay_until)
    days += [day for day in (history.ended_on, history.complaint_answered_on) if day]
    return max(days)


def due_on(standing: Standing, code: str) -> date | None:
    """The first day on which the person's data under this rule goes; None: as things stand, never."""
    months = BY_CODE[code].months
    if months is None or not standing.histories or standing.other_role or standing.guards:
        return None
    settled = [settled_on(history) for history in standing.histories]
    if any(day is None for day in settled):
        return None
    days = [day for day in settled if day]
    if standing.seen_on is not None:  # an account that is used is in use
        days.append(standing.seen_on)
    return months_after(max(days), months)


@dataclass(frozen=True, slots=True)
class NominationHistory:
    """What became of one nomination of a foreign learner."""

    stay_until: date
    withdrawn_on: date | None = None
    accepted: bool = False


def nomination_ended_on(of: NominationHistory) -> date | None:
    """The day from which the months count; None: the learner comes or came, which is evidence of the grant."""
    if of.withdrawn_on is not None:
        return of.withdrawn_on
    return None if of.accepted else of.stay_until


def nominee_due_on(ended: Iterable[date | None]) -> date | None:
    """When the data goes of somebody who was nominated and came in none of the calls."""
    days = list(ended)
    if not days or any(day is None for day in days):
        return None
    return months_after(max(day for day in days if day), BY_CODE[CANDIDATE].months or 0)


def host_due_on(ended: Iterable[date | None]) -> date | None:
    """When what is known of a host goes: a year after the last of its companies and homes; None while one goes on."""
    days = list(ended)
    if not days or any(day is None for day in days):
        return None
    return months_after(max(day for day in days if day), HOST_MONTHS)


def strangers_before(on: date) -> date:
    """Who came in by an open door before that day, and got no decision, is let go."""
    return months_after(on, -STRANGER_MONTHS)


def returned_by(on: date) -> date:
    """The last day of a stay whose health data goes on that day."""
    return on - timedelta(days=BY_CODE[AFTER_RETURN].days)


def contact_due_on(ended: Iterable[date | None]) -> date | None:
    """When the contact details of somebody go whose roles all ended; None while one goes on, or without any."""
    days = list(ended)
    if not days or any(day is None for day in days):
        return None
    return months_after(max(day for day in days if day), BY_CODE[ROLE_END].months or 0)
