"""One thing that must be in order before a gate; every step answers with a list of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

ASK_PAPERS = "ask_papers"  # the gate of asking for the papers of a learner
HAND_IN = "hand_in"  # the gate of handing in a candidate file
DEPART = "depart"  # the gate of leaving

State = Literal["met", "open", "waiting", "overdue", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """State of one thing: `who` is the role that must act next, `by` the last day, `blocks` the gates it holds.

    "open" waits for its own role, "waiting" for somebody who was asked, "overdue" passed its last day.
    """

    code: str
    state: State
    who: str
    by: date | None
    blocks: frozenset[str]

    @property
    def settled(self) -> bool:
        """Whether it holds nothing up (any more)."""
        return self.state in ("met", "not_applicable")


def pending(met: bool, on: date, by: date | None, *, asked: bool = False) -> State:
    """The state of something that applies: met, else overdue after its last day, else waiting or open."""
    if met:
        return "met"
    if by is not None and on > by:
        return "overdue"
    return "waiting" if asked else "open"


def blocking(requirements: Iterable[Requirement], gate: str) -> list[Requirement]:
    """What still holds up that gate, in the given order."""
    return [item for item in requirements if gate in item.blocks and not item.settled]
