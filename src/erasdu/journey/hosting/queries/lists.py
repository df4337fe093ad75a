"""Networks as lists: who keeps what, what is free, what lacks, and which checks end soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls import access as calls_access
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.models import Adult, Booking, Company, Home, HomePeriod, Placement, Room
from erasdu.journey.hosting.queries.capacity import free_beds, free_places, kept_beside, live, nights_in
from erasdu.journey.hosting.queries.checks import home_facts
from erasdu.journey.hosting.queries.names import with_what_differs
from erasdu.journey.hosting.rules.homes import HOUSEHOLDS
from erasdu.journey.hosting.states import OFFERED, WITHDRAWN
from erasdu.journey.hosting.words import SOMEBODY
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period

SOON = timedelta(days=60)
NAMES = ("given", "family")


@dataclass(frozen=True, slots=True)
class Figures:
    """The network of one keeper in numbers. `ending`: homes of which a check ends within 60 days."""

    companies: int = 0
    places: int = 0
    homes: int = 0
    beds: int = 0
    safe: int = 0
    ending: int = 0
    booked: int = 0


def windows_ahead(actor: Actor, on: date) -> list[Call]:
    """Calls whose window is not over, soonest first: what lists ask "free when?" with, and what one renews for.

    A school receives who comes here, a partner who goes to it; the coordinator sees both.
    """
    rows = calls_access.calls_for(actor).filter(stay_until__gte=on).exclude(state=Call.State.ARCHIVED)
    if not actor.is_coordinator:
        rows = rows.filter(outgoing=True) if actor.is_partner else rows.filter(incoming=True)
    return list(rows.order_by("stay_from", "pk"))


def window_of(call: Call) -> Period:
    return Period(call.stay_from, call.stay_until)


# -- which rows ------------------------------------------------------------------------------------


def safe_on(on: date) -> Q:
    """Homes that are proposable for a minor on that day: `rules.proposable` as a condition, which a test compares."""
    a_year = _a_year_before(on)
    doubtful = Adult.objects.filter(home=OuterRef("pk")).filter(Q(seen_on=None) | Q(seen_on__lt=a_year))
    adults = Adult.objects.filter(home=OuterRef("pk"))
    household = Q(interviewed_on__isnull=False) & Q(Exists(adults)) & ~Q(Exists(doubtful))
    beds = Q(Exists(Room.objects.filter(home=OuterRef("pk"))))
    visited = Q(visited_on__isnull=False, valid_until__gte=on, withdrawn_at=None, paused_at=None)
    return visited & beds & (~Q(kind__in=HOUSEHOLDS) | household)


def ending_on(on: date, within: timedelta = SOON) -> Q:
    """Live homes of which a check ends in the days after `on`."""
    last = on + within
    ends = Q(valid_until__gte=on, valid_until__lte=last)
    seen = Adult.objects.filter(home=OuterRef("pk"), seen_on__gte=_a_year_before(on), seen_on__lte=_a_year_before(last))
    return Q(withdrawn_at=None) & (ends | (Q(kind__in=HOUSEHOLDS) & Q(Exists(seen))))


def _a_year_before(on: date) -> date:
    """An extract that was seen on that day counts until `on`."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # 29 February: what was seen on 28 February counts until the 28th
        return date(on.year - 1, 3, 1)


def companies_free_in(rows: QuerySet[Company], window: Period) -> QuerySet[Company]:
    """Those that offer a place on a day of the window."""
    offered = Placement.objects.filter(
        company=OuterRef("pk"), state=OFFERED, periods__starts_on__lte=window.end, periods__ends_on__gte=window.start
    )
    return rows.filter(Exists(offered), paused_at=None, withdrawn_at=None)


def offering(rows: QuerySet[Company], occupation: str) -> QuerySet[Company]:
    """Those with a live place of an occupation."""
    offered = Placement.objects.filter(company=OuterRef("pk"), occupation=occupation).exclude(state=WITHDRAWN)
    return rows.filter(Exists(offered))


def homes_free_in(rows: QuerySet[Home], window: Period) -> QuerySet[Home]:
    """Those with a night of the window."""
    there = rows.filter(periods__starts_on__lte=window.end, periods__ends_on__gt=window.start)
    return rows.filter(pk__in=there.order_by().values("pk"), paused_at=None, withdrawn_at=None)


