"""What the receiving school looks at for who comes here from abroad.

The company's risk analysis comes to the school beforehand, and the school decides whether health must be judged
(circular SO/2015/01 on internships). That a short stay is told to the municipality was not checked at its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART, STAY, Evidence, Requirement, because_of, pending

RISK, HEALTH, PRESENCE = CODES = ("risk_analysis", "health_decision", "presence_notice")
CHECKS = (HEALTH, PRESENCE)  # what is written down for one learner; a risk analysis is the company's
WHO = "contact_point"
GATES = frozenset({DEPART, STAY})  # of another company halfway as well
TOLD_WITHIN = timedelta(days=10)  # after the first day


@dataclass(frozen=True, slots=True)
class Arrival:
    """`works`: whether the workplace is certain, and `since` when; `risk_on`: when its risk analysis was seen.

    `checks`: code → when.
    """

    works: bool = False
    since: date | None = None
    risk_on: date | None = None
    checks: Mapping[str, date] | None = None


NOTHING = Arrival()


def requirements(arrival: Arrival, stay: Period | None, where: Evidence | None, on: date) -> list[Requirement]:
    """Each with its state on that day, in the order of `CODES`."""
    leaving, checks = stay.start if stay else None, arrival.checks or {}
    told_by = leaving + TOLD_WITHIN if leaving else None
    return [_risk(arrival, leaving, where, on), _health(arrival, leaving, where, on), _told(checks, told_by, where, on)]


def _risk(arrival: Arrival, by: date | None, where: Evidence | None, on: date) -> Requirement:
    state = pending(arrival.works and arrival.risk_on is not None, on, by)
    why = ("risk_seen" if arrival.risk_on else "risk_not_seen") if arrival.works else "risk_no_workplace"
    return because_of(Requirement(RISK, state, WHO, by, GATES, evidence=where), why)


def _health(arrival: Arrival, by: date | None, where: Evidence | None, on: date) -> Requirement:
    """It follows from the risks of one workplace: what was decided before that was certain counts no more."""
    decided = (arrival.checks or {}).get(HEALTH)
    met = decided is not None and arrival.works and (arrival.since is None or decided >= arrival.since)
    item = Requirement(HEALTH, pending(met, on, by), WHO, by, GATES, evidence=where)
    if not arrival.works:
        return because_of(item, "health_no_workplace")
    return because_of(item, "health_to_decide" if met or decided is None else "health_of_other_workplace")


def _told(checks: Mapping[str, date], by: date | None, where: Evidence | None, on: date) -> Requirement:
    """Only once somebody is here, so it holds up nothing but the closing of the dossier."""
    state = pending(PRESENCE in checks, on, by)
    item = Requirement(PRESENCE, state, WHO, by, frozenset({CLOSING}), evidence=where, unverified=True)
    return because_of(item, "presence_to_tell")
