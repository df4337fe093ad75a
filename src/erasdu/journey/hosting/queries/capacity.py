"""What is offered and what is taken, by place and by room: the arrays that rules count with."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.rules import age
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.models import Booking, Company, Home, HomePeriod, Placement, PlacementPeriod, Room
from erasdu.journey.hosting.rules import Nights, Offer, Taken
from erasdu.kernel.periods import Period

Booked = tuple[int, date, date]  # place or room, and the days


def live() -> QuerySet[Booking]:
    """What counts as taken: not released, of a stay that was not cancelled."""
    return Booking.objects.filter(released_at=None, mobility__cancelled_at=None)


def offers_of(placements: Iterable[int]) -> dict[int, list[Offer]]:
    """Place → its periods, in order."""
    found: dict[int, list[Offer]] = {}
    for placement, first, last, places in OPEN.of(placements):
        found.setdefault(placement, []).append(Offer(first, last, places))
    return found


def nights_of(homes: Iterable[int]) -> dict[int, list[Nights]]:
    """Home → its periods, in order."""
    found: dict[int, list[Nights]] = {}
    for home, first, last in NIGHTS.of(homes):
        found.setdefault(home, []).append(Nights(first, last))
    return found


def taken_places(placements: Iterable[int]) -> dict[int, list[Taken]]:
    """Place → what is taken of it."""
    return _taken(AT_WORK.of(placements))


def taken_beds(rooms: Iterable[int]) -> dict[int, list[Taken]]:
    """Room → what is taken of its beds, also by guests whom the same house receives through another network.

    In which of its rooms these sleep that network does not say: so they count in each. The house then never has more
    guests than beds in a network, and none in a bed that was given away elsewhere. Two queries.
    """
    ids = list(rooms)
    beside = rooms_beside(ids)
    found = _taken(AT_HOME.of([*ids, *(other for others in beside.values() for other in others)]))
    return {
        pk: sorted([*found.get(pk, []), *(one for other in beside.get(pk, ()) for one in found.get(other, []))])
        for pk in ids
        if pk in found or pk in beside
    }


def promised_beds(rooms: Iterable[int]) -> dict[int, list[Taken]]:
    """Room → what this network itself promised of its beds."""
    return _taken(AT_HOME.of(rooms))


def rooms_beside(rooms: Iterable[int]) -> dict[int, list[int]]:
    """Room → those of the same house in other networks; only rooms that have such."""
    ids = list(rooms)
    rows = [(pk, keeper, rules.house(*who)) for pk, keeper, *who in BESIDE.of(ids)]
    by_house: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for pk, keeper, which in rows:
        by_house.setdefault(which, []).append((pk, keeper))
    asked = set(ids)
    found = {
        pk: [other for other, elsewhere in by_house[which] if elsewhere != keeper]
        for pk, keeper, which in rows
        if pk in asked
    }
    return {pk: others for pk, others in found.items() if others}


def kept_beside(homes: Iterable[int]) -> set[int]:
    """Those of these homes that are in another network too."""
    ids = set(homes)
    rows = [(home, keeper, rules.house(*who)) for home, keeper, *who in HOUSES.of(ids)]
    keepers: dict[tuple[str, str, str], set[int]] = {}
    for _home, keeper, which in rows:
        keepers.setdefault(which, set()).add(keeper)
    return {home for home, _keeper, which in rows if home in ids and len(keepers[which]) > 1}


def homes_beside(home: Home) -> list[Home]:
    """The same house in other networks, live, with their keepers."""
    contact = home.contact
    same = Q(contact=contact) | Q(contact__email__iexact=contact.email) if contact.email else Q(contact=contact)
    rows = Home.objects.filter(same, kind=home.kind, withdrawn_at=None).exclude(keeper=home.keeper_id)
    this = house_of(home)
    return [row for row in rows.select_related("keeper", "contact").order_by("pk") if house_of(row) == this]


def house_of(home: Home) -> tuple[str, str, str]:
    return rules.house(home.kind, home.contact_id, home.contact.email, home.street)


def _taken(rows: Iterable[Booked]) -> dict[int, list[Taken]]:
    found: dict[int, list[Taken]] = {}
    for of, first, last in rows:
        found.setdefault(of, []).append(Taken(first, last))
    return found


def _booked(column: str) -> QuerySet[Booking, Booked]:
    rows = live().filter(**{f"{column}__in": THESE}).order_by("starts_on", "pk")
    return rows.values_list(column, "starts_on", "ends_on")


OPEN = Prepared(
    lambda: (
        PlacementPeriod.objects.filter(placement__in=THESE)
        .order_by("starts_on")
        .values_list("placement", "starts_on", "ends_on", "places")
    )
)
NIGHTS = Prepared(
    lambda: HomePeriod.objects.filter(home__in=THESE).order_by("starts_on").values_list("home", "starts_on", "ends_on")
)


def _same(home: str) -> QuerySet[Any, tuple[Any, ...]]:
    """Live homes, or their rooms, of who answers for one of these, by id or address. `home`: the way there, or ""."""
    rows = (Room if home else Home).objects.filter(**{f"{home}withdrawn_at": None})
    rows = rows.annotate(address=Lower(f"{home}contact__email"))
    these = rows.filter(pk__in=THESE)
    same = Q(**{f"{home}contact__in": these.values(f"{home}contact")})
    same |= Q(address__in=these.exclude(address="").values("address"))
    return rows.filter(same).order_by("pk").values_list("pk", *(f"{home}{name}" for name in OF_HOUSE))


OF_HOUSE = ("keeper", "kind", "contact", "contact__email", "street")
BESIDE, HOUSES = Prepared(lambda: _same("home__")), Prepared(lambda: _same(""))
AT_WORK, AT_HOME = Prepared(lambda: _booked("placement")), Prepared(lambda: _booked("room"))


def offers_the_same(company: Company, values: Mapping[str, object], periods: Iterable[Offer]) -> bool:
    """Whether this very place is offered by now: a form that was sent again after going back is no second place."""
    rows = company.placements.filter(state=Placement.State.OFFERED, **values).values_list("pk", flat=True)
    wanted = sorted(periods)
    return any(sorted(there) == wanted for there in offers_of(rows).values())


def youngest_of(placement: Placement, *, below: int) -> tuple[str, int] | None:
    """First name and age on the first day of the youngest who was promised this place and is younger than that."""
    rows = live().filter(placement=placement, mobility__traveller__birth_date__isnull=False)
    columns = ("mobility__person__given_name", "mobility__traveller__birth_date", "starts_on")
    ages = [(age(born, first), name) for name, born, first in rows.values_list(*columns)]
    years, name = min(ages, default=(below, ""))
    return (name, years) if years < below else None


def free_places(placements: Iterable[int], window: Period) -> dict[int, tuple[int, ...]]:
    """Place → how many are free on each day of the window. Two queries."""
    placements = list(placements)
    offers, taken = offers_of(placements), taken_places(placements)
    return {pk: rules.free_places(offers.get(pk, []), taken.get(pk, []), window) for pk in placements}


def free_beds(homes: Iterable[int], window: Period) -> dict[int, tuple[int, ...]]:
    """Home → how many of its beds are free in the night after each day of the window. Three queries."""
    homes = list(homes)
    rooms = list(Room.objects.filter(home__in=homes).values_list("pk", "home", "beds"))
    nights, taken = nights_of(homes), taken_beds(pk for pk, _home, _beds in rooms)
    found = {home: [0] * window.days for home in homes}
    for pk, home, beds in rooms:
        free = rules.free_beds(beds, nights.get(home, []), taken.get(pk, []), window)
        found[home] = [so_far + more for so_far, more in zip(found[home], free, strict=True)]
    return {home: tuple(free) for home, free in found.items()}


def nights_in(stay: Period) -> Period:
    """The nights of a stay, each named after the day before it; a stay of one day has none and counts as one."""
    return Period(stay.start, max(stay.start, stay.end - timedelta(days=1)))