# -- figures beside rows ---------------------------------------------------------------------------


def with_places(companies: Sequence[Any], window: Period | None) -> Sequence[Any]:
    """Each with `offered` (its live places) and `most_free`: places on its emptiest day. Four queries."""
    live_places: dict[int, list[Placement]] = {row.pk: [] for row in companies}
    rows = Placement.objects.filter(company__in=live_places).exclude(state=WITHDRAWN).prefetch_related("periods")
    for placement in rows.order_by("pk"):
        live_places[placement.company_id].append(placement)
    offered = [each.pk for own in live_places.values() for each in own if each.state == OFFERED]
    free = free_places(offered, window) if window else {}
    for row in companies:
        row.offered = with_what_differs(live_places[row.pk])
        per_day = [free[each.pk] for each in row.offered if each.pk in free]
        row.most_free = sum(max(days) for days in per_day)
    return companies


def with_beds(homes: Sequence[Any], on: date, window: Period | None, *, knows: bool) -> Sequence[Any]:
    """Each with `beds`, `safe` (the verdict for a minor on the last day), `ends_on`, `most_free` in a night, and
    `beside`: it is in another network too."""
    ids = [row.pk for row in homes]
    facts = home_facts(ids)
    free = free_beds(ids, nights_in(window)) if window else {}
    beside = kept_beside(ids)
    for row in homes:
        row.beds = facts[row.pk].beds
        row.ends_on = rules.expires_on(facts[row.pk])
        row.ends_soon = row.ends_on is not None and on <= row.ends_on <= on + SOON
        row.safe = rules.told(rules.proposable(facts[row.pk], window.end if window else on, minor=True), knows=knows)
        row.for_adults = rules.told(rules.proposable(facts[row.pk], on, minor=False), knows=knows)
        row.beside = row.pk in beside
        row.most_free = max(free.get(row.pk, (0,)))
    return homes


def figures(keepers: Iterable[int], on: date) -> dict[int, Figures]:
    """Keeper → its network in numbers. Six queries, however many keepers."""
    keepers = list(keepers)
    homes = Home.objects.filter(keeper__in=keepers, withdrawn_at=None)
    companies = Company.objects.filter(keeper__in=keepers, withdrawn_at=None)
    places = Placement.objects.filter(company__keeper__in=keepers, state=OFFERED, company__withdrawn_at=None)
    offered = places.filter(periods__ends_on__gte=on)
    columns = {
        "companies": _by(companies, "keeper", Count("pk")),
        "places": _by(offered, "company__keeper", Sum("periods__places")),
        "homes": _by(homes, "keeper", Count("pk")),
        "beds": _by(Room.objects.filter(home__in=homes.values("pk")), "home__keeper", Sum("beds")),
        "safe": _by(homes.filter(safe_on(on)), "keeper", Count("pk")),
        "ending": _by(homes.filter(ending_on(on)), "keeper", Count("pk")),
        "booked": _booked(keepers, on),
    }
    return {keeper: Figures(**{name: found.get(keeper, 0) for name, found in columns.items()}) for keeper in keepers}


def _by(rows: QuerySet[Any], keeper: str, number: Any) -> dict[int, int]:
    grouped = rows.order_by().values(keeper).annotate(number=number)
    return dict(grouped.values_list(keeper, "number"))


def _booked(keepers: list[int], on: date) -> dict[int, int]:
    """Learners with a place or a bed in the network, now or later."""
    found: dict[int, set[int]] = {}
    own = Q(placement__company__keeper__in=keepers) | Q(room__home__keeper__in=keepers)
    columns = ("placement__company__keeper", "room__home__keeper", "mobility__person")
    for at_company, at_home, person in live().filter(own, ends_on__gte=on).values_list(*columns):
        found.setdefault(at_company or at_home, set()).add(person)
    return {keeper: len(people) for keeper, people in found.items()}


# -- rows of pages ---------------------------------------------------------------------------------


