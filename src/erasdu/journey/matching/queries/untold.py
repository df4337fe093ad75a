"""Of whom nobody knows yet what a home must meet: not told is not the same as none."""

from __future__ import annotations

from collections.abc import Iterable

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.mobilities.models import Mobility, Needs


def untold(stays: Iterable[int]) -> frozenset[int]:
    """Those who told nothing of allergies and what they eat, or not whether they smoke. Two queries."""
    stays = list(stays)
    told = set(TOLD.of(stays))
    return frozenset(pk for pk, smokes in SMOKES.of(stays) if pk not in told or not smokes)


TOLD = Prepared(lambda: Needs.objects.filter(mobility__in=THESE).values_list("mobility", flat=True))
SMOKES = Prepared(lambda: Mobility.objects.filter(pk__in=THESE).order_by().values_list("pk", "profile__smokes"))
