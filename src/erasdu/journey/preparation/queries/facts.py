"""What is known of how ready stays are, for the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from erasdu.ground.meetings import queries as meetings
from erasdu.ground.meetings.rules import Session
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines, outlines
from erasdu.journey.preparation import rules
from erasdu.journey.preparation.models import ArrivalCheck, EntryRule, TravelPaper
from erasdu.journey.preparation.queries.forgotten import STAY, forgotten
from erasdu.journey.preparation.queries.parents import out_of_reach

HOME = "BE"
PAPER = ("kind", "valid_until", "country", "given", "limited", "first_day", "longest")  # as `rules.Seen`
RULING = [f"entry_decision__{name}" for name in ("outcome", "nationality", "country", "days", "until")]


def facts(stays: Iterable[int], about: Outlines | None = None) -> dict[int, rules.Facts]:
    """By stay; seven queries, eight without `about`, two fewer where no session is required.

    Three more for arrivals, two where parents were forgotten.
    """
    known = outlines(stays) if about is None else about
    papers: dict[int, list[rules.Seen]] = defaultdict(list)
    for pk, *of in SEEN.of(known):
        papers[pk].append(rules.Seen(*of))
    sessions, uninvited = meetings.sessions_about(STAY, known), forgotten(known)
    parents = out_of_reach({pk: known[pk] for pk, roles in uninvited.roles.items() if "guardian" in roles})
    arriving = _arriving([pk for pk, of in known.items() if of.incoming])
    own = tuple(rule_of(row) for row in STANDING.of())
    return {
        pk: replace(
            _facts(known[pk], agreed, lacking, papers[pk], sessions.get(pk, ())),
            ruling=rules.Ruling(*ruled) if ruled[0] else None,
            own=own,
            uninvited=uninvited.roles.get(pk, {}),
            unopened=uninvited.sessions.get(pk),
            parents=parents.get(pk, ""),
            parents_told=told is not None,
            arrival=arriving.get(pk, rules.Arrival()),
        )
        for pk, agreed, lacking, told, *ruled in COUNTED.of(known)
    }


def _seen() -> QuerySet[TravelPaper, tuple[Any, ...]]:
    rows = TravelPaper.objects.filter(mobility__in=THESE, ended_at=None).order_by("pk")
    return rows.values_list("mobility", *PAPER)


def _counted() -> QuerySet[Mobility, tuple[Any, ...]]:
    not_yet = Count("supports", filter=Q(supports__arranged_on=None))
    rows = Mobility.objects.filter(pk__in=THESE).annotate(support_count=Count("supports"), support_open=not_yet)
    return rows.values_list("pk", "support_count", "support_open", "guardians_told_at", *RULING)


SEEN, COUNTED = Prepared(_seen), Prepared(_counted)
STANDING = Prepared(lambda: EntryRule.objects.filter(ended_at=None))


def _arriving(stays: Sequence[int]) -> dict[int, rules.Arrival]:
    """Of who comes here what the receiving school looked at. Three queries, none when nobody does."""
    if not stays:
        return {}
    checks: dict[int, dict[str, date]] = defaultdict(dict)
    for pk, kind, on in ArrivalCheck.objects.filter(mobility__in=stays, ended_at=None).values_list(
        "mobility", "kind", "seen_on"
    ):
        checks[pk][kind] = on
    risks, since = hosting.risks_seen(stays), hosting.workplaces_since(stays)
    return {pk: rules.Arrival(pk in risks, since.get(pk), risks.get(pk), checks[pk]) for pk in stays}


def goes_to(of: Outline) -> str:
    return HOME if of.incoming else of.country


def rule_of(row: EntryRule) -> rules.Rule:
    return rules.Rule(
        nationals=row.nationals, home=row.home, to=row.to, outcome=row.outcome, since=row.since, source=row.source,
        verified=row.verified, days=row.days, row=row.pk,
    )  # fmt: skip


def _facts(
    of: Outline, agreed: int, lacking: int, papers: Sequence[rules.Seen], sessions: Sequence[Session]
) -> rules.Facts:
    return rules.Facts(
        key=of.key,
        stay=of.stay,
        country=goes_to(of),
        home=of.home,
        nationality=of.nationality,
        incoming=of.incoming,
        papers=tuple(papers),
        support=agreed,
        support_open=lacking,
        sessions=tuple(sessions),
        born=of.birth_date,
    )
