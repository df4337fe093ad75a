"""How the papers of a partner's own stand, of one learner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from erasdu.journey.hosting.queries import certain
from erasdu.journey.insurance.queries import home_cards
from erasdu.journey.insurance.rules import Card, card_of
from erasdu.journey.nominations import rules
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.nominations.rules.clauses import Clause
from erasdu.journey.nominations.words import CARDS, DAYS_LACK
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class PaperLine:
    """`lacks`: words of what was not found in it. `bare`: days of the stay for which it does not hold.

    `before`: it was accepted before more of it was kept, and is looked at once more. `other`: of a card, since it was
    seen something else is asked. `unverified`: which card it is, nobody checked at its source.
    """

    kind: str
    name: str
    paper: HomePaper | None
    lacks: list[str]
    bare: list[Period]
    before: bool = False
    other: bool = False
    unverified: bool = False


def holds_of(paper: HomePaper) -> rules.Holds:
    """The days for which it holds."""
    return rules.Holds(paper.valid_from, paper.valid_until)


def from_before(paper: HomePaper) -> bool:
    """Whether an accepted paper is to be looked at once more, for of older ones less was kept."""
    if paper.state != HomePaper.State.ACCEPTED:
        return False
    days = paper.agreed_for is not None if paper.kind == rules.AGREEMENT else paper.valid_from is not None
    return rules.from_before(paper.kind, present_kept=paper.present is not None, days_kept=days)


def bare_days(nomination: Nomination, paper: HomePaper) -> list[Period]:
    """The days of the stay, once they are known, for which a paper that has days does not hold."""
    stay = nomination.mobility
    says_days = paper.kind in (*rules.DATED, rules.CARD) or paper.valid_until is not None
    if not stay.planned_from or not stay.planned_until or not says_days:
        return []
    return rules.gaps(Period(stay.planned_from, stay.planned_until), holds_of(paper))


def terms_now(nomination: Nomination) -> dict[str, str]:
    """The days and the place of the stay as they are now: for these an agreement is accepted."""
    stay = nomination.mobility
    there = certain([stay.pk]).get(stay.pk, [])
    place = next((one.place for one in reversed(there) if not one.at_home), "")
    first, last = stay.planned_from, stay.planned_until
    return {"from": first.isoformat() if first else "", "until": last.isoformat() if last else "", "place": place}


def papers_of(nomination: Nomination) -> list[PaperLine]:
    """Each kind in the order of the list, sent or not. One query."""
    there = {paper.kind: paper for paper in HomePaper.objects.filter(nomination=nomination)}
    return [_line(nomination, kind, there.get(kind)) for kind in rules.KINDS]


def _line(nomination: Nomination, kind: str, paper: HomePaper | None) -> PaperLine:
    words = {clause.code: clause_text(clause) for clause in rules.CLAUSES.get(kind, ())} | {rules.DAYS: str(DAYS_LACK)}
    lacks = [words.get(code, code) for code in paper.lacks] if paper else []
    bare = bare_days(nomination, paper) if paper else []
    if kind == rules.CARD:
        own = home_cards()
        card, then = card_for(nomination, own), card_for(nomination, own, paper.sent_at) if paper else None
        other = then is not None and then.document != card.document
        return PaperLine(kind, str(CARDS[card.document]), paper, lacks, bare, other=other, unverified=not card.verified)
    name = HomePaper.Kind(kind).label
    return PaperLine(kind, str(name), paper, lacks, bare, before=paper is not None and from_before(paper))


def card_for(nomination: Nomination, own: Iterable[Card] | None = None, told: datetime | None = None) -> Card:
    """With what who comes from there gets medical care here, on the first day of the stay. One query without `own`.

    `told`: as it was said then.
    """
    on = nomination.mobility.planned_from or nomination.call.stay_from
    return card_of(nomination.partner.country, on, home_cards() if own is None else own, told)


def paper_of(nomination: Nomination, kind: str) -> HomePaper | None:
    return HomePaper.objects.filter(nomination=nomination, kind=kind).select_related("nomination__mobility").first()


def clause_text(clause: Clause) -> str:
    return clause.en if (get_language() or "nl").startswith("en") else clause.nl
