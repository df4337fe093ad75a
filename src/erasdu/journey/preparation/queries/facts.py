"""What is known of how ready stays are, for the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q

from erasdu.ground.meetings import queries as meetings
from erasdu.ground.meetings.rules import Session
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.journey.preparation import rules
from erasdu.journey.preparation.models import TravelPaper

STAY = "mobilities.mobility"
HOME = "BE"


def facts(stays: Iterable[int]) -> dict[int, rules.Facts]:
    """By stay; three queries, whatever the number."""
    pks = list(stays)
    rows = Mobility.objects.filter(pk__in=pks).select_related("traveller", "destination", "sending", "entry_decision")
    not_yet = Count("supports", filter=Q(supports__arranged_on=None))
    papers: dict[int, list[rules.Seen]] = defaultdict(list)
    for paper in TravelPaper.objects.filter(mobility__in=pks, ended_at=None):
        papers[paper.mobility_id].append(rules.Seen(paper.kind, paper.valid_until))
    sessions = meetings.sessions_about(STAY, pks)
    counted = rows.annotate(support_count=Count("supports"), support_open=not_yet)
    return {row.pk: _facts(row, papers[row.pk], sessions.get(row.pk, ())) for row in counted}


def _facts(row: Mobility, papers: Sequence[rules.Seen], sessions: Sequence[Session]) -> rules.Facts:
    incoming = row.direction == Mobility.Direction.INCOMING
    abroad = row.destination.country if row.destination else ""
    return rules.Facts(
        key=row.key,
        stay=stay_of(row),
        country=HOME if incoming else abroad,
        home=row.sending.country or HOME,
        nationality=row.traveller.nationality if hasattr(row, "traveller") else "",
        incoming=incoming,
        papers=tuple(papers),
        ruled=row.entry_decision.outcome if hasattr(row, "entry_decision") else "",
        support=int(getattr(row, "support_count", 0)),
        support_open=int(getattr(row, "support_open", 0)),
        sessions=tuple(sessions),
    )
