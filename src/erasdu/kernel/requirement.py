"""One thing that must be in order before a gate; every step answers with a list of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

ASK_PAPERS = "ask_papers"  # the gate of asking for the papers of a learner
HAND_IN = "hand_in"  # the gate of handing in a candidate file
CONFIRM = "confirm"  # the gate of confirming that a match stands
DEPART = "depart"  # the gate of leaving
STAY = "stay"  # no gate that one passes: what must hold on every day away
PAYMENT = "payment"  # the gate of paying a grant
CLOSING = "closing"  # the gate of closing a dossier

State = Literal["met", "open", "waiting", "overdue", "not_applicable"]
WORST_FIRST = ("overdue", "open", "waiting", "met", "not_applicable")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the proof of something lies: a page by the name of its address, and the key of the row it opens."""

    page: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """State of one thing: `who` is the role that must act next, `by` the last day, `blocks` the gates it holds.

    "open" waits for its own role, "waiting" for somebody who was asked, "overdue" passed its last day.
    `why`: code of the reason that it applies, with `params` for its words (`REASONS` in the app's `words`).
    `evidence`: where to look for the proof, once there is a row; without it the page of `PLACES`.
    `unverified`: the rule behind it was not checked at its source. `let_pass`: gates where a coordinator let it pass.
    `titles`: what it is called, by language, when a call added it as data and no app has words for its code.
    """

    code: str
    state: State
    who: str
    by: date | None
    blocks: frozenset[str]
    why: str = ""
    params: tuple[tuple[str, str], ...] = ()
    evidence: Evidence | None = None
    unverified: bool = False
    let_pass: frozenset[str] = frozenset()
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def met(self) -> bool:
        """In order, or of no concern."""
        return self.state in ("met", "not_applicable")

    @property
    def settled(self) -> bool:
        """Whether it holds nothing up (any more)."""
        return self.met or (bool(self.blocks) and self.blocks <= self.let_pass)

    def clears(self, gate: str) -> bool:
        """Whether it is in order, or let pass there."""
        return self.met or gate in self.let_pass

    def holds(self, gate: str) -> bool:
        """Whether it holds up this gate."""
        return gate in self.blocks and gate not in self.let_pass and not self.met


def because_of(item: Requirement, why: str, **params: object) -> Requirement:
    """The same, with the reason that it applies; parameters become text, in the order of their names."""
    named = tuple((name, str(params[name])) for name in sorted(params)) if params else ()
    # Written out: `replace` takes three times as long, and every stay has tens of these.
    return Requirement(
        item.code, item.state, item.who, item.by, item.blocks, why, named, item.evidence, item.unverified,
        item.let_pass, item.titles,
    )  # fmt: skip


def pending(met: bool, on: date, by: date | None, *, asked: bool = False) -> State:
    """The state of something that applies: met, else overdue after its last day, else waiting or open."""
    if met:
        return "met"
    if by is not None and on > by:
        return "overdue"
    return "waiting" if asked else "open"


def blocking(requirements: Iterable[Requirement], gate: str) -> list[Requirement]:
    """What still holds up that gate, in the given order."""
    return [item for item in requirements if item.holds(gate)]


def by_harm(requirements: Iterable[Requirement]) -> list[Requirement]:
    """What holds up leaving first, then what is due the soonest, then what is too late."""
    return sorted(
        requirements,
        key=lambda item: (not item.holds(DEPART), not item.blocks, item.by or date.max, WORST_FIRST.index(item.state)),
    )
