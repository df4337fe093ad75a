"""What a learning agreement needs before it goes out, and that it is signed before somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from erasdu.journey.agreements.rules.assessing import Assessing, assessed
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART, PAYMENT, Requirement, because_of, pending

CODES = ("learning_agreement", "outcomes_assessed")
WHO = ("learner", "guardian", "contact_point", "host", "partner")
GATES = frozenset({DEPART, PAYMENT, CLOSING})
# What must be filled in, in the order of the page.
NEEDED = (
    "outcomes", "qualification", "learner_address", "parents", "tasks", "programme", "work_language", "mentor_name",
    "mentor_reach", "school_name", "school_reach", "evaluation", "recognition", "reintegration", "insurance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """One stay's agreement. `signed`: the newest version, of the days of today, is in force.

    `who`: whose turn it is while it waits for signatures; empty: the school must act. `assessing`: None as long as
    nothing was begun.
    """

    stay: Period | None = None
    signed: bool = False
    who: str = ""
    assessing: Assessing | None = None


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Signed by all before the first day; after the stay, what was reached."""
    by = facts.stay.start if facts.stay else None
    state = pending(facts.signed, on, by, asked=bool(facts.who))
    found = Requirement("learning_agreement", state, facts.who or "contact_point", by, GATES)
    after = assessed(facts.stay, facts.assessing, on) if facts.assessing else []
    return [because_of(found, "agreed_before_start"), *after]


def lacking(filled: Mapping[str, bool]) -> list[str]:
    """What of a plan is still empty."""
    return [name for name in NEEDED if not filled.get(name)]
