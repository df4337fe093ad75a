"""What a learning agreement needs before it goes out, and that it is signed before somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from erasdu.journey.agreements.rules.assessing import Assessing, assessed
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART, PAYMENT, Requirement, because_of, pending

CODES = ("learning_agreement", "outcomes_assessed")
WHO = ("learner", "guardian", "contact_point", "host", "partner", "coordinator")
ACCEPTED, BEFORE, LOOKS = "accepted", "before", "coordinator"
# Who acts on an agreement of the partner's own.
OWN = {"sent": LOOKS, "again": LOOKS, "before": LOOKS, "returned": "partner"}
GATES = frozenset({DEPART, PAYMENT, CLOSING})
# What must be filled in, in the order of the page.
NEEDED = (
    "outcomes", "qualification", "learner_address", "parents", "tasks", "programme", "work_language", "mentor_name",
    "mentor_phone", "mentor_after_hours", "school_name", "school_phone", "school_after_hours", "guidance",
    "evaluation", "recognition", "reintegration", "insurance",
)  # fmt: skip
# Of these what the host fills in; all else is the sending organisation's.
OF_HOST = frozenset({"tasks", "programme", "work_language", "mentor_name", "mentor_phone", "mentor_after_hours"})


@dataclass(frozen=True, slots=True)
class Facts:
    """One stay's agreement. `signed`: the newest version, of the days of today, is in force.

    `who`: whose turn it is while it waits for signatures; empty: the school must act. `assessing`: None as long as
    nothing was begun. `terms`: the days and the place of now. `own`: how an agreement of the partner's own stands:
    accepted for these, sent, returned, "again" when it was accepted for others, "before" when it was not
    kept for which; empty: there is none.
    """

    stay: Period | None = None
    signed: bool = False
    who: str = ""
    assessing: Assessing | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    own: str = ""


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """Signed by all before the first day; after the stay, what was reached."""
    by = facts.stay.start if facts.stay else None
    over = facts.stay is not None and on > facts.stay.end  # nobody looks again at what is past
    signed = facts.signed or facts.own == ACCEPTED or (facts.own == BEFORE and over)
    own = "" if signed else OWN.get(facts.own, "")
    who = own if own == LOOKS else facts.who or own
    state = pending(signed, on, by, asked=bool(who))
    found = Requirement("learning_agreement", state, who or "contact_point", by, GATES)
    why = f"own_agreement_{facts.own}" if who and who == own else "agreed_before_start"
    assessing = facts.assessing or (Assessing(who="contact_point") if facts.own in (ACCEPTED, BEFORE) else None)
    after = assessed(facts.stay, assessing, on) if assessing else []
    return [because_of(found, why), *after]


def by_side(lacks: Iterable[str]) -> dict[str, list[str]]:
    """What lacks, by who fills it in: "school" and "host"; "" for what is arranged elsewhere."""
    found: dict[str, list[str]] = {}
    for code in lacks:
        side = ("host" if code in OF_HOST else "school") if code in NEEDED else ""
        found.setdefault(side, []).append(code)
    return found


def lacking(filled: Mapping[str, bool]) -> list[str]:
    """What of a plan is still empty."""
    return [name for name in NEEDED if not filled.get(name)]
