"""Of whom nobody knows yet what a home must meet: not told is not the same as none."""

from __future__ import annotations

from collections.abc import Iterable

from erasdu.journey.mobilities.models import Mobility, Needs


def untold(stays: Iterable[int]) -> frozenset[int]:
    """Those who told nothing of allergies and what they eat, or not whether they smoke. Two queries."""
    stays = list(stays)
    told = set(Needs.objects.filter(mobility__in=stays).values_list("mobility", flat=True))
    rows = Mobility.objects.filter(pk__in=stays).order_by().values_list("pk", "profile__smokes")
    return frozenset(pk for pk, smokes in rows if pk not in told or not smokes)
