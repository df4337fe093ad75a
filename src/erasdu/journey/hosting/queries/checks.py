"""What decides on which days a home may be proposed: its checks, and the extracts of who lives there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting.models import Adult, Home, Room
from erasdu.journey.hosting.rules import Extract, HomeFacts


def home_facts(ids: Iterable[int]) -> dict[int, HomeFacts]:
    """What decides whether homes are proposable. Two queries."""
    ids = list(ids)
    adults: dict[int, list[Extract]] = {}
    for home, seen, issued in EXTRACTS.of(ids):
        adults.setdefault(home, []).append(Extract(seen, issued))
    return {row.pk: checks_of(row, row.in_all, tuple(adults.get(row.pk, ()))) for row in CHECKED.of(ids)}


def _checked() -> QuerySet[Any, Any]:
    """Homes, with only what is checked of them, and `in_all` beds."""
    beds = Room.objects.filter(home=OuterRef("pk")).order_by().values("home").annotate(number=Sum("beds"))
    number = Coalesce(Subquery(beds.values("number"), output_field=IntegerField()), 0)
    return Home.objects.filter(pk__in=THESE).only(*CHECKS).annotate(in_all=number)


CHECKS = ("kind", "withdrawn_at", "paused_at", "visited_on", "interviewed_on", "valid_until")
CHECKED = Prepared(_checked)
EXTRACTS = Prepared(
    lambda: Adult.objects.filter(home__in=THESE).order_by("pk").values_list("home", "seen_on", "issued_on")
)


def checks_of(home: Home, beds: int, adults: tuple[Extract, ...]) -> HomeFacts:
    return HomeFacts(
        kind=home.kind,
        withdrawn=home.withdrawn_at is not None,
        paused=home.paused_at is not None,
        beds=beds,
        visited_on=home.visited_on,
        interviewed_on=home.interviewed_on,
        valid_until=home.valid_until,
        adults=adults,
    )
