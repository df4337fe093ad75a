"""The partner's own papers of many stays at once, for the gate of leaving."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F

from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.insurance.queries import home_cards
from erasdu.journey.insurance.rules import Card
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines
from erasdu.journey.nominations import access
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.nominations.queries.learners import first_day
from erasdu.journey.nominations.queries.papers import from_before, holds_of
from erasdu.journey.nominations.rules import AGREEMENT, CARD, lacks, requirements
from erasdu.journey.nominations.rules import Departing as Facts
from erasdu.journey.nominations.states import LIVE
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

Cards = tuple[Card, ...]


def facts(stays: Outlines, beds: Collection[int] = ()) -> dict[int, Facts]:
    """By stay, of those that a partner nominated. Three queries, none when nobody comes here.

    `beds`: the stays with a bed to which everybody said yes.
    """
    coming = [pk for pk, of in stays.items() if of.incoming]
    found = Nomination.objects.filter(mobility__in=coming).select_related("mobility", "call")
    found = found.annotate(needs_told_at=F("mobility__needs__consent_at"))
    rows = list(found) if coming else []
    papers: dict[int, dict[str, HomePaper]] = defaultdict(dict)
    for paper in HomePaper.objects.filter(nomination__in=rows) if rows else ():
        papers[paper.nomination_id][paper.kind] = paper
    cards = home_cards() if rows else ()
    found_of = {row.mobility_id: _facts(row, stays[row.mobility_id or 0], papers[row.pk], beds) for row in rows}
    return {pk: replace(known, cards=cards) for pk, known in found_of.items()} if cards else found_of


def turned_by_cards(actor: Actor, on: date, other: Callable[[Cards], Cards]) -> mobilities.Turns:
    """What opens or comes in order for the nominated stays that are not over, were something else said of medical care
    here. `other`: what would be said instead."""
    nominated = access.nominations_for(actor).filter(state__in=LIVE)
    rows = Mobility.objects.filter(pk__in=nominated.values("mobility"), state="planned").select_related(
        "person", "sending"
    )
    return mobilities.turned(
        rows.exclude(planned_until__lt=on),
        lambda stays: facts(mobilities.outlines(stays)),
        lambda known: requirements(known, on),
        lambda known: replace(known, cards=other(known.cards)),
    )


def _facts(row: Any, of: Outline, papers: Mapping[str, HomePaper], beds: Collection[int]) -> Facts:
    born = of.traveller_born
    minor = born is None or is_minor(born, first_day(row))
    again = {
        kind: lacks(kind, paper.present, minor=minor) for kind, paper in papers.items() if paper.present is not None
    }
    own, card = papers.get(AGREEMENT), papers.get(CARD)
    return Facts(
        stay=of.stay,
        home=of.home,
        minor=minor,
        unsaid=frozenset(kind for kind, codes in again.items() if codes),
        agreed_for=own.agreed_for if own else None,
        before=frozenset(kind for kind, paper in papers.items() if from_before(paper)),
        papers={kind: paper.state for kind, paper in papers.items()},
        holds={kind: holds_of(paper) for kind, paper in papers.items()},
        card_told=card.sent_at if card else None,
        key=row.key,
        needs_told=brussels_date(row.needs_told_at) if row.needs_told_at else None,
        bed=row.mobility_id in beds,
    )
