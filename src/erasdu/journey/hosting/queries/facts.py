"""Everything that a rule of the matching needs of places and beds, as small dataclasses in three or four queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import Avg, OuterRef, Q, QuerySet, Subquery

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting import rules
from erasdu.journey.hosting.models import Evaluation, Home, Placement, Room
from erasdu.journey.hosting.queries.capacity import offers_of, taken_beds, taken_places
from erasdu.journey.hosting.queries.checks import checks_of
from erasdu.journey.hosting.rules import Extract, HomeFacts, Nights, Offer, RoomFacts, Schedule, Taken, Unit, Welcome
from erasdu.journey.hosting.states import OFFERED, PAUSED
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """`languages`: language → level needed. `open`: it may be proposed now. `mark`: mean of what was found there.

    `people`: whom one speaks with, and the mentor.
    """

    id: int
    key: str
    company: int
    company_key: str
    name: str
    organisation: int
    keeper: int
    country: str
    town: int | None
    occupation: str
    tasks: tuple[str, ...]
    outcomes: tuple[str, ...]
    proofs: frozenset[str]
    min_age: int
    languages: Mapping[str, str]
    mentor_languages: tuple[str, ...]
    accessible: bool | None
    people: frozenset[int]
    schedule: Schedule
    open: bool
    mark: float | None
    offers: tuple[Offer, ...]
    taken: tuple[Taken, ...]

    def free(self, window: Period) -> tuple[int, ...]:
        """Free places on each day."""
        return rules.free_places(self.offers, self.taken, window)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit of beds with all of its home. `taken`: room → its live stays; `paused` and dates are in `checks`.

    `contact`: who answers for the home. `house`: what it has in common with itself in another network.
    `mark`: mean of what was found there.
    """

    unit: Unit
    home_key: str
    name: str
    kind: str
    keeper: int
    town: int | None
    languages: tuple[str, ...]
    hobbies: tuple[str, ...]
    lively: bool | None
    curfew: str
    welcome: Welcome
    checks: HomeFacts
    nights: tuple[Nights, ...]
    rooms: tuple[RoomFacts, ...]
    taken: Mapping[int, tuple[Taken, ...]]
    contact: int = 0
    house: tuple[str, str, str] = ("", "", "")
    mark: float | None = None

    def free(self, window: Period) -> tuple[int, ...]:
        """Free beds in the night after each day."""
        per_room = [rules.free_beds(room.beds, self.nights, self.taken.get(room.id, ()), window) for room in self.rooms]
        return tuple(sum(night) for night in zip(*per_room, strict=True))


# -- places ----------------------------------------------------------------------------------------


# What is read of each: making whole rows of hundreds takes longer than all else. By the name that the rules ask for.
OF_PLACE = {
    **dict.fromkeys((
        "pk", "key", "company_id", "state", "occupation", "tasks", "outcomes", "proofs", "min_age", "languages",
        "mentor_languages", "mentor_id", "days", "starts_at", "ends_at", "hours_a_week", "shifts", "break_minutes",
        "mean",
    ), ""),
    "company_key": "company__key",
    "name": "company__organisation__name",
    "organisation_id": "company__organisation_id",
    "country": "company__organisation__country",
    "keeper_id": "company__keeper_id",
    "town_id": "company__town_id",
    "accessible": "company__accessible",
    "contact_id": "company__contact_id",
    "paused_at": "company__paused_at",
    "withdrawn_at": "company__withdrawn_at",
}  # fmt: skip
OF_HOME = (
    "key", "kind", "name", "keeper_id", "town_id", "contact_id", "languages", "hobbies", "lively", "curfew", "gender",
    "min_age", "max_age", "diets", "pets", "smoking", "smokers_welcome", "accessible", "withdrawn_at", "paused_at",
    "visited_on", "interviewed_on", "valid_until", "contact__email", "street",
)  # fmt: skip
OF_ROOM = {"room": "pk", "beds": "beds", "room_name": "name", "mean": "mean", "home": "home_id"}


def placements_for_board(
    keepers: Iterable[int], window: Period, *, paused: bool = False, among: Collection[int] | None = None
) -> list[PlacementFacts]:
    """The open places of these keepers with a day in the window; also those that pause when asked. Three queries.

    `among`: only of these.
    """
    states = (OFFERED, PAUSED) if paused else (OFFERED,)
    if among is not None:
        return _thought_of(among, frozenset(keepers), window, states, paused)
    inside = Q(periods__starts_on__lte=window.end, periods__ends_on__gte=window.start)
    rows = Placement.objects.filter(inside, company__keeper__in=list(keepers), company__withdrawn_at=None)
    open_now = Q() if paused else Q(company__paused_at=None)
    return _placements(_read(rows.filter(open_now, state__in=states).distinct()))


