"""What rows of a board have in common, made once for all of them: schools, companies, homes and towns."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.models import Town
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Company, Home, Placement, Room
from erasdu.journey.matching.models import Line, Match
from erasdu.journey.mobilities.models import Mobility

HOSTS = ("placement__company__organisation", "placement__company__town", "room__home__town")
ASKED = ("languages", "tasks_want", "hobbies", "character")  # lists of a profile that the rules ask


def _lists(model: type[models.Model], prefix: str = "") -> list[str]:
    """Columns with lists and the like: reading those of hundreds takes longer than all others together."""
    return [f"{prefix}{each.name}" for each in model._meta.concrete_fields if isinstance(each, models.JSONField)]


# What is shown of a host or asked of it on a board, and whom to write to there. Whole rows take several times as long.
OF_A_PLACE = (
    "key", "state", "occupation", "mentor", "company__key", "company__keeper", "company__contact", "company__town",
    "company__withdrawn_at", "company__paused_at", "company__organisation__name", "company__organisation__country",
)  # fmt: skip
OF_A_ROOM = (
    "beds", "home__key", "home__kind", "home__keeper", "home__contact", "home__name", "home__town",
    "home__withdrawn_at", "home__paused_at",
)  # fmt: skip
UNREAD = (
    "street", "postal_code", "town", "emergency_name", "study_year", "class_teacher", "workplace", "been_abroad",
    "clothes_size", "shoe_size", "share_with", "saved_at", "revision",
)  # fmt: skip
OF_A_STAY = [f"profile__{name}" for name in (*_lists(Profile), *UNREAD) if name not in ASKED]


def as_rows_of(stays: QuerySet[Mobility], call: Call) -> list[Mobility]:
    """By name, with what is shown of each and what the rules ask. Three queries."""
    found = stays.select_related("person", "profile", "traveller").defer(*OF_A_STAY)
    rows = list(found.order_by("person__family_name", "person__given_name", "pk"))
    schools = {each.pk: each for each in SCHOOLS.of(stay.sending_id for stay in rows)}
    where = {each.pk: each for each in DESTINATIONS.of(stay.destination_id for stay in rows if stay.destination_id)}
    for stay in rows:
        stay.call, stay.sending = call, schools[stay.sending_id]
        if stay.destination_id:
            stay.destination = where[stay.destination_id]
    return rows


def join_hosts(rows: Iterable[Match | Line]) -> None:
    """Each with its company and home, the same for all that name it. Three queries."""
    rows = list(rows)
    places = {each.pk: each for each in PLACES.of(row.placement_id for row in rows if row.placement_id)}
    rooms = {each.pk: each for each in ROOMS.of(row.room_id for row in rows if row.room_id)}
    lying: list[Company | Home] = [*(each.company for each in places.values()), *(each.home for each in rooms.values())]
    towns = {town.pk: town for town in TOWNS.of(each.town_id for each in lying if each.town_id)}
    for each in lying:
        each.town = towns.get(each.town_id or 0)
    for row in rows:
        row.placement, row.room = places.get(row.placement_id or 0), rooms.get(row.room_id or 0)


SCHOOLS = Prepared(
    lambda: Organisation.objects.filter(pk__in=THESE).only("key", "kind", "name", "country", "closed_at")
)
DESTINATIONS = Prepared(lambda: Destination.objects.filter(pk__in=THESE))
PLACES = Prepared(
    lambda: Placement.objects.filter(pk__in=THESE).select_related("company__organisation").only(*OF_A_PLACE)
)
ROOMS = Prepared(lambda: Room.objects.filter(pk__in=THESE).select_related("home").only(*OF_A_ROOM))
TOWNS = Prepared(lambda: Town.objects.filter(pk__in=THESE))
