"""What the partner's own papers must show before a foreign learner comes: seen or accepted, and for the whole stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from erasdu.journey.insurance.rules.home import Card, card_of
from erasdu.journey.nominations.rules.clauses import CARD
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, STAY, Evidence, Requirement, State, because_of, pending

AGREEMENT = "learning_agreement"  # of their own: accepted, it counts instead of ours
DEMANDED = (CARD, "accidents", "liability", "consent")
DATED = ("accidents", "liability")  # sent with the days for which they hold; who agrees, agrees to the stay
CODES = tuple(f"home_{kind}" for kind in DEMANDED)
WHO = ("partner", "coordinator")
GATES = frozenset({DEPART, STAY})  # a paper that ends halfway is missed that day
SENT, ACCEPTED, AGAIN, BEFORE = "sent", "accepted", "again", "before"
PAGE = "nominations:show"
SAID_THERE = ("emergency_contact",)  # asked by the step of the stay, and typed where the learner is nominated
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holds:
    """The days for which a paper holds, both included, as it says itself; None: it does not say."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """`papers`: kind → state of the newest one; `holds`: kind → its days. The first and the last day are those of the
    journey. `home`: the country that sends; `cards`: what the coordinator says of medical care here, by that country.

    `unsaid`: kinds in which something lacks of what must stand in it for the age of now; `agreed_for`: the days and the
    place for which their own agreement was accepted, None when nobody wrote them down. `before`: kinds that were
    accepted when that, or what stands in them, was not kept yet (see ADR 14). `card_told`: when it was told that the
    card was seen. `key`: of the nomination, where all of it is done. `needs_told`: when the learner said what must be
    so where they sleep, also when nothing must. `bed`: whether everybody agreed to one for all nights.
    """

    stay: Period | None = None
    minor: bool = True
    papers: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, Holds] = field(default_factory=dict)
    home: str = ""
    unsaid: frozenset[str] = frozenset()
    agreed_for: Mapping[str, str] | None = None
    before: frozenset[str] = frozenset()
    cards: tuple[Card, ...] = ()
    card_told: datetime | None = None
    key: str = ""
    needs_told: date | None = None
    bed: bool = False

    @property
    def evidence(self) -> Evidence | None:
        return Evidence(PAGE, self.key) if self.key else None

    def card(self, on: date) -> Card | None:
        """With what they get medical care here, for a stay that begins on that day."""
        return card_of(self.home, on, self.cards) if self.home else None

    def other_card(self, on: date) -> bool:
        """Whether something else was asked when the card was seen than is asked now."""
        if not self.home or not self.cards or self.card_told is None:
            return False
        return (
            card_of(self.home, on, self.cards, self.card_told).document != card_of(self.home, on, self.cards).document
        )

    def own_agreement(self, terms: Mapping[str, str]) -> str:
        """How a learning agreement of the partner's own stands for these days and this place: "" when there is none,
        accepted, sent, returned, "again" when what was accepted was about others, or about who was of age, or "before"
        when it is not known for which it was."""
        state = self.papers.get(AGREEMENT, "")
        if state != ACCEPTED:
            return state
        if AGREEMENT in self.before:
            return BEFORE
        other = self.agreed_for is not None and dict(self.agreed_for) != dict(terms)
        return AGAIN if other or AGREEMENT in self.unsaid else ACCEPTED


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


def from_before(kind: str, *, present_kept: bool, days_kept: bool) -> bool:
    """Whether a paper was accepted before it was kept what stands in it, and for which days (or also which place).

    A card is only looked at: of it nothing more is kept.
    """
    if kind == CARD:
        return False
    return not present_kept or (kind in (*DATED, AGREEMENT) and not days_kept)


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """The card, both insurances and the consents, before the first day."""
    return [_requirement(kind, facts, on) for kind in DEMANDED]


def with_page(items: Iterable[Requirement], facts: Facts) -> list[Requirement]:
    """What a step before this one asks of who was nominated, with the page where it is typed."""
    return [replace(item, evidence=facts.evidence) if item.code in SAID_THERE else item for item in items]


def _requirement(kind: str, facts: Facts, on: date) -> Requirement:
    state, by = facts.papers.get(kind, ""), facts.stay.start if facts.stay else None
    holds = facts.holds.get(kind, Holds())
    says_days = kind in (CARD, *DATED) or holds.last is not None
    bare = gaps(facts.stay, holds) if state and says_days else []
    over = facts.stay is not None and on > facts.stay.end
    before = kind in facts.before and not over
    again = state == ACCEPTED and (before or kind in facts.unsaid)
    other = kind == CARD and state == ACCEPTED and not over and facts.other_card(by or on)
    met = state == ACCEPTED and (holds.last is not None or not says_days) and not bare and not again and not other
    looks = (state == SENT or again) and not bare
    found: State = pending(met, on, by, asked=looks)
    who = "coordinator" if looks else "partner"
    gates = GATES | {CONFIRM} if kind == "consent" else GATES  # no host is promised who may not come
    card = facts.card(by or on) if kind == CARD else None
    unsure = card is not None and not card.verified
    item = Requirement(f"home_{kind}", found, who, by, gates, evidence=facts.evidence, unverified=unsure)
    if card is not None and other:
        return because_of(item, f"home_card_other_{card.document}")
    if bare and holds.last is not None:
        return _of_gaps(item, bare)
    if again:
        return because_of(item, "home_paper_before" if before else "home_paper_again")
    if card is not None:
        return because_of(item, f"home_card_{card.document}")
    return because_of(item, "home_consent_of_minor" if kind == "consent" and facts.minor else "home_papers")


def _of_gaps(item: Requirement, bare: list[Period]) -> Requirement:
    """The reason names the days."""
    one, two = bare[0], bare[-1]
    if one == two:
        return because_of(item, "home_paper_gap", first=one.start, last=one.end)
    return because_of(item, "home_paper_gaps", first=one.start, last=one.end, again=two.start, end=two.end)
