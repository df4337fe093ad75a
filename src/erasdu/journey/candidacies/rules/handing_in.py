"""What handing in asks of a candidacy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from erasdu.journey.candidacies.rules import approvals
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.candidacies.rules.approvals import ApprovalFacts
from erasdu.kernel.requirement import HAND_IN, Requirement, pending

PARTS_LACKING = "parts"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one candidacy; `by` is the last day of the school's candidate files.

    `approvals`: what company, participant and guardians said; None leaves those requirements out. `lacking`: the parts
    of the form in which something lacks, while the school does not have it.
    """

    cv_complete: bool
    confirmed_by_school: bool
    eligibility_confirmed: bool
    birth_date: date | None
    guardians: int
    by: date
    approvals: ApprovalFacts | None = None
    lacking: tuple[str, ...] = ()


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """CV complete, learner and eligibility confirmed by the school, for a minor a guardian known; then approvals."""
    needed = (
        ("learner_confirmed", facts.confirmed_by_school, "contact_point"),
        ("eligibility_confirmed", facts.eligibility_confirmed, "contact_point"),
    )
    gates = frozenset({HAND_IN})
    found = [Requirement(code, pending(met, on, facts.by), who, facts.by, gates) for code, met, who in needed]
    approved = approvals.requirements(facts.approvals, on) if facts.approvals else []
    return [_cv_complete(facts, on), *found, _guardians_known(facts, on), *approved]


def _cv_complete(facts: Facts, on: date) -> Requirement:
    """It names what lacks: who lets one part pass decided nothing about another."""
    params = () if facts.cv_complete else ((PARTS_LACKING, ",".join(facts.lacking)),)
    state = pending(facts.cv_complete, on, facts.by)
    return Requirement("cv_complete", state, "learner", facts.by, frozenset({HAND_IN}), params=params)


def _guardians_known(facts: Facts, on: date) -> Requirement:
    adult = facts.birth_date is not None and not is_minor(facts.birth_date, on)
    state = "not_applicable" if adult else pending(facts.guardians > 0, on, facts.by)
    return Requirement("guardians_known", state, "contact_point", facts.by, frozenset({HAND_IN}))