def keepers_with_network(actor: Actor) -> QuerySet[Organisation]:
    """The coordinator: keepers that hold something. A contact point: its own, also while empty."""
    keepers = access.keepers_for(actor)
    if not actor.is_coordinator:
        return keepers.order_by("name", "pk")
    companies = Company.objects.filter(keeper=OuterRef("pk"), withdrawn_at=None)
    homes = Home.objects.filter(keeper=OuterRef("pk"), withdrawn_at=None)
    return keepers.filter(Exists(companies) | Exists(homes)).order_by("kind", "name", "pk")


def booking_rows(actor: Actor) -> QuerySet[Booking]:
    """Live bookings, soonest first; each with `known`, and the `given` and `family` name of who is known."""
    known = access.known_to(actor)
    names = {name: Case(When(known, F(f"mobility__person__{name}_name")), default=Value("")) for name in NAMES}
    return (
        access.bookings_for(actor)
        .filter(pk__in=live().values("pk"))
        .annotate(**names)
        .select_related("mobility__call", "mobility__sending", "room__home__town", "placement__company__town")
        .order_by("starts_on", "pk")
    )


def who_comes(booking: Any) -> str:
    """The name, to who may know it: `known` came with the booking."""
    return str(booking.mobility.person if booking.known else SOMEBODY)


def towns_of(rows: QuerySet[Company]) -> list[str]:
    """The towns of companies, by name."""
    return sorted(set(rows.exclude(organisation__town="").order_by().values_list("organisation__town", flat=True)))


def occupations_of(rows: QuerySet[Company]) -> list[str]:
    """The occupations that companies offer."""
    offered = Placement.objects.filter(company__in=rows.order_by().values("pk")).exclude(state=WITHDRAWN)
    return sorted(set(offered.order_by().values_list("occupation", flat=True)))


# -- what lacks ------------------------------------------------------------------------------------


def _offered_by(company: str) -> QuerySet[Placement]:
    return Placement.objects.filter(company=OuterRef(company), state=OFFERED)


COMPANY_LACKS = ("place", "contact", "town", "mentor", "risk")
HOME_LACKS = ("bed", "night", "town", "visit", "extract", "told")


def companies_lacking(rows: QuerySet[Company], what: str) -> QuerySet[Company]:
    """Live companies that lack a place, a contact, a mentor of an offered place, or a seen risk analysis."""
    live_rows = rows.filter(withdrawn_at=None, paused_at=None)
    if what == "place":
        return live_rows.filter(~Exists(_offered_by("pk")))
    if what == "contact":
        return live_rows.filter(contact=None)
    if what == "town":
        return live_rows.filter(organisation__town="")
    if what == "mentor":
        return live_rows.filter(Exists(_offered_by("pk").filter(mentor=None)))
    return live_rows.filter(Exists(_offered_by("pk")), risk_seen_on=None)


def homes_lacking(rows: QuerySet[Home], what: str) -> QuerySet[Home]:
    """Live homes without a bed, a night, a town, a visit (or interview), an extract of each adult; or of a household
    without its insurance or somebody elsewhere who can be called."""
    live_rows = rows.filter(withdrawn_at=None, paused_at=None)
    if what == "bed":
        return live_rows.filter(~Exists(Room.objects.filter(home=OuterRef("pk"))))
    if what == "night":
        return live_rows.filter(~Exists(HomePeriod.objects.filter(home=OuterRef("pk"))))
    if what == "town":
        return live_rows.filter(town=None)
    if what == "told":
        return live_rows.filter(Q(insurance="") | Q(emergency_phone=""), kind__in=HOUSEHOLDS)
    if what == "visit":
        return live_rows.filter(Q(visited_on=None) | Q(kind__in=HOUSEHOLDS, interviewed_on=None))
    adults = Adult.objects.filter(home=OuterRef("pk"))
    unseen = ~Exists(adults) | Exists(adults.filter(seen_on=None))
    return live_rows.filter(unseen, kind__in=HOUSEHOLDS)


def lacking(keeper: Organisation) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What lacks in a network and how often: of companies, of homes. Only what lacks at all."""
    companies = Company.objects.filter(keeper=keeper)
    homes = Home.objects.filter(keeper=keeper)
    of_companies = [(what, companies_lacking(companies, what).count()) for what in COMPANY_LACKS]
    of_homes = [(what, homes_lacking(homes, what).count()) for what in HOME_LACKS]
    return [each for each in of_companies if each[1]], [each for each in of_homes if each[1]]
