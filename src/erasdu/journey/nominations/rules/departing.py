"""What the partner's own papers must show before a foreign learner comes: seen or accepted, and for the whole stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from erasdu.journey.nominations.rules.clauses import CARD
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, Requirement, State, because_of, pending

AGREEMENT = "learning_agreement"  # of their own: accepted, it counts instead of ours
DEMANDED = (CARD, "accidents", "liability", "consent")
CODES = tuple(f"home_{kind}" for kind in DEMANDED)
WHO = ("partner", "coordinator")
GATES = frozenset({DEPART})
SENT, ACCEPTED = "sent", "accepted"


@dataclass(frozen=True, slots=True)
class Facts:
    """`papers`: kind → state of the newest one; `card_until`: the last day of the health card that was seen."""

    stay: Period | None = None
    minor: bool = True
    papers: Mapping[str, str] = field(default_factory=dict)
    card_until: date | None = None

    @property
    def own_agreement(self) -> bool:
        """Whether a learning agreement of the partner's own was accepted."""
        return self.papers.get(AGREEMENT) == ACCEPTED


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """The card, both insurances and the consents, before the first day."""
    return [_requirement(kind, facts, on) for kind in DEMANDED]


def _requirement(kind: str, facts: Facts, on: date) -> Requirement:
    state, by = facts.papers.get(kind, ""), facts.stay.start if facts.stay else None
    met = state == ACCEPTED and (kind != CARD or _holds(facts))
    found: State = pending(met, on, by, asked=state == SENT)
    who = "coordinator" if state == SENT else "partner"
    why = "home_consent_of_minor" if kind == "consent" and facts.minor else "home_papers"
    gates = GATES | {CONFIRM} if kind == "consent" else GATES  # no host is promised who may not come
    return because_of(Requirement(f"home_{kind}", found, who, by, gates), why)


def _holds(facts: Facts) -> bool:
    """Until the return; a stay that moves asks for a card again."""
    return facts.card_until is not None and (facts.stay is None or facts.card_until >= facts.stay.end)
