"""What the partner's own papers must show before a foreign learner comes: seen or accepted, and for the whole stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from erasdu.journey.nominations.rules.cards import card_of
from erasdu.journey.nominations.rules.clauses import CARD
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, Requirement, State, because_of, pending

AGREEMENT = "learning_agreement"  # of their own: accepted, it counts instead of ours
DEMANDED = (CARD, "accidents", "liability", "consent")
DATED = ("accidents", "liability", "consent")  # sent with the days for which they hold
CODES = tuple(f"home_{kind}" for kind in DEMANDED)
WHO = ("partner", "coordinator")
GATES = frozenset({DEPART})
SENT, ACCEPTED = "sent", "accepted"
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holds:
    """The days for which a paper holds, both included, as it says itself; None: it does not say."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """`papers`: kind → state of the newest one; `holds`: kind → its days. The first and the last day are those of the
    journey. `home`: the country that sends."""

    stay: Period | None = None
    minor: bool = True
    papers: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, Holds] = field(default_factory=dict)
    home: str = ""

    @property
    def own_agreement(self) -> bool:
        """Whether a learning agreement of the partner's own was accepted."""
        return self.papers.get(AGREEMENT) == ACCEPTED


def gaps(stay: Period | None, holds: Holds) -> list[Period]:
    """The days of a stay, the journeys included, for which a paper does not hold: all when it does not say until when.

    From when is not asked of a card: who has one has it.
    """
    if stay is None:
        return []
    if holds.last is None:
        return [stay]
    found = []
    if holds.first is not None and holds.first > stay.start:
        found.append(Period(stay.start, min(holds.first - ONE, stay.end)))
    if holds.last < stay.end:
        found.append(Period(max(holds.last + ONE, stay.start), stay.end))
    return found


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """The card, both insurances and the consents, before the first day."""
    return [_requirement(kind, facts, on) for kind in DEMANDED]


def _requirement(kind: str, facts: Facts, on: date) -> Requirement:
    state, by = facts.papers.get(kind, ""), facts.stay.start if facts.stay else None
    holds = facts.holds.get(kind, Holds())
    bare = gaps(facts.stay, holds) if state else []
    met = state == ACCEPTED and holds.last is not None and not bare
    found: State = pending(met, on, by, asked=state == SENT and not bare)
    who = "coordinator" if state == SENT and not bare else "partner"
    gates = GATES | {CONFIRM} if kind == "consent" else GATES  # no host is promised who may not come
    card = card_of(facts.home) if kind == CARD and facts.home else None
    unsure = card is not None and not card.verified
    item = Requirement(f"home_{kind}", found, who, by, gates, unverified=unsure)
    if bare and holds.last is not None:
        return _of_gaps(item, bare)
    if card is not None:
        return because_of(item, f"home_card_{card.document}")
    return because_of(item, "home_consent_of_minor" if kind == "consent" and facts.minor else "home_papers")


def _of_gaps(item: Requirement, bare: list[Period]) -> Requirement:
    """The reason names the days."""
    one, two = bare[0], bare[-1]
    if one == two:
        return because_of(item, "home_paper_gap", first=one.start, last=one.end)
    return because_of(item, "home_paper_gaps", first=one.start, last=one.end, again=two.start, end=two.end)
