"""What the matching asks before somebody leaves: a place to work and a bed, to which everybody said yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, PAYMENT, STAY, Requirement, because_of, pending

CODES = ("internship_place", "bed")
WHO = ("coordinator", "contact_point", "partner", "host", "family")
GATES = frozenset({DEPART, STAY, PAYMENT})  # nobody is without them halfway either
# Whose yes is awaited: the party of an answer → the role that must act.
ROLES = {
    "school": "contact_point",
    "receiver": "contact_point",
    "partner": "partner",
    "company": "host",
    "family": "family",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is certain of where one works and sleeps. `awaited`: parties of the match who did not answer yet.

    `learner`: who goes along, or teaches, needs no place to work. `decides`: who makes the match.
    """

    stay: Period | None = None
    learner: bool = True
    place: bool = False
    bed: bool = False
    awaited: tuple[str, ...] = ()
    decides: str = "coordinator"

    @property
    def who(self) -> str:
        """Whose turn it is: the first who did not answer, else who makes the match."""
        return next((ROLES[party] for party in self.awaited if party in ROLES), self.decides)


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """A place before the first day, and a bed for the first night."""
    by = facts.stay.start if facts.stay else None
    asked = bool(facts.awaited)
    work = pending(facts.place, on, by, asked=asked) if facts.learner else "not_applicable"
    sleep = pending(facts.bed, on, by, asked=asked)
    return [
        because_of(Requirement("internship_place", work, facts.who, by, GATES), "works_abroad"),
        because_of(Requirement("bed", sleep, facts.who, by, GATES), "sleeps_there"),
    ]
