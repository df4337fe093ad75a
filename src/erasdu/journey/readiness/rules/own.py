"""What a call asks of its own, as data: whom it touches, by when, and which gates it holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.sharing.rules import EEA
from erasdu.kernel.requirement import CLOSING, CONFIRM, DEPART, PAYMENT, Requirement, State, because_of, pending

GATES_TO_CHOOSE = (DEPART, CONFIRM, PAYMENT, CLOSING)
AFTERWARDS = frozenset({PAYMENT, CLOSING})  # what comes when they are back
ROLES = ("learner", "guardian", "contact_point", "training_company", "host", "family", "partner", "coordinator")
PREFIX = "own_"
# The others mark it themselves.
SAYERS = frozenset({"learner", "guardian", "training_company", "host", "family", "partner"})
SAID, CANNOT, LOOKS = "own_said", "own_cannot", "contact_point"  # why it waits for somebody else, and for whom
FREE_TO_TRAVEL = EEA | {"CH"}  # nationals who need no visa or residence paper in the programme's countries
Touch = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Own:
    """One requirement that a call added. None and "" ask nothing: it is for every learner.

    `days_before`: how many days before leaving it must be in order, or after the return when it holds up only what
    comes then. `added_on`: who had left by then is left alone by what must be in order before.
    """

    key: str
    titles: tuple[tuple[str, str], ...]
    who: str
    days_before: int
    gates: frozenset[str]
    added_on: date
    minor: bool | None = None
    outside_eea: bool | None = None
    destination: int | None = None
    sector: str = ""
    direction: str = ""

    @property
    def code(self) -> str:
        return PREFIX + self.key

    @property
    def afterwards(self) -> bool:
        return is_afterwards(self.gates)


@dataclass(frozen=True, slots=True)
class Touched:
    """What is known of one who travels, as far as requirements of a call ask it."""

    leaves_on: date | None = None
    birth_date: date | None = None
    nationality: str = ""
    destination: int | None = None
    sector: str = ""
    direction: str = "outgoing"
    back_on: date | None = None
    learner: bool = True  # who goes along is asked nothing by it
    parents_told: bool = False  # who is of age and keeps the parents informed


def is_afterwards(gates: Collection[str]) -> bool:
    """Whether what holds up only these is for when they are back."""
    return bool(gates) and AFTERWARDS.issuperset(gates)


def touches(own: Own, of: Touched, on: date) -> Touch:
    """Whether it is for this learner; unknown as long as a fact that decides it is not known."""
    too_late = not own.afterwards and of.leaves_on is not None and of.leaves_on <= own.added_on
    if too_late or not of.learner or (own.who == "guardian" and not _has_parents(of, on)):
        return "no"
    asked = (
        _same(own.destination, of.destination),
        _same(own.sector, of.sector),
        _same(own.direction, of.direction),
        _minor(own.minor, of, on),
        _outside(own.outside_eea, of.nationality),
    )
    if "no" in asked:
        return "no"
    return "unknown" if "unknown" in asked else "yes"


def requirement(
    own: Own, of: Touched, on: date, *, done: bool, said: bool = False, cannot: bool = False
) -> Requirement:
    """With its state; what is not known to apply stands open, and says that it cannot be decided yet.

    `said`: who must do it says that it is done; then it waits for who looks at it. `cannot`: that it cannot be done;
    then it is for the school to find another way.
    """
    touch, by = touches(own, of, on), last_day(own, of)
    state: State
    if said and not done and touch != "no":
        state = pending(False, on, by, asked=True)
        return because_of(Requirement(own.code, state, LOOKS, by, own.gates, titles=own.titles), SAID)
    state = "not_applicable" if touch == "no" else pending(done, on, by)
    if cannot and not done and touch != "no":
        return because_of(Requirement(own.code, state, LOOKS, by, own.gates, titles=own.titles), CANNOT)
    found = Requirement(own.code, state, own.who, by, own.gates, titles=own.titles)
    return because_of(found, "own_not_decided" if touch == "unknown" else "own_of_call")


def last_day(own: Own, of: Touched) -> date | None:
    """So many days before leaving or after the return; never before the day on which it was added."""
    days = timedelta(days=own.days_before)
    if own.afterwards:
        return max(own.added_on, of.back_on + days) if of.back_on else None
    return min(of.leaves_on, max(own.added_on, of.leaves_on - days)) if of.leaves_on else None


def is_late(own: Own, of: Touched) -> bool:
    """Whether its last day was past when it was added: then it must be in order at once."""
    if own.afterwards or of.leaves_on is None:
        return False
    return of.leaves_on - timedelta(days=own.days_before) < own.added_on


def _has_parents(of: Touched, on: date) -> bool:
    """Who is of age decides alone: parents are asked nothing, unless the learner keeps them informed."""
    return of.parents_told or of.birth_date is None or is_minor(of.birth_date, on)


def _same(asked: object, known: object) -> Touch:
    if asked in (None, ""):
        return "yes"
    if known in (None, ""):
        return "unknown"
    return "yes" if asked == known else "no"


def _minor(asked: bool | None, of: Touched, on: date) -> Touch:
    """Under 18 on the day of leaving; on the eighteenth birthday one is of age."""
    if asked is None:
        return "yes"
    if of.birth_date is None:
        return "unknown"
    return "yes" if is_minor(of.birth_date, of.leaves_on or on) == asked else "no"


def _outside(asked: bool | None, nationality: str) -> Touch:
    if asked is None:
        return "yes"
    if not nationality:
        return "unknown"
    return "yes" if (nationality not in FREE_TO_TRAVEL) == asked else "no"
