"""Rows of which the number is known, and what is locked, paired or matched for one stay."""

from __future__ import annotations

from django.db.models import QuerySet

from erasdu.journey.hosting.models import Home, Placement, Room
from erasdu.journey.matching.models import Lock, Match, Pair
from erasdu.journey.matching.queries.common import HOSTS
from erasdu.journey.mobilities.models import Mobility


def placement(pk: int) -> Placement | None:
    return Placement.objects.filter(pk=pk).first() if pk else None


def room(pk: int) -> Room | None:
    return Room.objects.filter(pk=pk).select_related("home").first() if pk else None


def home(pk: int) -> Home | None:
    return Home.objects.filter(pk=pk).first() if pk else None


def locks_of(stay: Mobility) -> QuerySet[Lock]:
    return Lock.objects.filter(mobility=stay, lifted_at=None).select_related("placement__company__organisation", "home")


def pairs_of(stay: Mobility) -> QuerySet[Pair]:
    return (Pair.objects.filter(one=stay) | Pair.objects.filter(other=stay)).select_related(
        "one__person", "other__person"
    )


def live_matches(stay: Mobility) -> QuerySet[Match]:
    return Match.objects.filter(mobility=stay, ended_at=None).select_related(*HOSTS, "mobility")
