"""What the matching asks before somebody leaves: a place to work and a bed, to which everybody said yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, PAYMENT, STAY, Requirement, State, because_of, pending

HOST, FAMILY = "host", "family"
CODES = ("internship_place", "bed")
WHO = ("coordinator", "contact_point", "partner", HOST, FAMILY)
GATES = frozenset({DEPART, STAY, PAYMENT})  # nobody is without them halfway either
# Whose yes is awaited: the party of an answer → the role that must act.
ROLES = {
    "school": "contact_point",
    "receiver": "contact_point",
    "partner": "partner",
    "company": HOST,
    "family": FAMILY,
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
        return self.turn()

    def turn(self, other: str = "") -> str:
        """The same for one of both, a place or a bed: `other`, who gives the other one, comes last."""
        turns = [ROLES[party] for party in self.awaited if party in ROLES]
        return next((who for who in turns if who != other), turns[0] if turns else self.decides)


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """A place before the first day, and a bed for the first night."""
    by = facts.stay.start if facts.stay else None
    asked = bool(facts.awaited)
    work = pending(facts.place, on, by, asked=asked) if facts.learner else "not_applicable"
    sleep = pending(facts.bed, on, by, asked=asked)
    return [
        _one("internship_place", work, facts, by, other=FAMILY, why=("works_abroad", "place_waits_family")),
        _one("bed", sleep, facts, by, other=HOST, why=("sleeps_there", "bed_waits_company")),
    ]


def _one(code: str, state: State, facts: Facts, by: date | None, *, other: str, why: tuple[str, str]) -> Requirement:
    """`why`: the reason, and the one for when only who gives the other of both did not answer yet."""
    who = facts.turn(other)
    alone = who == other and state not in ("met", "not_applicable")
    return because_of(Requirement(code, state, who, by, GATES), why[alone])