def _thought_of(
    among: Iterable[int], keepers: Collection[int], window: Period, states: Collection[str], paused: bool
) -> list[PlacementFacts]:
    """The same of few: read whatever state they are in, and held against all that here."""
    rows = [row for row in map(_as_read, PLACES.of(among)) if row.keeper_id in keepers and row.withdrawn_at is None]
    found = _placements([row for row in rows if row.state in states and (paused or row.paused_at is None)])
    return [each for each in found if any(_touches(one.first, one.last, window) for one in each.offers)]


def _touches(first: date, last: date, window: Period) -> bool:
    return first <= window.end and last >= window.start


def placement_facts(ids: Iterable[int]) -> dict[int, PlacementFacts]:
    """Whatever state they are in: `open` says whether a place may be proposed. Three queries."""
    return {each.id: each for each in _placements(map(_as_read, PLACES.of(ids)))}


def _read(rows: QuerySet[Placement]) -> list[Any]:
    return [_as_read(row) for row in _with_mean(rows)]


def _with_mean(rows: QuerySet[Placement]) -> QuerySet[Placement, tuple[Any, ...]]:
    marks = Evaluation.objects.filter(company=OuterRef("company")).order_by().values("company")
    mean = Subquery(marks.annotate(mean=Avg("mark")).values("mean"))
    return rows.annotate(mean=mean).order_by("pk").values_list(*(path or name for name, path in OF_PLACE.items()))


def _as_read(row: Iterable[Any]) -> Any:
    return SimpleNamespace(**dict(zip(OF_PLACE, row, strict=True)))


PLACES = Prepared(lambda: _with_mean(Placement.objects.filter(pk__in=THESE)))


def _placements(rows: Iterable[Any]) -> list[PlacementFacts]:
    found = list(rows)
    ids = [row.pk for row in found]
    offers, taken = offers_of(ids), taken_places(ids)
    return [_placement(row, offers.get(row.pk, []), taken.get(row.pk, [])) for row in found]


def _placement(row: Any, offers: list[Offer], taken: list[Taken]) -> PlacementFacts:
    return PlacementFacts(
        id=row.pk,
        key=row.key,
        company=row.company_id,
        company_key=row.company_key,
        name=row.name,
        organisation=row.organisation_id,
        keeper=row.keeper_id,
        country=row.country,
        town=row.town_id,
        occupation=row.occupation,
        tasks=tuple(row.tasks),
        outcomes=tuple(row.outcomes),
        proofs=frozenset(row.proofs),
        min_age=row.min_age,
        languages=row.languages,
        mentor_languages=tuple(row.mentor_languages),
        accessible=row.accessible,
        people=frozenset(person for person in (row.contact_id, row.mentor_id) if person),
        schedule=schedule_of(row),
        open=row.state == OFFERED and row.paused_at is None and row.withdrawn_at is None,
        mark=row.mean,
        offers=tuple(offers),
        taken=tuple(taken),
    )


def schedule_of(row: Placement) -> Schedule:
    return Schedule(tuple(row.days), row.starts_at, row.ends_at, row.hours_a_week, bool(row.shifts), row.break_minutes)


# -- beds ------------------------------------------------------------------------------------------


def units_for_board(
    keepers: Iterable[int], window: Period, *, paused: bool = False, among: Collection[int] | None = None
) -> list[UnitFacts]:
    """The units of beds of these keepers' live homes with a night in the window. Four queries.

    Whether one is proposable for a learner is for `rules.proposable(facts.checks, on, minor=…)` to say. `paused`: also
    those of homes that pause, as if they did not. `among`: only of these homes.
    """
    if among is not None:
        own = frozenset(keepers)
        rooms = [row for row in map(_as_room, ROOMS.of(among)) if row.keeper_id in own and row.withdrawn_at is None]
        found = _units(row for row in rooms if paused or row.paused_at is None)
        found = [each for each in found if any(_sleeps(one, window) for one in each.nights)]
    else:
        inside = Q(periods__starts_on__lte=window.end, periods__ends_on__gt=window.start)
        homes = Home.objects.filter(inside, keeper__in=list(keepers), withdrawn_at=None)
        homes = homes if paused else homes.filter(paused_at=None)
        found = _units(map(_as_room, _marked(Room.objects.filter(home__in=homes.values("pk")))))
    return [replace(each, checks=replace(each.checks, paused=False)) for each in found] if paused else found


