"""What a person set aside, with why: kept as long as the learner keeps the place or the home for which it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Mobility


def reason_now(mobility: Mobility) -> str:
    """Of what the learner has; "" when nothing was set aside."""
    return Match.objects.filter(mobility=mobility, ended_at=None).values_list("reason", flat=True).first() or ""


class Kept(dict[int, tuple[int | None, int | None, dict[str, Any]]]):
    """Stay → its place, its home, and what was set aside for them."""

    def of(self, stay: int, place: int | None, home: int | None) -> Mapping[str, Any]:
        """For a match with this place and home: {} when it keeps neither."""
        before, slept, told = self.get(stay, (None, None, {}))
        same = (before is not None and before == place) or (slept is not None and slept == home)
        return told if same else {}


def set_aside(stays: Iterable[int]) -> Kept:
    rows = Match.objects.filter(mobility__in=list(stays), ended_at=None).exclude(against=[])
    columns = ("mobility", "placement", "room__home", "against", "reason")
    return Kept(
        {
            stay: (place, home, {"against": against, "reason": reason})
            for stay, place, home, against, reason in rows.values_list(*columns)
        }
    )
