"""What is known of how ready stays are, for the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Count, Q

from erasdu.ground.meetings import queries as meetings
from erasdu.ground.meetings.rules import Session
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines, outlines
from erasdu.journey.preparation import rules
from erasdu.journey.preparation.models import EntryRule, TravelPaper

STAY = "mobilities.mobility"
HOME = "BE"


def facts(stays: Iterable[int], about: Outlines | None = None) -> dict[int, rules.Facts]:
    """By stay; four queries, five without `about`."""
    known = outlines(stays) if about is None else about
    papers: dict[int, list[rules.Seen]] = defaultdict(list)
    seen = TravelPaper.objects.filter(mobility__in=known, ended_at=None).order_by("pk")
    for pk, kind, until in seen.values_list("mobility", "kind", "valid_until"):
        papers[pk].append(rules.Seen(kind, until))
    sessions = meetings.sessions_about(STAY, known)
    not_yet = Count("supports", filter=Q(supports__arranged_on=None))
    counted = Mobility.objects.filter(pk__in=known).annotate(support_count=Count("supports"), support_open=not_yet)
    own = tuple(rule_of(row) for row in EntryRule.objects.filter(ended_at=None))
    return {
        pk: replace(_facts(known[pk], ruled or "", agreed, lacking, papers[pk], sessions.get(pk, ())), own=own)
        for pk, ruled, agreed, lacking in counted.values_list(
            "pk", "entry_decision__outcome", "support_count", "support_open"
        )
    }


def rule_of(row: EntryRule) -> rules.Rule:
    return rules.Rule(
        nationals=row.nationals, home=row.home, to=row.to, outcome=row.outcome, since=row.since, source=row.source,
        verified=row.verified, days=row.days, row=row.pk,
    )  # fmt: skip


def _facts(
    of: Outline, ruled: str, agreed: int, lacking: int, papers: Sequence[rules.Seen], sessions: Sequence[Session]
) -> rules.Facts:
    return rules.Facts(
        key=of.key,
        stay=of.stay,
        country=HOME if of.incoming else of.country,
        home=of.home,
        nationality=of.nationality,
        incoming=of.incoming,
        papers=tuple(papers),
        ruled=ruled,
        support=agreed,
        support_open=lacking,
        sessions=tuple(sessions),
    )
