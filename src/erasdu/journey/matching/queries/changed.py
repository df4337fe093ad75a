"""Whether a match still is what was asked: the days of the stay, and every rule as the board knows it now."""

from __future__ import annotations

from erasdu.journey.matching.models import Match
from erasdu.journey.matching.queries.reasons import refusals
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of


def other_days(match: Match) -> bool:
    """Whether the stay was planned for other days since."""
    planned = stay_of(Mobility.objects.get(pk=match.mobility_id))
    return planned is not None and (planned.start, planned.end) != (match.starts_on, match.ends_on)


def no_longer_fits(now: World, match: Match) -> list[str]:
    """Codes of hard rules, pins, bans and noes against it that nobody set aside. `now`: with those that pause."""
    found = refusals(now, match.mobility_id, match.placement, match.room, every=True)
    return [code for code in found if code not in match.against]
