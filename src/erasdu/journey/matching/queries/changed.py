"""Whether a match still is what was asked: the days of the stay, and the learner whom place and home would receive."""

from __future__ import annotations

from django.db.models import Q

from erasdu.ground.journal.models import Line
from erasdu.journey.hosting.models import Company, Home, Placement
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.matching.queries.reasons import refusals
from erasdu.journey.matching.queries.world import world
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of

# What a learner or somebody about them tells that rules of hosts look at.
OF_LEARNER = (
    "mobility.needs_told", "mobility.needs_taken_back", "mobility.traveller_described", "mobility.companions_set",
    "mobility.birth_date_corrected",
)  # fmt: skip


def other_days(match: Match) -> bool:
    """Whether the stay was planned for other days since."""
    planned = stay_of(Mobility.objects.get(pk=match.mobility_id))
    return planned is not None and (planned.start, planned.end) != (match.starts_on, match.ends_on)


def no_longer_fits(board: Board, match: Match) -> list[str]:
    """Codes of hard rules against it that nobody set aside; looked at when something was told since."""
    if not _told_since(match):
        return []
    found = refusals(world(board), match.mobility_id, match.placement, match.room, every=True)
    return [code for code in found if code not in match.against]


def _told_since(match: Match) -> bool:
    """Whether the learner, the home or the company told something since. One query."""
    home = match.room.home_id if match.room else 0
    company = match.placement.company_id if match.placement else 0
    hosts = _subject(Home, home) | _subject(Company, company) | _subject(Placement, match.placement_id or 0)
    learner = _subject(Mobility, match.mobility_id) & Q(code__in=OF_LEARNER)
    return Line.objects.filter(hosts | learner, at__gt=match.at).exists()


def _subject(model: type[Home | Company | Placement | Mobility], pk: int) -> Q:
    return Q(subjects__kind=model._meta.label_lower, subjects__pk_of=pk)
