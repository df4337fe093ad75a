"""The partner's own papers of many stays at once, for the gate of leaving."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.nominations.queries.learners import first_day
from erasdu.journey.nominations.rules import CARD
from erasdu.journey.nominations.rules import Departing as Facts
from erasdu.kernel.periods import Period


def facts(stays: Iterable[int]) -> dict[int, Facts]:
    """By stay, of those that a partner nominated. Two queries."""
    related = ("mobility__traveller", "call")
    rows = list(Nomination.objects.filter(mobility__in=list(stays)).select_related(*related))
    papers: dict[int, dict[str, HomePaper]] = defaultdict(dict)
    for paper in HomePaper.objects.filter(nomination__in=rows) if rows else ():
        papers[paper.nomination_id][paper.kind] = paper
    return {row.mobility_id: _facts(row, papers[row.pk]) for row in rows}


def _facts(row: Nomination, papers: Mapping[str, HomePaper]) -> Facts:
    stay, card = row.mobility, papers.get(CARD)
    born: date | None = stay.traveller.birth_date if hasattr(stay, "traveller") else None
    days = Period(stay.planned_from, stay.planned_until) if stay.planned_from and stay.planned_until else None
    return Facts(
        stay=days,
        minor=born is None or is_minor(born, first_day(row)),
        papers={kind: paper.state for kind, paper in papers.items()},
        card_until=card.valid_until if card else None,
    )