def _sleeps(nights: Nights, window: Period) -> bool:
    return nights.first <= window.end and nights.last > window.start


def unit_facts(homes: Iterable[int]) -> list[UnitFacts]:
    """Those of some homes, whatever state they are in. Four queries."""
    return _units(map(_as_room, ROOMS.of(homes)))


def _marked(rooms: QuerySet[Room]) -> QuerySet[Room, tuple[Any, ...]]:
    """What is read of each, with the mark of its home."""
    marks = Evaluation.objects.filter(home=OuterRef("home")).order_by().values("home")
    mean = Subquery(marks.annotate(mean=Avg("mark")).values("mean"))
    every = rooms.annotate(mean=mean).order_by("home", "pk")
    return every.values_list(*OF_ROOM.values(), *(f"home__{name}" for name in OF_HOME))


def _as_room(row: Iterable[Any]) -> Any:
    return SimpleNamespace(**dict(zip((*OF_ROOM, *OF_HOME), row, strict=True)))


ROOMS = Prepared(lambda: _marked(Room.objects.filter(home__in=THESE)))


def _units(rows: Iterable[Any]) -> list[UnitFacts]:
    rooms = list(rows)
    by_home: dict[int, list[Any]] = {}
    for room in rooms:
        by_home.setdefault(room.home, []).append(room)
    nights, adults = _nights_and_adults(by_home)
    taken = taken_beds(room.room for room in rooms)
    return [
        each
        for home, own in by_home.items()
        for each in _of_home(own, nights.get(home, set()), adults.get(home, {}), taken)
    ]


def _nights_and_adults(homes: Iterable[int]) -> tuple[dict[int, set[Nights]], dict[int, dict[int, Extract]]]:
    """In one query: every period beside every adult, of which there are few."""
    nights: dict[int, set[Nights]] = {}
    adults: dict[int, dict[int, Extract]] = {}
    for home, first, last, adult, seen, issued in NIGHTS_AND_ADULTS.of(homes):
        if first is not None:
            nights.setdefault(home, set()).add(Nights(first, last))
        if adult is not None:
            adults.setdefault(home, {})[adult] = Extract(seen, issued)
    return nights, adults


NIGHTS_AND_ADULTS = Prepared(
    lambda: Home.objects.filter(pk__in=THESE).values_list(
        "pk", "periods__starts_on", "periods__ends_on", "adults__pk", "adults__seen_on", "adults__issued_on"
    )
)


def _of_home(
    rooms: list[Any], nights: set[Nights], adults: dict[int, Extract], taken: dict[int, list[Taken]]
) -> list[UnitFacts]:
    home, facts = rooms[0], {row.room: RoomFacts(row.room, row.beds, row.room_name) for row in rooms}
    checks = checks_of(home, sum(room.beds for room in rooms), tuple(adults[pk] for pk in sorted(adults)))
    return [
        UnitFacts(
            unit=unit,
            home_key=home.key,
            name=home.name,
            kind=home.kind,
            keeper=home.keeper_id,
            town=home.town_id,
            languages=tuple(home.languages),
            hobbies=tuple(home.hobbies),
            lively=home.lively,
            curfew=home.curfew.isoformat("minutes") if home.curfew else "",
            welcome=welcome_of(home),
            checks=checks,
            nights=tuple(sorted(nights)),
            rooms=tuple(facts[pk] for pk in unit.rooms),
            taken={pk: tuple(taken.get(pk, ())) for pk in unit.rooms},
            contact=home.contact_id,
            house=rules.house(home.kind, home.contact_id, home.contact__email, home.street),
            mark=rooms[0].mean,
        )
        for unit in rules.units(home.home, facts.values())
    ]


def welcome_of(home: Home) -> Welcome:
    """What a home says to unnamed needs."""
    return Welcome(
        gender=home.gender,
        min_age=home.min_age,
        max_age=home.max_age,
        diets=frozenset(home.diets),
        pets=None if home.pets is None else frozenset(home.pets),
        smoking=home.smoking,
        smokers_welcome=home.smokers_welcome,
        accessible=home.accessible,
    )
